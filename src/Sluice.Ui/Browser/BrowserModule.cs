using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.JSInterop;

namespace Sluice.Ui.Browser;

/// <summary>One of our JavaScript modules, loaded when it is first needed.</summary>
/// <param name="js">The page.</param>
/// <param name="name">Its file in <c>wwwroot/js</c>, without the extension.</param>
public sealed class BrowserModule(IJSRuntime js, string name)
{
    private Task<IJSObjectReference>? loaded;

    /// <summary>Calls a function of it that answers a number, a text, a truth value or a reference.</summary>
    public async ValueTask<T> CallAsync<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors | DynamicallyAccessedMemberTypes.PublicFields | DynamicallyAccessedMemberTypes.PublicProperties)] T>(string function, params object?[] arguments) => await (await LoadAsync()).InvokeAsync<T>(function, arguments);

    /// <summary>Calls a function of it that answers an object; read without reflection, which the trimmed app has no members for.</summary>
    /// <returns>Null when it answered null.</returns>
    public async ValueTask<T?> CallJsonAsync<T>(JsonTypeInfo<T> type, string function, params object?[] arguments) => (await CallAsync<JsonElement>(function, arguments)).Deserialize(type);

    /// <summary>Calls a function of it that answers nothing.</summary>
    public async ValueTask CallAsync(string function, params object?[] arguments) => await (await LoadAsync()).InvokeVoidAsync(function, arguments);

    private async Task<IJSObjectReference> LoadAsync()
    {
        loaded ??= js.InvokeAsync<IJSObjectReference>("import", $"./_content/Sluice.Ui/js/{name}.js").AsTask();
        try
        {
            return await loaded;
        }
        catch (JSException)
        {
            loaded = null;   // no network: the next call tries again
            throw;
        }
    }
}
