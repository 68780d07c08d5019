using Microsoft.JSInterop;
using Sluice.Metering;

namespace Sluice.Ui.Browser;

/// <summary>Where the device is.</summary>
public interface ILocation
{
    /// <summary>The last known place; null: not known, or not allowed.</summary>
    Location? Now { get; }

    /// <summary>How good it is, metres.</summary>
    double AccuracyM { get; }

    /// <summary>Raised when the device moved.</summary>
    event Action? Changed;

    /// <summary>Begins to watch; the browser asks the person. More than once does no harm.</summary>
    ValueTask WatchAsync();
}

/// <inheritdoc cref="ILocation"/>
public sealed class BrowserLocation(IJSRuntime js) : ILocation
{
    private readonly BrowserModule module = new(js, "device");

    /// <inheritdoc/>
    public Location? Now { get; private set; }

    /// <inheritdoc/>
    public double AccuracyM { get; private set; }

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public ValueTask WatchAsync() => module.CallAsync("watchPlace", DotNetObjectReference.Create(new Listener(this)));   // lives as long as the page

    /// <summary>What the browser calls.</summary>
    public sealed class Listener(BrowserLocation owner)
    {
        /// <summary>The device is here now.</summary>
        [JSInvokable]
        public void Moved(double lat, double lng, double accuracyM)
        {
            (owner.Now, owner.AccuracyM) = (new(lat, lng), accuracyM);
            owner.Changed?.Invoke();
        }

        /// <summary>Nobody knows where it is.</summary>
        [JSInvokable]
        public void Unknown()
        {
            owner.Now = null;
            owner.Changed?.Invoke();
        }
    }
}
