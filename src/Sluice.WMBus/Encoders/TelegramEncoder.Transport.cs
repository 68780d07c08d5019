using System.Buffers.Binary;
using Sluice.WMBus.Frames;

namespace Sluice.WMBus.Encoders;

public static partial class TelegramEncoder
{
    private const byte Filler = 0x2F;

    /// <summary>A telegram with a transport header and records in the clear (mode 0).</summary>
    /// <param name="address">The sender in the link layer.</param>
    /// <param name="link">An extended link layer before the transport layer; null for none.</param>
    public static int EncodePlain(
        in MeterAddress address,
        ExtendedLinkHeader? link,
        in TransportHeader header,
        ReadOnlySpan<byte> records,
        FrameFormat format,
        Span<byte> destination)
    {
        Span<byte> content = stackalloc byte[MaxContent + 64];
        var end = WriteLowerLayers(address, link, content);
        end += header.Write(0, 0, content[end..]);
        end = Append(records, content, end);
        return LinkLayerEncoder.Encode(content[..end], format, destination);
    }

    /// <summary>A telegram in security mode 5: AES-128-CBC, initialisation vector from address and access number. EN 13757-7, 7.6.4.</summary>
    /// <param name="records">Encrypted with two idle fillers 2F before and as many behind as fill the last block.</param>
    /// <param name="clearRecords">Records that follow unencrypted.</param>
    public static int EncodeMode5(
        in MeterAddress address,
        ExtendedLinkHeader? link,
        in TransportHeader header,
        TelegramCipher cipher,
        ReadOnlySpan<byte> records,
        ReadOnlySpan<byte> clearRecords,
        FrameFormat format,
        Span<byte> destination)
    {
        Span<byte> content = stackalloc byte[MaxContent + 64];
        var end = WriteLowerLayers(address, link, content);
        var blocks = BlocksFor(records);
        end += header.Write(5, blocks, content[end..]);
        var start = end;
        end = AppendBlocks(records, blocks, content, end);

        Span<byte> iv = stackalloc byte[16];
        (header.Meter ?? address).WriteLinkLayer(iv);
        iv[8..].Fill(header.AccessNumber);
        cipher.EncryptChained(iv, content[start..end]);

        end = Append(clearRecords, content, end);
        return LinkLayerEncoder.Encode(content[..end], format, destination);
    }

    /// <summary>
    /// A telegram in security mode 7: AES-128-CBC with a key derived for this message, and a message authentication code in the authentication and
    /// fragmentation layer. EN 13757-7, 7.6.6 and 9; OMS volume 2, security profile B.
    /// </summary>
    /// <param name="key">The meter's own key; the keys used are derived from it.</param>
    /// <param name="messageCounter">Message counter; every message needs its own.</param>
    public static int EncodeMode7(
        in MeterAddress address,
        ExtendedLinkHeader? link,
        in TransportHeader header,
        TelegramCipher key,
        uint messageCounter,
        ReadOnlySpan<byte> records,
        ReadOnlySpan<byte> clearRecords,
        FrameFormat format,
        Span<byte> destination)
    {
        const int controlLength = 2;
        const byte messageControl = 0x25; // AES-CMAC-128, 8 bytes; key derivation; no message length.
        const ushort fragmentControl = 0x2C00; // Message control, message counter and MAC are there; one fragment.
        Span<byte> content = stackalloc byte[MaxContent + 64];
        var end = WriteLowerLayers(address, link, content);

        var afl = content[end..];
        afl[0] = 0x90;
        afl[1] = controlLength + 1 + 4 + 8;
        BinaryPrimitives.WriteUInt16LittleEndian(afl[2..], fragmentControl);
        afl[4] = messageControl;
        BinaryPrimitives.WriteUInt32LittleEndian(afl[5..], messageCounter);
        end += 17;

        var message = end;
        var blocks = BlocksFor(records);
        end += header.Write(7, blocks, content[end..]);
        content[end++] = 0x10; // Configuration field extension: key derivation function A, key 0.
        var start = end;
        end = AppendBlocks(records, blocks, content, end);
        var id = (header.Meter ?? address).Serial;
        using (var derived = Derive(key, 0x00, messageCounter, id))
        {
            Span<byte> zero = stackalloc byte[16];
            zero.Clear();
            derived.EncryptChained(zero, content[start..end]);
        }
        end = Append(clearRecords, content, end);

        Span<byte> authenticated = stackalloc byte[5 + MaxContent];
        afl.Slice(4, 5).CopyTo(authenticated);
        content[message..end].CopyTo(authenticated[5..]);
        Span<byte> mac = stackalloc byte[16];
        using (var derived = Derive(key, 0x01, messageCounter, id)) derived.ComputeMac(authenticated[..(5 + end - message)], mac);
        mac[..8].CopyTo(afl[9..]);
        return LinkLayerEncoder.Encode(content[..end], format, destination);
    }

    /// <summary>A wired M-Bus answer: 68 L L 68, C = RSP_UD, primary address, long header, records, checksum, 16. EN 13757-2, 5.</summary>
    /// <param name="primaryAddress">0 to 250, 253 for secondary addressing.</param>
    /// <param name="header">Its <see cref="TransportHeader.Meter"/> is the meter and must be set.</param>
    /// <param name="records">At most 240 bytes.</param>
    public static int EncodeWired(byte primaryAddress, in TransportHeader header, ReadOnlySpan<byte> records, Span<byte> destination)
    {
        if (header.Meter is null) throw new ArgumentException("A wired answer names its meter: the header needs an address.", nameof(header));
        destination[0] = destination[3] = 0x68;
        destination[4] = 0x08;
        destination[5] = primaryAddress;
        var end = 6 + header.Write(0, 0, destination[6..]);
        end = Append(records, destination, end);
        destination[1] = destination[2] = (byte)(end - 4);
        var sum = 0;
        foreach (var b in destination[4..end]) sum += b;
        destination[end++] = (byte)(sum & 0xFF);
        destination[end++] = 0x16;
        return end;
    }

    private static int WriteLowerLayers(in MeterAddress address, ExtendedLinkHeader? link, Span<byte> content)
    {
        var end = WriteLinkHeader(address, content);
        if (link is not { } header) return end;
        if (header.Session is not null) throw new ArgumentException("With a transport header the extended link layer carries no session number.", nameof(link));
        return end + header.Write(content[end..]);
    }

    private static int BlocksFor(ReadOnlySpan<byte> records)
    {
        var blocks = (records.Length + 2 + 15) / 16;
        return blocks <= 15 ? blocks : throw new ArgumentException($"At most 238 bytes of records are encrypted; these are {records.Length}.", nameof(records));
    }

    private static int AppendBlocks(ReadOnlySpan<byte> records, int blocks, Span<byte> content, int end)
    {
        Span<byte> padded = stackalloc byte[16 * blocks];
        padded.Fill(Filler);
        records.CopyTo(padded[2..]);
        return Append(padded, content, end);
    }

    /// <summary>OMS volume 2, 9.3.7: CMAC(key, derivation constant | message counter | meter id | seven times 07).</summary>
    private static TelegramCipher Derive(TelegramCipher key, byte constant, uint messageCounter, uint id)
    {
        Span<byte> input = stackalloc byte[16];
        input.Fill(0x07);
        input[0] = constant;
        BinaryPrimitives.WriteUInt32LittleEndian(input[1..], messageCounter);
        BinaryPrimitives.WriteUInt32LittleEndian(input[5..], id);
        Span<byte> derived = stackalloc byte[16];
        key.ComputeMac(input, derived);
        return new(derived);
    }
}
