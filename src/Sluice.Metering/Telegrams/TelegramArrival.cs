using Sluice.WMBus.Frames;

namespace Sluice.Metering.Telegrams;

/// <summary>One telegram as it came in: what the archive keeps of it before anybody understands it.</summary>
/// <param name="Bytes">The telegram from its L field on; 1 to <see cref="MaxBytes"/> bytes.</param>
/// <param name="ReceivedAt">When this installation took it in, UTC. Kept to the millisecond.</param>
/// <param name="Format">What the receiver guarantees about CRC bytes.</param>
/// <param name="RssiDbm">Signal strength, null when the receiver does not say.</param>
/// <param name="Receiver">Name or serial number of the receiver, at most <see cref="MaxReceiver"/> characters; null when unknown.</param>
/// <param name="HeardAt">When the receiver heard it, if it has a clock that can be trusted; kept to the millisecond.</param>
public sealed record TelegramArrival(
    ReadOnlyMemory<byte> Bytes,
    DateTimeOffset ReceivedAt,
    FrameFormat Format = FrameFormat.Unknown,
    int? RssiDbm = null,
    string? Receiver = null,
    DateTimeOffset? HeardAt = null)
{
    /// <summary>Who handed it over, and on what occasion.</summary>
    public ArrivalContext Context { get; init; } = ArrivalContext.None;

    /// <summary>The longest telegram kept: a wired long frame (6 + 255) or format A with all its CRC bytes, with room.</summary>
    public const int MaxBytes = 512;

    /// <summary>The longest receiver name kept.</summary>
    public const int MaxReceiver = 64;

    /// <summary>The most telegrams one list call hands out.</summary>
    public const int MaxList = 10_000;

    /// <summary>Refuses what no archive keeps.</summary>
    /// <exception cref="ArgumentException">No bytes, too many bytes, or too long a receiver name.</exception>
    public void ThrowIfUnfit()
    {
        if (Bytes.Length is 0 or > MaxBytes) throw new ArgumentException($"A telegram has 1 to {MaxBytes} bytes; this one has {Bytes.Length}.", nameof(Bytes));
        if (Receiver?.Length > MaxReceiver) throw new ArgumentException($"A receiver name has at most {MaxReceiver} characters; this one has {Receiver.Length}.", nameof(Receiver));
    }

    /// <summary>This arrival as an archive keeps it: own copy of the bytes, times in UTC to the millisecond.</summary>
    public TelegramArrival AsStored() => this with { Bytes = Bytes.ToArray(), ReceivedAt = Timestamps.Stored(ReceivedAt), HeardAt = HeardAt is { } at ? Timestamps.Stored(at) : null };
}
