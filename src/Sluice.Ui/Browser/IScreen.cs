using Microsoft.JSInterop;

namespace Sluice.Ui.Browser;

/// <summary>What the screen shows beside our pages: colours and language of the whole document.</summary>
public interface IScreen
{
    /// <summary>True when the device asks for dark pages.</summary>
    ValueTask<bool> PrefersDarkAsync();

    /// <summary>Says the theme to the style sheets: <c>light</c>, <c>dark</c> or <c>sun</c>.</summary>
    ValueTask SetThemeAsync(string name);

    /// <summary>Says the language to screen readers, as <c>en</c> or <c>hi</c>.</summary>
    ValueTask SetLanguageAsync(string name);
}

/// <inheritdoc cref="IScreen"/>
public sealed class BrowserScreen(IJSRuntime js) : IScreen
{
    private readonly BrowserModule module = new(js, "browser");

    /// <inheritdoc/>
    public ValueTask<bool> PrefersDarkAsync() => module.CallAsync<bool>("prefersDark");

    /// <inheritdoc/>
    public ValueTask SetThemeAsync(string name) => module.CallAsync("setTheme", name);

    /// <inheritdoc/>
    public ValueTask SetLanguageAsync(string name) => module.CallAsync("setLanguage", name);
}
