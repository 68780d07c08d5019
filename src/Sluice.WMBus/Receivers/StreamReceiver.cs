namespace Sluice.WMBus.Receivers;

/// <summary>Turns the byte stream of one kind of hardware or file into telegrams. Fed in pieces of any size; holds only what is incomplete.</summary>
/// <remarks>Not thread safe. Radio noise is normal input: no method throws because of the bytes. Memory is bounded whatever comes in.
/// How the stream is cut into pieces never changes the telegrams.</remarks>
public abstract class StreamReceiver
{
    /// <summary>Takes the next piece of the stream and hands every telegram that is now complete to <paramref name="sink"/>, in order.</summary>
    public abstract void Push(ReadOnlySpan<byte> bytes, Action<ReceivedTelegram> sink);

    /// <summary>The stream has ended (or the connection was lost): hands over what can still be saved, forgets the rest. The receiver can be used again.</summary>
    public abstract void Complete(Action<ReceivedTelegram> sink);

    /// <summary>Counts of what was seen so far.</summary>
    public virtual ReceiverStatistics Statistics => new(Telegrams, Damaged, Truncated, SkippedBytes, BatteryMillivolts);

    /// <summary>A new receiver of the given kind, with its usual settings.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="kind"/> is not one of the named values.</exception>
    public static StreamReceiver Create(ReceiverKind kind) => kind switch
    {
        ReceiverKind.Auto => new AutoReceiver(),
        ReceiverKind.Hex => new HexLineReceiver(),
        ReceiverKind.Vw1871 => new Vw1871Receiver(),
        ReceiverKind.RtlWmbus => new RtlWmbusReceiver(),
        ReceiverKind.Im871a => new Im871aReceiver(),
        ReceiverKind.Amb8465 => new Amb8465Receiver(),
        ReceiverKind.Cul => new CulReceiver(),
        ReceiverKind.JsonLines => new JsonLinesReceiver(),
        ReceiverKind.Raw => new RawTelegramReceiver(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no receiver of this kind."),
    };

    private protected long Telegrams { get; set; }

    private protected long Damaged { get; set; }

    private protected long Truncated { get; set; }

    private protected long SkippedBytes { get; set; }

    private protected int? BatteryMillivolts { get; set; }

    private protected void HandOver(ReceivedTelegram telegram, Action<ReceivedTelegram> sink)
    {
        Telegrams++;
        sink(telegram);
    }
}
