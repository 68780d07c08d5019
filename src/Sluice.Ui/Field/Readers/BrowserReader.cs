using Microsoft.JSInterop;
using Sluice.Ui.Browser;

namespace Sluice.Ui.Field.Readers;

/// <summary>A reader that the browser reaches: Web Bluetooth or Web Serial. Connecting again after a loss goes on in the browser's part.</summary>
/// <param name="module">The browser's part, <c>readers.js</c>.</param>
/// <param name="isBluetooth">False: a serial port.</param>
/// <param name="baudRate">Serial: bits a second, as the stick's maker sets it.</param>
public sealed class BrowserReader(BrowserModule module, bool isBluetooth, int baudRate) : IReaderConnection
{
    private DotNetObjectReference<Listener>? listener;
    private IJSObjectReference? link;

    /// <inheritdoc/>
    public string Name { get; private set; } = isBluetooth ? "Bluetooth" : "USB";

    /// <inheritdoc/>
    public ReaderState State { get; private set; }

    /// <inheritdoc/>
    public event Action<ReadOnlyMemory<byte>>? Received;

    /// <inheritdoc/>
    public event Action? Changed;

    /// <inheritdoc/>
    public async Task<bool> ConnectAsync()
    {
        listener = DotNetObjectReference.Create(new Listener(this));
        link = isBluetooth ? await module.CallAsync<IJSObjectReference?>("bluetooth", listener) : await module.CallAsync<IJSObjectReference?>("serial", listener, baudRate);
        if (link is null) return false;
        if (isBluetooth && await module.CallAsync<string>("name", link) is { Length: > 0 } name) Name = name;
        Changed?.Invoke();
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Set(ReaderState.Closed);
        if (link is not null)
        {
            await link.InvokeVoidAsync("close");
            await link.DisposeAsync();
        }
        listener?.Dispose();
    }

    private void Set(ReaderState state)
    {
        if (State is ReaderState.Closed || State == state) return;
        State = state;
        Changed?.Invoke();
    }

    /// <summary>What the browser calls.</summary>
    public sealed class Listener(BrowserReader owner)
    {
        /// <summary>More of the stream.</summary>
        [JSInvokable]
        public void Bytes(byte[] bytes) => owner.Received?.Invoke(bytes);

        /// <summary>The connection came or went.</summary>
        [JSInvokable]
        public void State(string state) => owner.Set(state == "connected" ? ReaderState.Connected : ReaderState.Lost);
    }
}
