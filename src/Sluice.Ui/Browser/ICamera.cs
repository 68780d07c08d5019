using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Sluice.Ui.Browser;

/// <summary>The camera, looking for a QR or bar code.</summary>
public interface ICamera
{
    /// <summary>Shows the camera in a video element until a code is seen.</summary>
    /// <returns>What the code says; empty: it was closed before.</returns>
    /// <exception cref="JSException">There is no camera, or it is not allowed.</exception>
    ValueTask<string> LookAsync(ElementReference video);

    /// <summary>Closes the camera.</summary>
    ValueTask CloseAsync();
}

/// <inheritdoc cref="ICamera"/>
public sealed class BrowserCamera(IJSRuntime js) : ICamera
{
    private readonly BrowserModule module = new(js, "camera");

    /// <inheritdoc/>
    public ValueTask<string> LookAsync(ElementReference video) => module.CallAsync<string>("look", video);

    /// <inheritdoc/>
    public ValueTask CloseAsync() => module.CallAsync("close");
}
