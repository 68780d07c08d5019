using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ArmAes = System.Runtime.Intrinsics.Arm.Aes;
using X86Aes = System.Runtime.Intrinsics.X86.Aes;

namespace Sluice.WMBus.Security;

/// <summary>AES-128 (FIPS 197) on single blocks: hardware instructions where there are some, plain code elsewhere (the browser has no AES class).</summary>
/// <remarks>Own code because the platform's AES object costs microseconds a telegram and does not exist in WebAssembly. Equality of all paths is tested.</remarks>
internal static class Aes128
{
    /// <summary>Bytes of an expanded key: eleven round keys.</summary>
    public const int ScheduleLength = 176;

    /// <summary>Expands 16 key bytes into eleven round keys.</summary>
    public static void ExpandKey(ReadOnlySpan<byte> key, Span<byte> schedule)
    {
        if (X86Aes.IsSupported) ExpandKeyX86(key, schedule);
        else Aes128Portable.ExpandKey(key, schedule);
    }

    /// <summary>Encrypts one block; <paramref name="input"/> and <paramref name="output"/> may be the same.</summary>
    public static void Encrypt(ReadOnlySpan<byte> schedule, ReadOnlySpan<byte> input, Span<byte> output)
    {
        if (X86Aes.IsSupported) EncryptX86(schedule, input, output);
        else if (ArmAes.IsSupported) EncryptArm(schedule, input, output);
        else Aes128Portable.Encrypt(schedule, input, output);
    }

    /// <summary>Counter mode, in place. The counter is the last byte of <paramref name="iv"/> (telegrams have at most 16 blocks); EN 13757-4, 13.2.</summary>
    public static void Ctr(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, Span<byte> data)
    {
        Span<byte> schedule = stackalloc byte[ScheduleLength];
        Span<byte> counter = stackalloc byte[16];
        Span<byte> stream = stackalloc byte[16];
        ExpandKey(key, schedule);
        iv[..16].CopyTo(counter);
        while (data.Length > 0)
        {
            Encrypt(schedule, counter, stream);
            var count = Math.Min(16, data.Length);
            for (var i = 0; i < count; i++) data[i] ^= stream[i];
            data = data[count..];
            for (var i = 15; i >= 0; i--)
            {
                unchecked { counter[i]++; }
                if (counter[i] != 0) break;
            }
        }
    }

    /// <summary>Cipher block chaining decryption, in place, no padding; whole blocks only.</summary>
    public static void CbcDecrypt(ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, Span<byte> data)
    {
        if (data.Length % 16 != 0) throw new ArgumentException($"CBC decrypts whole blocks of 16 bytes, not {data.Length} bytes.", nameof(data));
        Span<byte> schedule = stackalloc byte[ScheduleLength];
        Span<byte> previous = stackalloc byte[16];
        Span<byte> cipher = stackalloc byte[16];
        ExpandKey(key, schedule);
        iv[..16].CopyTo(previous);
        for (var at = 0; at < data.Length; at += 16)
        {
            var block = data.Slice(at, 16);
            block.CopyTo(cipher);
            Aes128Portable.Decrypt(schedule, cipher, block);
            for (var i = 0; i < 16; i++) block[i] ^= previous[i];
            cipher.CopyTo(previous);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> NextRoundKey(Vector128<byte> key, Vector128<byte> assist)
    {
        var mixed = key.AsUInt32();
        mixed ^= ShiftWords(mixed);
        mixed ^= ShiftWords(mixed);
        mixed ^= ShiftWords(mixed);
        return (mixed ^ Vector128.Shuffle(assist.AsUInt32(), Vector128.Create(3u, 3, 3, 3))).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> ShiftWords(Vector128<uint> v) => Vector128.Shuffle(v, Vector128.Create(9u, 0, 1, 2));

    private static void ExpandKeyX86(ReadOnlySpan<byte> key, Span<byte> schedule)
    {
        var k = Vector128.Create(key);
        k.CopyTo(schedule);
        (k = NextRoundKey(k, X86Aes.KeygenAssist(k, 0x01))).CopyTo(schedule[16..]);
        (k = NextRoundKey(k, X86Aes.KeygenAssist(k, 0x02))).CopyTo(schedule[32..]);
        (k = NextRoundKey(k, X86Aes.KeygenAssist(k, 0x04))).CopyTo(schedule[48..]);
        (k = NextRoundKey(k, X86Aes.KeygenAssist(k, 0x08))).CopyTo(schedule[64..]);
        (k = NextRoundKey(k, X86Aes.KeygenAssist(k, 0x10))).CopyTo(schedule[80..]);
        (k = NextRoundKey(k, X86Aes.KeygenAssist(k, 0x20))).CopyTo(schedule[96..]);
        (k = NextRoundKey(k, X86Aes.KeygenAssist(k, 0x40))).CopyTo(schedule[112..]);
        (k = NextRoundKey(k, X86Aes.KeygenAssist(k, 0x80))).CopyTo(schedule[128..]);
        (k = NextRoundKey(k, X86Aes.KeygenAssist(k, 0x1B))).CopyTo(schedule[144..]);
        NextRoundKey(k, X86Aes.KeygenAssist(k, 0x36)).CopyTo(schedule[160..]);
    }

    private static void EncryptX86(ReadOnlySpan<byte> schedule, ReadOnlySpan<byte> input, Span<byte> output)
    {
        var state = Vector128.Create(input) ^ Vector128.Create(schedule);
        for (var round = 1; round < 10; round++) state = X86Aes.Encrypt(state, Vector128.Create(schedule[(16 * round)..]));
        X86Aes.EncryptLast(state, Vector128.Create(schedule[160..])).CopyTo(output);
    }

    private static void EncryptArm(ReadOnlySpan<byte> schedule, ReadOnlySpan<byte> input, Span<byte> output)
    {
        // Arm's AESE adds the round key before substitution, so the keys shift by one against x86.
        var state = Vector128.Create(input);
        for (var round = 0; round < 9; round++) state = ArmAes.MixColumns(ArmAes.Encrypt(state, Vector128.Create(schedule[(16 * round)..])));
        state = ArmAes.Encrypt(state, Vector128.Create(schedule[144..])) ^ Vector128.Create(schedule[160..]);
        state.CopyTo(output);
    }
}
