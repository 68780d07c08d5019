using System.Buffers.Binary;

namespace Sluice.WMBus.Transport;

/// <summary>Authentication and fragmentation layer, CI 90h. EN 13757-7, 6; OMS volume 2, 6.3.</summary>
internal static class AuthenticationLayer
{
    private const int MoreFragments = 1 << 14, HasControl = 1 << 13, HasLength = 1 << 12, HasCounter = 1 << 11, HasMac = 1 << 10, HasKeyInformation = 1 << 9;

    public static DecodeError Read(TelegramRun run)
    {
        var start = run.At;
        if (run.Rest.Length < 4) return Cut(start);
        var length = run.Plain[start + 1];
        if (run.Rest.Length < 2 + length || length < 2) return Cut(start);
        var bytes = run.Plain.AsSpan(start + 2, length);
        var control = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
        if ((control & MoreFragments) != 0 || (control & 0xFF) > 1)
            return TelegramRun.Fail(DecodeErrorCode.UnsupportedContent, Layer.Authentication, start, "A fragment of a longer message; fragments are not put together.");
        var rest = bytes[2..];
        var covered = new List<byte>();
        byte messageControl = 0;
        if ((control & HasControl) != 0)
        {
            if (rest.Length < 1) return Cut(start);
            messageControl = rest[0];
            covered.Add(rest[0]);
            rest = rest[1..];
        }
        if ((control & HasKeyInformation) != 0)
        {
            if (rest.Length < 2) return Cut(start);
            covered.AddRange(rest[..2]);
            rest = rest[2..];
        }
        byte[] counter = [];
        if ((control & HasCounter) != 0)
        {
            if (rest.Length < 4) return Cut(start);
            counter = rest[..4].ToArray();
            covered.AddRange(counter);
            rest = rest[4..];
        }
        byte[] mac = [];
        if ((control & HasMac) != 0)
        {
            var macLength = rest.Length - ((control & HasLength) != 0 ? 2 : 0);
            if (macLength is < 2 or > 16) return Cut(start);
            mac = rest[..macLength].ToArray();
            rest = rest[macLength..];
        }
        if ((control & HasLength) != 0)
        {
            if (rest.Length < 2) return Cut(start);
            covered.AddRange(rest[..2]);
        }
        run.AddLayer(Layer.Authentication, 0x90, start, start + 2 + length);
        run.At = start + 2 + length;
        run.Authentication = new(messageControl, counter, mac, [.. covered], run.At);
        return default;
    }

    private static DecodeError Cut(int at) =>
        TelegramRun.Fail(DecodeErrorCode.Truncated, Layer.Authentication, at, "The authentication layer is cut off or contradicts its own length.");
}
