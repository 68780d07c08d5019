using Sluice.WMBus.Drivers;
using Sluice.WMBus.Formats;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Security;

namespace Sluice.WMBus;

/// <summary>Decodes telegrams: bytes in, what they say out. Thread safe; one instance serves a whole installation, because format signatures are shared.</summary>
/// <param name="keys">The keys at hand.</param>
/// <param name="formats">Known formats of compact frames; learns.</param>
/// <param name="drivers">What is known of meter types.</param>
public sealed class TelegramDecoder(KeyRing keys, FormatRegistry formats, DriverCatalog drivers)
{
    private const int MinimumLength = 11;

    /// <summary>The keys at hand.</summary>
    public KeyRing Keys { get; } = keys;

    /// <summary>Known formats of compact frames.</summary>
    public FormatRegistry Formats { get; } = formats;

    /// <summary>What is known of meter types.</summary>
    public DriverCatalog Drivers { get; } = drivers;

    /// <summary>Decodes one telegram. Never throws because of the bytes.</summary>
    /// <param name="telegram">From the L field on (wired: from the first 68h).</param>
    /// <param name="format">What the receiver knows about CRC bytes; unknown: found out by trying B, A and stripped, and letting the payload confirm.</param>
    /// <param name="key">A key to use for this telegram instead of the ring's; null for the ring's.</param>
    public DecodedTelegram Decode(ReadOnlySpan<byte> telegram, FrameFormat format = FrameFormat.Unknown, MeterKey? key = null)
    {
        if (format == FrameFormat.Wired || (format == FrameFormat.Unknown && WiredFrame.IsWired(telegram))) return DecodeWired(telegram, key);
        if (telegram.Length < 2)
            return Refuse(telegram, DecodeErrorCode.Truncated, 0, $"{telegram.Length} bytes are no telegram.");
        int l = telegram[0];
        if (!LinkLayer.IsControlField(telegram[1]))
            return Refuse(telegram, DecodeErrorCode.NotWMBus, 1, $"{telegram[1]:X2} is no control field of wireless M-Bus.");
        if (l + 1 < MinimumLength)
            return Refuse(telegram, DecodeErrorCode.NotWMBus, 0, $"Length {l} is too short for an address and content.");
        return format switch
        {
            FrameFormat.A => DecodeA(telegram, key),
            FrameFormat.B => DecodeB(telegram, key),
            FrameFormat.Stripped => DecodeStripped(telegram, key),
            _ => DecodeUnknown(telegram, key),
        };
    }

    private DecodedTelegram DecodeUnknown(ReadOnlySpan<byte> telegram, MeterKey? key)
    {
        int l = telegram[0];
        if (telegram.Length < l + 1) return Truncated(telegram, l + 1);
        DecodedTelegram? best = null;
        if (telegram.Length >= LinkLayer.LengthOfFormatA(l) && LinkLayer.BlockHolds(telegram[..12]))
        {
            best = DecodeA(telegram, key);
            if (best.IsDecoded || best.PayloadVerified || best.LinkVerified) return best;
        }
        if (l >= MinimumLength + 1)
        {
            Span<byte> plain = stackalloc byte[LinkLayer.MaximumLength];
            LinkLayer.StripB(telegram[..(l + 1)], plain, out var bad);
            if (bad < 0)
            {
                var withCrc = DecodeB(telegram, key);
                if (withCrc.IsDecoded || withCrc.PayloadVerified) return withCrc;
                best ??= withCrc;
            }
        }
        var stripped = DecodeStripped(telegram, key);
        // Chance makes one CRC in 65,536 hold: the payload decides.
        if (best is null || stripped is { PayloadVerified: true }) return stripped;
        return best;
    }

    private DecodedTelegram DecodeStripped(ReadOnlySpan<byte> telegram, MeterKey? key)
    {
        int l = telegram[0];
        if (telegram.Length < l + 1) return Truncated(telegram, l + 1);
        var run = NewRun(telegram[..(l + 1)].ToArray(), FrameFormat.Stripped, linkVerified: false, key);
        if (telegram.Length > l + 1) run.Warn(Trailing(telegram.Length - l - 1, l + 1));
        return run.Decode(Drivers);
    }

    private DecodedTelegram DecodeA(ReadOnlySpan<byte> telegram, MeterKey? key)
    {
        var length = LinkLayer.LengthOfFormatA(telegram[0]);
        if (telegram.Length < length) return Truncated(telegram, length);
        var plain = new byte[telegram[0] + 1];
        LinkLayer.StripA(telegram[..length], plain, out var bad);
        return DecodeChecked(telegram, plain, length, bad, FrameFormat.A, key);
    }

    private DecodedTelegram DecodeB(ReadOnlySpan<byte> telegram, MeterKey? key)
    {
        var length = telegram[0] + 1;
        if (telegram.Length < length) return Truncated(telegram, length);
        if (length < MinimumLength + 2) return Refuse(telegram, DecodeErrorCode.NotWMBus, 0, $"Length {telegram[0]} is too short for an address, content and CRC.");
        Span<byte> stripped = stackalloc byte[LinkLayer.MaximumLength];
        var count = LinkLayer.StripB(telegram[..length], stripped, out var bad);
        return DecodeChecked(telegram, stripped[..count].ToArray(), length, bad, FrameFormat.B, key);
    }

    private DecodedTelegram DecodeChecked(ReadOnlySpan<byte> telegram, byte[] plain, int length, int bad, FrameFormat format, MeterKey? key)
    {
        if (bad >= 0)
        {
            var address = bad > 0 && plain.Length >= LinkLayer.HeaderLength ? MeterAddress.FromLinkLayer(plain.AsSpan(2)) : (MeterAddress?)null;
            return new()
            {
                Error = new(DecodeErrorCode.Damaged, Layer.Link, bad, $"The link CRC (format {format}) of the block at byte {bad} fails: bytes were changed on the way."),
                Format = format,
                Address = address,
                LinkAddress = address,
                Plain = plain,
            };
        }
        var run = NewRun(plain, format, linkVerified: true, key);
        if (telegram.Length > length) run.Warn(Trailing(telegram.Length - length, length));
        return run.Decode(Drivers);
    }

    private DecodedTelegram DecodeWired(ReadOnlySpan<byte> telegram, MeterKey? key)
    {
        if (WiredFrame.Check(telegram) is { IsNone: false } error) return new() { Error = error, Format = FrameFormat.Wired, Plain = telegram.ToArray() };
        var run = new TelegramRun(telegram[..WiredFrame.Length(telegram)].ToArray(), FrameFormat.Wired, linkVerified: true, Formats, Keys, key)
        {
            At = WiredFrame.ContentOffset,
            End = WiredFrame.Length(telegram) - WiredFrame.TrailerLength,
        };
        run.AddLayer(Layer.Link, 0, 0, WiredFrame.ContentOffset);
        return run.Decode(Drivers);
    }

    private TelegramRun NewRun(byte[] plain, FrameFormat format, bool linkVerified, MeterKey? key)
    {
        var address = MeterAddress.FromLinkLayer(plain.AsSpan(2));
        var run = new TelegramRun(plain, format, linkVerified, Formats, Keys, key) { At = LinkLayer.HeaderLength, LinkAddress = address, Address = address };
        run.AddLayer(Layer.Link, 0, 0, LinkLayer.HeaderLength);
        return run;
    }

    private static DecodeError Trailing(int count, int offset) =>
        new(DecodeErrorCode.BadInput, Layer.Link, offset, $"{count} bytes after the end of the telegram were ignored.");

    private static DecodedTelegram Truncated(ReadOnlySpan<byte> telegram, int expected)
    {
        var address = telegram.Length >= LinkLayer.HeaderLength ? MeterAddress.FromLinkLayer(telegram[2..]) : (MeterAddress?)null;
        return new()
        {
            Error = new(DecodeErrorCode.Truncated, Layer.Link, telegram.Length, $"The length field promises {expected} bytes; {telegram.Length} are here, {expected - telegram.Length} are missing."),
            Address = address,
            LinkAddress = address,
            Plain = telegram.ToArray(),
        };
    }

    private static DecodedTelegram Refuse(ReadOnlySpan<byte> telegram, DecodeErrorCode code, int offset, string message) =>
        new() { Error = new(code, Layer.Link, offset, message), Plain = telegram[..Math.Min(telegram.Length, LinkLayer.MaximumLength)].ToArray() };
}
