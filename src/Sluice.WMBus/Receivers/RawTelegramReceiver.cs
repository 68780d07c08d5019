using Sluice.WMBus.Frames;

namespace Sluice.WMBus.Receivers;

/// <summary>Telegrams in binary, one after the other, each starting with its L field (RC1180, rawtty, dumps); wired M-Bus long frames too.</summary>
/// <remarks>
/// There is no framing, so a telegram is recognised by its checksums (wired; format A) or by a header that looks like one (L, C, three letters of the maker, CI).
/// Bytes between telegrams, such as an appended signal strength, are skipped. Junk that looks like a header can hide the telegram behind it.
/// </remarks>
public sealed class RawTelegramReceiver : RecordReceiver
{
    private const int FirstBlockA = 12;

    /// <summary>A receiver that has seen nothing yet.</summary>
    public RawTelegramReceiver() : base(FrameShape.LongestFormatA)
    {
    }

    private protected override int Take(ReadOnlySpan<byte> bytes, bool ended, Action<ReceivedTelegram> sink)
    {
        if (bytes[0] == 0x68)
        {
            var wired = TakeWired(bytes, ended, sink);
            if (wired is { } taken) return taken;
        }
        // What stands behind the address is the CI field or, in format A, the CRC of the first block.
        if (!FrameShape.MayBegin(bytes[..Math.Min(FrameShape.HeaderLength - 1, bytes.Length)])) return Skip(1);
        if (bytes.Length < FirstBlockA && !ended) return 0;
        if (bytes.Length < FrameShape.HeaderLength) return Skip(1);
        if (bytes.Length >= FirstBlockA && FrameShape.IsFormatA(bytes[..FirstBlockA]))
        {
            var length = LinkLayer.LengthOfFormatA(bytes[0]);
            if (bytes.Length < length) return ended ? RejectTruncated() : 0;
            if (FrameShape.IsFormatA(bytes[..length])) return HandOver(bytes[..length], FrameFormat.A, sink);
        }
        if (!FrameShape.MayBegin(bytes[..FrameShape.HeaderLength])) return Skip(1);
        var plainLength = bytes[0] + 1;
        if (bytes.Length < plainLength) return ended ? RejectTruncated() : 0;
        return HandOver(bytes[..plainLength], FrameFormat.Unknown, sink);
    }

    private int HandOver(ReadOnlySpan<byte> telegram, FrameFormat format, Action<ReceivedTelegram> sink)
    {
        HandOver(new() { Bytes = telegram.ToArray(), Format = format }, sink);
        return telegram.Length;
    }

    /// <summary>68 L L 68, L bytes, checksum, 16. EN 13757-2. Null when it is no wired frame.</summary>
    private int? TakeWired(ReadOnlySpan<byte> bytes, bool ended, Action<ReceivedTelegram> sink)
    {
        if (bytes.Length >= 3 && bytes[1] != bytes[2]) return null;
        if (bytes.Length >= 4 && bytes[3] != 0x68) return null;
        if (bytes.Length >= 2 && bytes[1] < 3) return null;
        if (bytes.Length < 4) return ended ? null : 0;
        var length = bytes[1] + 6;
        if (bytes.Length < length) return ended ? RejectTruncated() : 0;
        var sum = 0;
        foreach (var b in bytes[4..(length - 2)]) sum += b;
        if ((sum & 0xFF) != bytes[length - 2] || bytes[length - 1] != 0x16) return null;
        return HandOver(bytes[..length], FrameFormat.Wired, sink);
    }
}
