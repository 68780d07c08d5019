using Microsoft.JSInterop;

namespace Sluice.Ui.Browser;

/// <summary>Whether this device has a network. True does not mean that the server answers.</summary>
public interface INetwork
{
    /// <summary>The last known state.</summary>
    bool IsOnline { get; }

    /// <summary>Raised when it changed.</summary>
    event Action? Changed;

    /// <summary>Begins to watch; more than once does no harm.</summary>
    ValueTask WatchAsync();
}

/// <inheritdoc cref="INetwork"/>
public sealed class BrowserNetwork(IJSRuntime js) : INetwork
{
    private readonly BrowserModule module = new(js, "browser");
    private bool watching;

    /// <inheritdoc/>
    public bool IsOnline { get; private set; } = true;

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public async ValueTask WatchAsync()
    {
        if (watching) return;
        watching = true;
        await module.CallAsync("watchNetwork", DotNetObjectReference.Create(new Listener(Set)));   // lives as long as the page
        Set(await module.CallAsync<bool>("online"));
    }

    private void Set(bool online)
    {
        if (online == IsOnline) return;
        IsOnline = online;
        Changed?.Invoke();
    }

    /// <summary>What the browser calls.</summary>
    public sealed class Listener(Action<bool> set)
    {
        /// <summary>The network came or went.</summary>
        [JSInvokable]
        public void Changed(bool online) => set(online);
    }
}
