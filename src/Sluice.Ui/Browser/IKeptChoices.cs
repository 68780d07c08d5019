using Microsoft.JSInterop;

namespace Sluice.Ui.Browser;

/// <summary>Small choices of whoever uses this device: language, theme, the society looked at last. Nothing secret.</summary>
public interface IKeptChoices
{
    /// <summary>The choice; null: none was made.</summary>
    ValueTask<string?> GetAsync(string key);

    /// <summary>Keeps a choice; null forgets it.</summary>
    ValueTask SetAsync(string key, string? value);
}

/// <inheritdoc cref="IKeptChoices"/>
public sealed class BrowserChoices(IJSRuntime js) : IKeptChoices
{
    private const string Prefix = "sluice.";
    private readonly BrowserModule module = new(js, "browser");

    /// <inheritdoc/>
    public ValueTask<string?> GetAsync(string key) => module.CallAsync<string?>("get", Prefix + key);

    /// <inheritdoc/>
    public ValueTask SetAsync(string key, string? value) => module.CallAsync("set", Prefix + key, value);
}
