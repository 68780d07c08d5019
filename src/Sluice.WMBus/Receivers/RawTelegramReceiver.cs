using Sluice.WMBus.Frames;

namespace Sluice.WMBus.Receivers;

/// <summary>Telegrams in binary, one after the other, each starting with its L field (RC1180, rawtty, dumps); wired M-Bus long frames too.</summary>
/// <remarks>
/// There is no framing, so a telegram is recognised by its checksums (wired; format A) or by a header that looks like one (L, C, three letters of the maker, CI).
/// Bytes between telegrams, such as an appended signal strength, are skipped. Junk that looks like a header can hide the telegram behind it.
/// </remarks>
public sealed class RawTelegramReceiver : RecordReceiver
{
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
        var header = bytes[..Math.Min(FrameShape.HeaderLength, bytes.Length)];
        if (!FrameShape.MayBegin(header)) return Skip(1);
        if (header.Length < FrameShape.HeaderLength) return ended ? Skip(1) : 0;
        return TakeWireless(bytes, ended, sink);
    }

    private int TakeWireless(ReadOnlySpan<byte> bytes, bool ended, Action<ReceivedTelegram> sink)
    {
        var length = bytes[0] + 1;
        if (bytes.Length < 12 && !ended) return 0;
        var format = FrameFormat.Unknown;
        if (bytes.Length >= 12 && FrameShape.IsFormatA(bytes[..12]))
        {
            // The first block carries a CRC of its own: format A, whose L counts no CRC.
            var lengthA = FrameShape.FormatALength(bytes[0]);
            if (bytes.Length < lengthA && !ended) return 0;
            if (bytes.Length >= lengthA && FrameShape.IsFormatA(bytes[..lengthA])) (format, length) = (FrameFormat.A, lengthA);
        }
        if (bytes.Length < length) return ended ? RejectTruncated() : 0;
        HandOver(new() { Bytes = bytes[..length].ToArray(), Format = format }, sink);
        return length;
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
        HandOver(new() { Bytes = bytes[..length].ToArray(), Format = FrameFormat.Wired }, sink);
        return length;
    }
}
