using Sluice.WMBus.Frames;

namespace Sluice.WMBus.Receivers;

/// <summary>Amber (Würth Metis) AMB8465 and its family, in command mode and in transparent mode. Link CRCs are removed by the stick.</summary>
/// <remarks>
/// Command mode: <c>FF 03</c>, length, telegram from the C field on, [RSSI], checksum (XOR of everything before). The length counts the RSSI byte, and nothing in the
/// frame tells whether it is there: that is a setting of the stick.
/// Transparent mode: L, telegram, [RSSI], without any marker. Whether the RSSI byte is there is learned from where the next telegram begins.
/// </remarks>
public sealed class Amb8465Receiver : RecordReceiver
{
    private const int NextHeader = 4;
    private readonly bool rssiAppended;
    private readonly bool commandModeOnly;
    private bool? transparentRssi;

    /// <param name="rssiAppended">Command mode: the stick is set to append the signal strength (its parameter RSSI_Enable).</param>
    public Amb8465Receiver(bool rssiAppended = true) : this(rssiAppended, commandModeOnly: false)
    {
    }

    internal Amb8465Receiver(bool rssiAppended, bool commandModeOnly) : base(265)
    {
        this.rssiAppended = rssiAppended;
        this.commandModeOnly = commandModeOnly;
    }

    private protected override int Take(ReadOnlySpan<byte> bytes, bool ended, Action<ReceivedTelegram> sink)
    {
        if (bytes[0] == 0xFF)
        {
            if (bytes.Length < 4) return ended || (bytes.Length > 1 && bytes[1] != 3) ? SkipJunk() : 0;
            return bytes[1] == 3 && FrameShape.IsControlField(bytes[3]) && bytes[2] > FrameShape.SmallestL ? TakeCommand(bytes, ended, sink) : SkipJunk();
        }
        var header = bytes[..Math.Min(FrameShape.HeaderLength, bytes.Length)];
        if (commandModeOnly || !FrameShape.MayBegin(header)) return SkipJunk();
        if (header.Length < FrameShape.HeaderLength) return ended ? SkipJunk() : 0;
        return TakeTransparent(bytes, ended, sink);
    }

    private protected override void OnCompleted() => transparentRssi = null;

    private int TakeCommand(ReadOnlySpan<byte> bytes, bool ended, Action<ReceivedTelegram> sink)
    {
        var length = bytes[2] + 4;
        if (bytes.Length < length) return ended ? RejectTruncated() : 0;
        var checksum = 0;
        foreach (var b in bytes[..length]) checksum ^= b;
        if (checksum != 0) return RejectDamaged();
        var payload = bytes[3..(length - 1)];
        HandOver(Telegram(rssiAppended ? payload[..^1] : payload, rssiAppended ? payload[^1] : null), sink);
        return length;
    }

    private int TakeTransparent(ReadOnlySpan<byte> bytes, bool ended, Action<ReceivedTelegram> sink)
    {
        var length = bytes[0] + 1;
        var needed = length + transparentRssi switch { true => 1, false => 0, null => 1 + NextHeader };
        if (bytes.Length < needed && !ended) return 0;
        if (bytes.Length < length) return RejectTruncated();

        var rest = bytes[length..Math.Min(bytes.Length, needed)];
        bool hasRssi;
        if (transparentRssi is { } known) hasRssi = known && !rest.IsEmpty;
        else if (BeginsNext(rest)) transparentRssi = hasRssi = false;
        else if (rest.Length == 1) hasRssi = true;
        else if (!rest.IsEmpty && BeginsNext(rest[1..])) transparentRssi = hasRssi = true;
        else hasRssi = false;

        HandOver(Telegram(bytes[1..length], hasRssi ? bytes[length] : null), sink);
        return hasRssi ? length + 1 : length;
    }

    private static bool BeginsNext(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= NextHeader && (FrameShape.MayBegin(bytes[..NextHeader]) || (bytes[0] == 0xFF && bytes[1] == 3));

    private int SkipJunk()
    {
        transparentRssi = null; // out of step: learn again
        return Skip(1);
    }

    private static ReceivedTelegram Telegram(ReadOnlySpan<byte> afterL, byte? rssi) => new()
    {
        Bytes = FrameShape.WithLength(afterL),
        Format = FrameFormat.Stripped,
        RssiDbm = rssi is { } value ? Rssi.FromCc1101(value) : null,
    };
}
