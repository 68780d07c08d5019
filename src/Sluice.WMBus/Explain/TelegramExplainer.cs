using Sluice.WMBus.Frames;
using Sluice.WMBus.Security;

namespace Sluice.WMBus.Explain;

/// <summary>Explains a telegram byte by byte and says why it does not decode. A second pass over what the decoder found; slow on purpose, it tries things.</summary>
public sealed class TelegramExplainer(TelegramDecoder decoder)
{
    private const int CrcBytes = 2;

    /// <summary>Explains one telegram.</summary>
    /// <param name="telegram">The bytes as received.</param>
    /// <param name="format">What the receiver knows about CRC bytes.</param>
    /// <param name="key">A key to use instead of the decoder's.</param>
    public Explanation Explain(ReadOnlySpan<byte> telegram, FrameFormat format = FrameFormat.Unknown, MeterKey? key = null)
    {
        var decoded = decoder.Decode(telegram, format, key);
        if (RepairedLength(telegram, decoded, key) is { } repaired) return new(PartWriter.Write(repaired.Telegram), WithRelay(repaired.Verdict, repaired.Telegram), repaired.Telegram);
        if (decoded.Error.Code is DecodeErrorCode.NoKey or DecodeErrorCode.WrongKey && FindKey(telegram, format) is { } found)
        {
            var text = $"The key listed for {Whose(found.Key)} fits (fingerprint {found.Key.Fingerprint}): "
                + (decoded.Error.Code == DecodeErrorCode.NoKey ? $"the list has none for {decoded.Id}." : $"the one set for {decoded.Id} is wrong.");
            return new(PartWriter.Write(found.Telegram), WithRelay(new(VerdictKind.KeyOfAnotherMeter, text, found.Key), decoded), found.Telegram);
        }
        return new(PartWriter.Write(decoded), WithRelay(Judge(telegram, decoded), decoded), decoded);
    }

    private static string Whose(MeterKey key) => key.Serial is { } serial ? serial.ToString("x8") : "any meter";

    private (MeterKey Key, DecodedTelegram Telegram)? FindKey(ReadOnlySpan<byte> telegram, FrameFormat format)
    {
        foreach (var key in decoder.Keys.All)
        {
            if (decoder.Decode(telegram, format, key) is { PayloadVerified: true } fits) return (key, fits);
        }
        return null;
    }

    /// <summary>A length field that is off by the two CRC bytes, proven by the payload.</summary>
    private (DecodedTelegram Telegram, Verdict Verdict)? RepairedLength(ReadOnlySpan<byte> telegram, DecodedTelegram decoded, MeterKey? key)
    {
        if (decoded.LinkVerified || telegram.Length is < 12 or > LinkLayer.MaximumLength || decoded.Format == FrameFormat.Wired) return null;
        var difference = telegram.Length - (telegram[0] + 1);
        if (Math.Abs(difference) != CrcBytes || (difference < 0 && decoded.PayloadVerified)) return null;
        var repaired = telegram.ToArray();
        repaired[0] = (byte)(telegram.Length - 1);
        var again = decoder.Decode(repaired, difference > 0 ? FrameFormat.B : FrameFormat.Stripped, key);
        if (difference > 0 ? !again.LinkVerified : !again.PayloadVerified) return null;
        return difference > 0
            ? (again, new(VerdictKind.CrcLeftOn, "The two link CRC bytes stand at the end although the length field does not count them: the receiver corrected the length but left the CRC on. With the length corrected the CRC holds."))
            : (again, new(VerdictKind.CrcStripped, "The two link CRC bytes were removed but the length field still counts them: subtract 2 from the first byte. So corrected, the payload checks."));
    }

    private Verdict Judge(ReadOnlySpan<byte> telegram, DecodedTelegram decoded)
    {
        var error = decoded.Error;
        return error.Code switch
        {
            DecodeErrorCode.None => new(VerdictKind.Decodes, Good(decoded), decoded.Key),
            DecodeErrorCode.NoKey => new(VerdictKind.NoKey, $"{error.Message} Get the key of {decoded.Id} ({decoded.Address?.Manufacturer}) from its key file"
                + (decoder.Keys.Count > 0 ? $"; none of the {decoder.Keys.Count} keys at hand fits." : ".")),
            DecodeErrorCode.WrongKey => new(VerdictKind.WrongKey, error.Message + (decoder.Keys.Count > 1 ? $" None of the {decoder.Keys.Count} keys at hand fits." : "") + FlippedBit(telegram, decoded)),
            DecodeErrorCode.Damaged => new(VerdictKind.Damaged, error.Message + FlippedBit(telegram, decoded), decoded.Key),
            DecodeErrorCode.Truncated => new(VerdictKind.CutShort, error.Message + Missing(telegram)),
            DecodeErrorCode.UnknownFormat => new(VerdictKind.UnknownFormat, error.Message, decoded.Key),
            DecodeErrorCode.UnsupportedSecurityMode => new(VerdictKind.UnsupportedSecurity, error.Message),
            DecodeErrorCode.UnsupportedContent => new(VerdictKind.UnsupportedContent, error.Message),
            DecodeErrorCode.NotEncrypted => new(VerdictKind.NotEncrypted, error.Message),
            DecodeErrorCode.NotAuthentic => new(VerdictKind.NotAuthentic, error.Message, decoded.Key),
            DecodeErrorCode.MalformedRecord => new(VerdictKind.Malformed, error.Message, decoded.Key),
            _ => new(VerdictKind.NotWMBus, error.Message),
        };
    }

    private static string Good(DecodedTelegram decoded)
    {
        var link = decoded.Format switch
        {
            FrameFormat.A => "Link CRCs of format A are present and hold. ",
            FrameFormat.B => "Link CRCs of format B are present and hold. ",
            FrameFormat.Wired => "The checksum holds. ",
            _ => "The link CRCs were stripped by the receiver. ",
        };
        var payload = decoded switch
        {
            { WasDecryptedBefore: true } => "It says encrypted but came decrypted. ",
            { PayloadVerified: true, Security: SecurityMode.ExtendedLinkCtr } => "The key fits: the payload CRC holds. ",
            { PayloadVerified: true, Security: SecurityMode.Mode5 } => "The key fits: decryption gives 2F 2F. ",
            { PayloadVerified: true, Security: SecurityMode.Mode7 } => "The key fits and the authentication code holds. ",
            { Security: SecurityMode.None } => "It is not encrypted. ",
            _ => "",
        };
        var warnings = string.Concat(decoded.Warnings.Select(w => " But: " + w.Message));
        return $"Decodes. {link}{payload}{decoded.Records.Length} records.{warnings}";
    }

    private static string Missing(ReadOnlySpan<byte> telegram) =>
        telegram.Length > 0 && telegram[0] + 1 - telegram.Length == CrcBytes ? " Exactly two missing bytes often are a CRC that was removed without correcting the length field." : "";

    /// <summary>Looks for a single wrong bit that would explain a failing link CRC.</summary>
    private static string FlippedBit(ReadOnlySpan<byte> telegram, DecodedTelegram decoded)
    {
        var mayHaveCrc = decoded is { Format: FrameFormat.B, Error.Layer: Layer.Link } or { Format: FrameFormat.Stripped, PayloadVerified: false };
        if (!mayHaveCrc || telegram.Length != telegram[0] + 1 || telegram.Length < LinkLayer.HeaderLength + 4) return "";
        var copy = telegram.ToArray();
        Span<byte> plain = stackalloc byte[LinkLayer.MaximumLength];
        var candidates = new List<int>();
        for (var bit = 8; bit < copy.Length * 8; bit++)
        {
            copy[bit / 8] ^= (byte)(1 << (bit % 8));
            LinkLayer.StripB(copy, plain, out var bad);
            copy[bit / 8] ^= (byte)(1 << (bit % 8));
            if (bad < 0) candidates.Add(bit / 8);
        }
        // The polynomial's period is 151 bits, so that a longer block has more than one candidate.
        if (candidates.Count == 0) return "";
        var explains = $"a single wrong bit in byte {string.Join(" or ", candidates)} would explain it.";
        return decoded.Format == FrameFormat.B ? $" A{explains[1..]}" : $" If the link CRC (format B) is still on, that one fails, and {explains}";
    }

    private static Verdict WithRelay(Verdict verdict, DecodedTelegram decoded)
    {
        if (decoded.LinkAddress is not { } link || decoded.Address is not { } meter) return verdict;
        var isRepeater = link.DeviceType is DeviceType.Repeater or DeviceType.BidirectionalRepeater;
        if (!isRepeater && link == meter) return verdict;
        return verdict with { RelayedBy = link.ToString(), Text = $"{verdict.Text} Relayed by the {(isRepeater ? "repeater" : "radio module")} {link}; the meter behind it is {meter}." };
    }
}
