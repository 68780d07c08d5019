using System.Buffers.Binary;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Security;

namespace Sluice.WMBus.Transport;

/// <summary>Extended link layer: CI 8Ch (short), 8Dh (with session number and encryption), 8Eh and 8Fh (the same with a second address). EN 13757-4, 13.2.</summary>
internal static class ExtendedLinkLayer
{
    /// <summary>Bits of the communication control byte that the vector leaves out: hop count and repeated access.</summary>
    private const int RelayBits = 0x12;

    public static DecodeError Read(TelegramRun run, byte ci)
    {
        var start = run.At;
        var hasAddress = ci is 0x8E or 0x8F;
        var hasSession = ci is 0x8D or 0x8F;
        var length = 3 + (hasAddress ? 8 : 0) + (hasSession ? 6 : 0);
        if (run.Rest.Length < length)
            return TelegramRun.Fail(DecodeErrorCode.Truncated, Layer.ExtendedLink, start, $"The extended link layer needs {length} bytes; {run.Rest.Length} are left.");
        var header = run.Rest[..length];
        run.AccessNumber = header[2];
        if (hasAddress) run.Address = MeterAddress.FromLinkLayer(header[3..]);
        if (!hasSession)
        {
            run.AddLayer(Layer.ExtendedLink, ci, start, start + length);
            run.At = start + length;
            return default;
        }
        var session = BinaryPrimitives.ReadUInt32LittleEndian(header[(length - 6)..]);
        run.SessionNumber = session;
        run.AddLayer(Layer.ExtendedLink, ci, start, start + length);
        run.At = start + length;
        var encryption = (int)(session >> 29);
        return encryption switch
        {
            0 => Clear(run, length),
            1 => Decrypt(run, header, length),
            _ => Unsupported(run, encryption, start),
        };
    }

    /// <summary>The counter mode vector. EN 13757-4, 13.2.12.</summary>
    public static void WriteVector(MeterAddress address, byte communicationControl, uint session, Span<byte> vector)
    {
        address.WriteLinkLayer(vector);
        vector[8] = (byte)(communicationControl & ~RelayBits);
        BinaryPrimitives.WriteUInt32LittleEndian(vector[9..], session);
        vector[13..16].Clear();
    }

    private static DecodeError Unsupported(TelegramRun run, int encryption, int start)
    {
        run.Security = SecurityMode.Other;
        run.SecurityModeNumber = encryption;
        return TelegramRun.Fail(DecodeErrorCode.UnsupportedSecurityMode, Layer.ExtendedLink, start, $"Encryption {encryption} of the extended link layer is reserved.");
    }

    private static DecodeError Clear(TelegramRun run, int length)
    {
        if (!PayloadHolds(run.Plain.AsSpan(run.At - 2, run.End - run.At + 2)))
            return TelegramRun.Fail(DecodeErrorCode.Damaged, Layer.ExtendedLink, run.At - 2, $"The payload CRC of the unencrypted extended link layer ({length} bytes) fails.");
        run.PayloadVerified = true;
        return default;
    }

    private static DecodeError Decrypt(TelegramRun run, ReadOnlySpan<byte> header, int length)
    {
        run.Security = SecurityMode.ExtendedLinkCtr;
        run.SecurityModeNumber = 1;
        if (run.Address is not { } address)
            return TelegramRun.Fail(DecodeErrorCode.UnsupportedSecurityMode, Layer.ExtendedLink, run.At, "Encrypted without the meter's address before it (a wired frame has none): the initialisation vector cannot be made.");
        // The payload CRC is the first thing encrypted.
        var at = run.At - 2;
        var cipher = run.Plain.AsSpan(at, run.End - at);
        var looksClear = PayloadHolds(cipher) && cipher.Length > 2 && IsContent(cipher[2]);
        var keys = run.KeysToTry;
        Span<byte> vector = stackalloc byte[16];
        WriteVector(address, header[1], run.SessionNumber!.Value, vector);
        Span<byte> plain = stackalloc byte[LinkLayer.MaximumLength];
        plain = plain[..cipher.Length];
        var keyLooksRight = false;
        foreach (var key in keys)
        {
            cipher.CopyTo(plain);
            Aes128.Ctr(key.Bytes, vector, plain);
            if (PayloadHolds(plain))
            {
                plain.CopyTo(cipher);
                run.Key = key;
                run.PayloadVerified = true;
                return default;
            }
            keyLooksRight |= LooksDecrypted(run, plain);
        }
        if (looksClear && keys.Length == 0)
        {
            run.WasDecryptedBefore = true;
            run.PayloadVerified = true;
            return default;
        }
        if (looksClear)
            return TelegramRun.Fail(DecodeErrorCode.NotEncrypted, Layer.ExtendedLink, at, "The telegram came in the clear although a key is set for this meter; refused.");
        if (keys.Length == 0)
            return TelegramRun.Fail(DecodeErrorCode.NoKey, Layer.ExtendedLink, at, "Encrypted with AES-128-CTR; no key for this meter.");
        if (keyLooksRight)
            return TelegramRun.Fail(DecodeErrorCode.Damaged, Layer.ExtendedLink, at, "The key fits but the payload CRC fails: bytes were changed on the way.");
        return TelegramRun.Fail(DecodeErrorCode.WrongKey, Layer.ExtendedLink, at, run.LinkVerified
            ? "The link CRC holds but the payload CRC fails after decryption: the key is wrong."
            : "The payload CRC fails after decryption: the key is wrong (or the telegram damaged: it came without link CRC).");
    }

    /// <summary>CRC over what follows it, least significant byte first. EN 13757-4, 13.2.8.</summary>
    private static bool PayloadHolds(ReadOnlySpan<byte> payload) =>
        payload.Length > 2 && BinaryPrimitives.ReadUInt16LittleEndian(payload) == Crc16.Compute(payload[2..]);

    private static bool IsContent(byte ci) => ci is 0x69 or 0x6A or 0x6B or 0x72 or 0x73 or 0x78 or 0x79 or 0x7A or 0x7B or 0x90;

    /// <summary>True when decryption gave a frame that chance would hardly give: a compact frame with a known signature, or records known from such a format.</summary>
    private static bool LooksDecrypted(TelegramRun run, ReadOnlySpan<byte> plain)
    {
        if (plain.Length < 6) return false;
        if (plain[2] == 0x79) return run.Formats.Find(BinaryPrimitives.ReadUInt16LittleEndian(plain[3..])).Length > 0;
        return plain[2] == 0x78 && (plain[3..].StartsWith((ReadOnlySpan<byte>)[0x02, 0xFF, 0x20]) || plain[3..].StartsWith((ReadOnlySpan<byte>)[0x04, 0xFF, 0x23]));
    }
}
