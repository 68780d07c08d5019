using System.Buffers.Binary;
using Sluice.WMBus.Frames;

namespace Sluice.WMBus.Transport;

/// <summary>Transport layer headers: none, short (4 bytes) or long (12 bytes), and what they say of encryption. EN 13757-7, 7.</summary>
internal static class TransportLayer
{
    private enum Header
    {
        None,
        Short,
        Long,
    }

    public static DecodeError Read(TelegramRun run, byte ci)
    {
        var start = run.At;
        (Header Header, bool Known) kind = ci switch
        {
            0x69 or 0x78 or 0x79 => (Header.None, true),
            0x6A or 0x7A or 0x7B => (Header.Short, true),
            0x6B or 0x72 or 0x73 => (Header.Long, true),
            _ => (Header.None, false),
        };
        if (!kind.Known)
        {
            var message = ci is >= 0xA0 and <= 0xB7
                ? $"CI {ci:X2}: the maker's own protocol; there is no public description for it here."
                : $"CI {ci:X2} carries no meter readings (commands, alarms or other services).";
            return TelegramRun.Fail(DecodeErrorCode.UnsupportedContent, Layer.Transport, start, message);
        }
        var length = 1 + kind.Header switch { Header.Short => 4, Header.Long => 12, _ => 0 };
        if (run.Rest.Length < length)
            return TelegramRun.Fail(DecodeErrorCode.Truncated, Layer.Transport, start, $"The transport header needs {length} bytes; {run.Rest.Length} are left.");
        if (kind.Header == Header.None)
        {
            run.AddLayer(Layer.Transport, ci, start, start + 1);
            run.At = start + 1;
            return ApplicationLayer.Read(run, ci);
        }
        var header = run.Rest[..length];
        if (kind.Header == Header.Long) run.Address = MeterAddress.FromLongHeader(header[1..]);
        run.AccessNumber = header[^4];
        run.TransportStatus = header[^3];
        var configuration = BinaryPrimitives.ReadUInt16LittleEndian(header[^2..]);
        run.At = start + length;
        var error = ReadSecurity(run, configuration, start);
        run.AddLayer(Layer.Transport, ci, start, run.At);
        return error.IsNone ? ApplicationLayer.Read(run, ci) : error;
    }

    private static DecodeError ReadSecurity(TelegramRun run, int configuration, int start)
    {
        var mode = (configuration >> 8) & 31;
        switch (mode)
        {
            case 0:
                return default;
            case 5 or 7 when run.Address is null:
                run.Security = mode == 5 ? SecurityMode.Mode5 : SecurityMode.Mode7;
                run.SecurityModeNumber = mode;
                return TelegramRun.Fail(DecodeErrorCode.UnsupportedSecurityMode, Layer.Transport, start, "Encrypted with a short header and no address before it (a wired frame has none): the initialisation vector cannot be made.");
            case 5:
                run.Security = SecurityMode.Mode5;
                run.SecurityModeNumber = 5;
                return CbcSecurity.Mode5(run, BlockCount(configuration));
            case 7:
                run.Security = SecurityMode.Mode7;
                run.SecurityModeNumber = 7;
                if (run.Rest.Length < 1) return TelegramRun.Fail(DecodeErrorCode.Truncated, Layer.Transport, run.At, "The configuration field extension is cut off.");
                run.At++;
                return CbcSecurity.Mode7(run, BlockCount(configuration));
            default:
                run.Security = SecurityMode.Other;
                run.SecurityModeNumber = mode;
                return TelegramRun.Fail(DecodeErrorCode.UnsupportedSecurityMode, Layer.Transport, start, $"Security mode {mode} is not implemented; 0, 5 and 7 are.");
        }
    }

    /// <summary>Encrypted blocks of 16 bytes, 0 to 15. EN 13757-7, 7.6.</summary>
    private static int BlockCount(int configuration) => (configuration >> 4) & 15;
}
