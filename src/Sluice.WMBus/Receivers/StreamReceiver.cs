namespace Sluice.WMBus.Receivers;

/// <summary>Turns the byte stream of one kind of hardware or file into telegrams. Fed in pieces of any size; holds only what is incomplete.</summary>
/// <remarks>Not thread safe. Radio noise is normal input: no method throws because of the bytes. Memory is bounded whatever comes in.</remarks>
public abstract class StreamReceiver
{
    /// <summary>Takes the next piece of the stream and hands every telegram that is now complete to <paramref name="sink"/>, in order.</summary>
    public abstract void Push(ReadOnlySpan<byte> bytes, Action<ReceivedTelegram> sink);

    /// <summary>The stream has ended (or the connection was lost): hands over what can still be saved, forgets the rest. The receiver can be used again.</summary>
    public abstract void Complete(Action<ReceivedTelegram> sink);

    /// <summary>Counts of what was seen so far.</summary>
    public ReceiverStatistics Statistics { get; protected set; } = new();
}
