using Microsoft.JSInterop;
using Sluice.Ui.Field;

namespace Sluice.Ui.Browser;

/// <summary>How much the device lets us keep.</summary>
public interface IRoom
{
    /// <summary>Used and allowed bytes.</summary>
    ValueTask<DeviceRoom> MeasureAsync();

    /// <summary>Asks that nothing of ours be removed when the device runs short.</summary>
    /// <returns>True when that is promised.</returns>
    ValueTask<bool> AskToKeepAsync();
}

/// <summary>Room on the device.</summary>
/// <param name="Used">Bytes we use.</param>
/// <param name="All">Bytes we may use; 0: the browser does not say.</param>
/// <param name="Kept">True: the device promised to remove nothing by itself.</param>
public sealed record DeviceRoom(double Used, double All, bool Kept)
{
    /// <summary>Bytes left below which people are warned: an hour of a busy reader takes about 20 MB.</summary>
    public const double LowBytes = 50e6;

    /// <summary>True when little is left.</summary>
    public bool IsLow => All > 0 && All - Used < LowBytes;
}

/// <inheritdoc cref="IRoom"/>
public sealed class BrowserRoom(IJSRuntime js) : IRoom
{
    private readonly BrowserModule module = new(js, "device");

    /// <inheritdoc/>
    public async ValueTask<DeviceRoom> MeasureAsync() => await module.CallJsonAsync(FieldJson.Default.DeviceRoom, "room") ?? new(0, 0, false);

    /// <inheritdoc/>
    public ValueTask<bool> AskToKeepAsync() => module.CallAsync<bool>("persist");
}
