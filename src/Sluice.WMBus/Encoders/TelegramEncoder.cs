using System.Buffers.Binary;
using Sluice.WMBus.Frames;

namespace Sluice.WMBus.Encoders;

/// <summary>Builds telegrams as meters send them: for the simulator, for tests, for tools that need a telegram with known content.</summary>
/// <remarks>
/// Writes into the caller's buffer (<see cref="LinkLayerEncoder.MaxLength"/> bytes are always enough), returns the bytes written, and allocates nothing.
/// Misuse throws <see cref="ArgumentException"/>.
/// </remarks>
public static partial class TelegramEncoder
{
    /// <summary>C field of a meter that sends without being asked, SND-NR.</summary>
    public const byte SendNoReply = 0x44;

    private const int MaxContent = 255;

    /// <summary>A telegram with an extended link layer, encrypted in counter mode when the session number says so: what Kamstrup's water meters send.</summary>
    /// <param name="address">The meter.</param>
    /// <param name="header">With a session number the application layer gets its payload CRC.</param>
    /// <param name="cipher">The meter's key; needed when the session number says encrypted, otherwise unused.</param>
    /// <param name="application">The application layer from its CI on, for example a compact frame.</param>
    /// <param name="format">How the link layer's CRCs are written.</param>
    /// <param name="destination">Gets the telegram.</param>
    public static int Encode(
        in MeterAddress address,
        in ExtendedLinkHeader header,
        TelegramCipher? cipher,
        ReadOnlySpan<byte> application,
        FrameFormat format,
        Span<byte> destination)
    {
        Span<byte> content = stackalloc byte[MaxContent + 32];
        var end = WriteLinkHeader(address, content);
        end += header.Write(content[end..]);
        if (header.Session is not { } session)
        {
            end = Append(application, content, end);
            return LinkLayerEncoder.Encode(content[..end], format, destination);
        }

        var payload = end;
        BinaryPrimitives.WriteUInt16LittleEndian(content[end..], Crc16.Compute(application));
        end = Append(application, content, end + 2);
        if (session.Encryption == 1)
        {
            ArgumentNullException.ThrowIfNull(cipher);
            Span<byte> counter = stackalloc byte[16];
            header.WriteCounterBlock(address, counter);
            cipher.EncryptCounterMode(counter, content[payload..end]);
        }
        return LinkLayerEncoder.Encode(content[..end], format, destination);
    }

    private static int WriteLinkHeader(in MeterAddress address, Span<byte> content)
    {
        content[0] = SendNoReply;
        address.WriteLinkLayer(content[1..]);
        return 9;
    }

    private static int Append(ReadOnlySpan<byte> bytes, Span<byte> content, int end)
    {
        if (bytes.Length > MaxContent - end) throw new ArgumentException($"The telegram would have {end + bytes.Length} bytes of content; at most {MaxContent} fit.", nameof(bytes));
        bytes.CopyTo(content[end..]);
        return end + bytes.Length;
    }
}
