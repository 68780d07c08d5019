namespace Sluice.Ui.Field.Readers;

/// <summary>Something that hears meters and gives its bytes: a Bluetooth hand-held, a USB stick, the simulator.</summary>
public interface IReaderConnection : IAsyncDisposable
{
    /// <summary>What people call it.</summary>
    string Name { get; }

    /// <summary>Where the connection stands.</summary>
    ReaderState State { get; }

    /// <summary>Raised with the next piece of the stream, cut anywhere.</summary>
    event Action<ReadOnlyMemory<byte>>? Received;

    /// <summary>Raised when <see cref="State"/> changed.</summary>
    event Action? Changed;

    /// <summary>Connects; asks the person which reader where the device wants that.</summary>
    /// <returns>False when they chose none.</returns>
    Task<bool> ConnectAsync();
}

/// <summary>Where a connection stands.</summary>
public enum ReaderState
{
    /// <summary>On the way.</summary>
    Connecting = 0,

    /// <summary>It gives bytes.</summary>
    Connected,

    /// <summary>Out of reach or switched off; connecting again goes on by itself.</summary>
    Lost,

    /// <summary>Closed.</summary>
    Closed,
}
