using System.Globalization;
using Microsoft.JSInterop;

namespace Sluice.Ui.Browser;

/// <summary>How the device gets attention: voice, vibration, a screen that stays on.</summary>
public interface IDeviceSignals
{
    /// <summary>Says a sentence in the app's language; what was being said is cut off, for it is outdated.</summary>
    ValueTask SpeakAsync(string text);

    /// <summary>Vibrates for so many milliseconds, where the device can.</summary>
    ValueTask VibrateAsync(int durationMs);

    /// <summary>Keeps the screen on, or lets it go dark again.</summary>
    ValueTask StayAwakeAsync(bool on);
}

/// <inheritdoc cref="IDeviceSignals"/>
public sealed class BrowserSignals(IJSRuntime js) : IDeviceSignals
{
    private readonly BrowserModule module = new(js, "device");

    /// <inheritdoc/>
    public ValueTask SpeakAsync(string text) => module.CallAsync("speak", text, CultureInfo.CurrentUICulture.Name == "hi" ? "hi-IN" : "en-IN");

    /// <inheritdoc/>
    public ValueTask VibrateAsync(int durationMs) => module.CallAsync("vibrate", durationMs);

    /// <inheritdoc/>
    public ValueTask StayAwakeAsync(bool on) => module.CallAsync("awake", on);
}
