using Sluice.WMBus.Frames;

namespace Sluice.WMBus.Receivers;

/// <summary>A telegram as a receiver handed it over: the bytes and what the receiver knows about them.</summary>
public sealed record ReceivedTelegram
{
    /// <summary>The telegram's bytes, starting at the L field (wired: at the first 68h). Empty when <see cref="Error"/> says why.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>What the receiver guarantees about CRC bytes; <see cref="FrameFormat.Unknown"/> leaves it to the decoder.</summary>
    public FrameFormat Format { get; init; }

    /// <summary>Signal strength in dBm, null when the receiver does not say.</summary>
    public int? RssiDbm { get; init; }

    /// <summary>Name or serial number of the receiver, null when unknown.</summary>
    public string? Device { get; init; }

    /// <summary>When the receiver says it heard the telegram; null when it has no clock or one that cannot be trusted.</summary>
    public DateTimeOffset? HeardAt { get; init; }

    /// <summary>The receiver's own running clock in seconds: good for differences only (reader clocks lie).</summary>
    public long? ReceiverClockSeconds { get; init; }

    /// <summary>A key that came with the telegram (JSON lines), 32 hexadecimal digits; null otherwise.</summary>
    public string? Key { get; init; }

    /// <summary>A name for the meter that came with the telegram (JSON lines).</summary>
    public string? Name { get; init; }

    /// <summary>Not <see cref="DecodeErrorCode.None"/> when the receiver's framing itself is bad; <see cref="Source"/> has the offending text.</summary>
    public DecodeError Error { get; init; }

    /// <summary>The offending input, shortened to 512 characters, when <see cref="Error"/> is set.</summary>
    public string? Source { get; init; }
}
