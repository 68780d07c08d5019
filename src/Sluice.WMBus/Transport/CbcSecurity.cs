using System.Buffers.Binary;
using Sluice.WMBus.Security;

namespace Sluice.WMBus.Transport;

/// <summary>Security modes 5 and 7: AES-128-CBC over whole blocks after the transport header. EN 13757-7, 7.7.</summary>
internal static class CbcSecurity
{
    private const int Block = 16;

    /// <summary>Mode 5: the meter's key, vector of address and access number.</summary>
    public static DecodeError Mode5(TelegramRun run, int blocks)
    {
        Span<byte> vector = stackalloc byte[Block];
        run.Address!.Value.WriteLinkLayer(vector);
        vector[8..].Fill(run.AccessNumber!.Value);
        return Decrypt(run, blocks, vector, derive: false);
    }

    /// <summary>Mode 7: a key derived for this message, vector zero, message authenticated by CMAC.</summary>
    public static DecodeError Mode7(TelegramRun run, int blocks)
    {
        Span<byte> vector = stackalloc byte[Block];
        vector.Clear();
        return Decrypt(run, blocks, vector, derive: true);
    }

    private static DecodeError Decrypt(TelegramRun run, int blocks, ReadOnlySpan<byte> vector, bool derive)
    {
        var start = run.At;
        if (blocks == 0) return default;
        if (run.Rest.Length < blocks * Block)
            return TelegramRun.Fail(DecodeErrorCode.Truncated, Layer.Transport, start, $"{blocks} encrypted blocks need {blocks * Block} bytes; {run.Rest.Length} are left.");
        var cipher = run.Plain.AsSpan(start, blocks * Block);
        var looksClear = StartsWithFiller(cipher);
        var keys = run.KeysToTry;
        if (keys.Length == 0)
        {
            if (!looksClear) return TelegramRun.Fail(DecodeErrorCode.NoKey, Layer.Transport, start, $"Encrypted with security mode {run.SecurityModeNumber}; no key for this meter.");
            run.WasDecryptedBefore = true;
            return default;
        }
        if (derive && run.Authentication is not { Counter.Length: 4 })
            return TelegramRun.Fail(DecodeErrorCode.UnsupportedSecurityMode, Layer.Authentication, start, "Security mode 7 without a message counter (AFL): the key cannot be derived.");
        Span<byte> plain = stackalloc byte[15 * Block];
        plain = plain[..cipher.Length];
        Span<byte> derived = stackalloc byte[Block];
        foreach (var key in keys)
        {
            cipher.CopyTo(plain);
            if (derive) DeriveKey(run, key, 0x00, derived);
            Aes128.CbcDecrypt(derive ? derived : key.Bytes, vector, plain);
            if (!StartsWithFiller(plain)) continue;
            if (derive && !IsAuthentic(run, key)) return TelegramRun.Fail(DecodeErrorCode.NotAuthentic, Layer.Authentication, start, "The key decrypts, but the message authentication code fails: the message was changed.");
            plain.CopyTo(cipher);
            run.Key = key;
            run.PayloadVerified = true;
            return default;
        }
        return looksClear
            ? TelegramRun.Fail(DecodeErrorCode.NotEncrypted, Layer.Transport, start, "The telegram came in the clear although a key is set for this meter; refused.")
            : TelegramRun.Fail(DecodeErrorCode.WrongKey, Layer.Transport, start, run.LinkVerified
                ? "Decryption does not give 2F 2F: the key is wrong."
                : "Decryption does not give 2F 2F: the key is wrong (or the telegram damaged: it came without link CRC).");
    }

    private static bool StartsWithFiller(ReadOnlySpan<byte> bytes) => bytes is [0x2F, 0x2F, ..];

    /// <summary>Key derivation function A: CMAC(key, constant | counter | serial | 07 × 7). OMS volume 2, 9.5.</summary>
    /// <param name="constant">00h for encryption, 01h for authentication, meter to gateway.</param>
    private static void DeriveKey(TelegramRun run, MeterKey key, byte constant, Span<byte> derived)
    {
        Span<byte> message = stackalloc byte[Block];
        message[0] = constant;
        run.Authentication!.Counter.CopyTo(message[1..]);
        BinaryPrimitives.WriteUInt32LittleEndian(message[5..], run.Address!.Value.Serial);
        message[9..].Fill(7);
        Cmac.Compute(key.Bytes, message, derived);
    }

    /// <summary>The code covers the AFL's control, counter and length fields and the message as sent (encrypted). OMS volume 2, 6.3.6.</summary>
    private static bool IsAuthentic(TelegramRun run, MeterKey key)
    {
        var authentication = run.Authentication!;
        if (authentication.Mac.Length == 0) return false;
        Span<byte> derived = stackalloc byte[Block];
        Span<byte> mac = stackalloc byte[Block];
        DeriveKey(run, key, 0x01, derived);
        var message = new byte[authentication.Authenticated.Length + run.End - authentication.MessageOffset];
        authentication.Authenticated.CopyTo(message, 0);
        run.Plain.AsSpan(authentication.MessageOffset, run.End - authentication.MessageOffset).CopyTo(message.AsSpan(authentication.Authenticated.Length));
        Cmac.Compute(derived, message, mac);
        return mac[..authentication.Mac.Length].SequenceEqual(authentication.Mac);
    }
}
