using Microsoft.JSInterop;

namespace Sluice.Ui.Browser;

/// <summary>Hands files and text to the device.</summary>
public interface IFiles
{
    /// <summary>Saves a file where this device keeps downloads.</summary>
    ValueTask SaveAsync(string name, string type, Stream content);

    /// <summary>Puts text on the clipboard.</summary>
    ValueTask CopyAsync(string text);
}

/// <inheritdoc cref="IFiles"/>
public sealed class BrowserFiles(IJSRuntime js) : IFiles
{
    private readonly BrowserModule module = new(js, "browser");

    /// <inheritdoc/>
    public async ValueTask SaveAsync(string name, string type, Stream content)
    {
        using var stream = new DotNetStreamReference(content);
        await module.CallAsync("save", name, type, stream);
    }

    /// <inheritdoc/>
    public ValueTask CopyAsync(string text) => module.CallAsync("copy", text);
}
