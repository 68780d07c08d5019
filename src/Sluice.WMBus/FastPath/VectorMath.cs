using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Security;
using X86Aes = System.Runtime.Intrinsics.X86.Aes;

namespace Sluice.WMBus.FastPath;

/// <summary>The vector steps of the fast path: AES-128 of two blocks with the key expanded on the way, and CRC-16/EN-13757 by carry-less multiplication.</summary>
/// <remarks>Expanding the key costs no more than loading an expanded one from a table of ten thousand meters, which does not fit the cache.</remarks>
internal static class VectorMath
{
    /// <summary>x^n mod P for P = x^16 + 3D65h, n = 64j + 16: what a 64-bit word j words from the end weighs.</summary>
    private static readonly Vector128<ulong> Weight0 = Vector128.Create(PowerOfX(16), PowerOfX(80));
    private static readonly Vector128<ulong> Weight1 = Vector128.Create(PowerOfX(144), PowerOfX(208));
    private static readonly Vector128<ulong> Weight2 = Vector128.Create(PowerOfX(272), PowerOfX(336));

    /// <summary>x^64 mod P, and the quotient of x^64 by P (Barrett).</summary>
    private static readonly Vector128<ulong> Fold = Vector128.Create(PowerOfX(64), QuotientOfX64());

    private static readonly Vector128<ulong> Polynomial = Vector128.Create(0x13D65UL, 0);

    /// <summary>Takes bytes by position; a position of 80h or more gives zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Shuffle(Vector128<byte> v, Vector128<byte> mask) => Ssse3.IsSupported ? Ssse3.Shuffle(v, mask) : Vector128.Shuffle(v, mask);

    /// <summary>Encrypts two counter blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void EncryptPair(Vector128<byte> key, ref Vector128<byte> a, ref Vector128<byte> b)
    {
        if (!X86Aes.IsSupported || !Ssse3.IsSupported)
        {
            EncryptPairPortable(key, ref a, ref b);
            return;
        }
        // AESENCLAST of four equal columns is SubWord; with RotWord by shuffle it is the key schedule's step, faster than AESKEYGENASSIST. FIPS 197, 5.2.
        a ^= key;
        b ^= key;
        Round(ref key, 0x01, ref a, ref b);
        Round(ref key, 0x02, ref a, ref b);
        Round(ref key, 0x04, ref a, ref b);
        Round(ref key, 0x08, ref a, ref b);
        Round(ref key, 0x10, ref a, ref b);
        Round(ref key, 0x20, ref a, ref b);
        Round(ref key, 0x40, ref a, ref b);
        Round(ref key, 0x80, ref a, ref b);
        Round(ref key, 0x1B, ref a, ref b);
        NextKey(ref key, 0x36);
        a = X86Aes.EncryptLast(a, key);
        b = X86Aes.EncryptLast(b, key);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Round(ref Vector128<byte> key, uint constant, ref Vector128<byte> a, ref Vector128<byte> b)
    {
        NextKey(ref key, constant);
        a = X86Aes.Encrypt(a, key);
        b = X86Aes.Encrypt(b, key);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void NextKey(ref Vector128<byte> key, uint constant)
    {
        var rotated = Ssse3.Shuffle(key, Vector128.Create(13, 14, 15, 12, 13, 14, 15, 12, 13, 14, 15, 12, 13, 14, 15, 12).AsByte());
        var assist = X86Aes.EncryptLast(rotated, Vector128.Create(constant).AsByte());
        var mixed = key ^ Sse2.ShiftLeftLogical128BitLane(key, 4);
        mixed ^= Sse2.ShiftLeftLogical128BitLane(mixed, 8);
        key = mixed ^ assist;
    }

    /// <summary>The same in plain code or with Arm's instructions.</summary>
    internal static void EncryptPairPortable(Vector128<byte> key, ref Vector128<byte> a, ref Vector128<byte> b)
    {
        Span<byte> schedule = stackalloc byte[Aes128.ScheduleLength];
        Span<byte> block = stackalloc byte[16];
        key.CopyTo(block);
        Aes128.ExpandKey(block, schedule);
        a.CopyTo(block);
        Aes128.Encrypt(schedule, block, block);
        a = Vector128.Create<byte>(block);
        b.CopyTo(block);
        Aes128.Encrypt(schedule, block, block);
        b = Vector128.Create<byte>(block);
    }

    /// <summary>CRC of up to 32 bytes: two vectors with the last byte first (low) and zeros beyond the first byte.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Crc(Vector128<byte> high, Vector128<byte> low) => Pclmulqdq.IsSupported
        ? Reduce(Weigh(low, Weight0) ^ Weigh(high, Weight1))
        : CrcPortable(Vector128<byte>.Zero, high, low);

    /// <summary>CRC of up to 48 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ushort Crc(Vector128<byte> highest, Vector128<byte> high, Vector128<byte> low) => Pclmulqdq.IsSupported
        ? Reduce(Weigh(low, Weight0) ^ Weigh(high, Weight1) ^ Weigh(highest, Weight2))
        : CrcPortable(highest, high, low);

    /// <summary>The same in plain code: leading zeros do not change a CRC that starts at 0.</summary>
    internal static ushort CrcPortable(Vector128<byte> highest, Vector128<byte> high, Vector128<byte> low)
    {
        Span<byte> message = stackalloc byte[48];
        low.CopyTo(message);
        high.CopyTo(message[16..]);
        highest.CopyTo(message[32..]);
        message.Reverse();
        return Crc16.Compute(message);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ulong> Weigh(Vector128<byte> v, Vector128<ulong> weight) =>
        Pclmulqdq.CarrylessMultiply(v.AsUInt64(), weight, 0x00) ^ Pclmulqdq.CarrylessMultiply(v.AsUInt64(), weight, 0x11);

    /// <summary>The remainder of up to 81 bits by P, inverted as the standard wants it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ushort Reduce(Vector128<ulong> r)
    {
        r ^= Pclmulqdq.CarrylessMultiply(r, Fold, 0x01);                                      // bits 64 and up, folded by x^64 mod P; lower word counts
        var quotient = Pclmulqdq.CarrylessMultiply(Vector128.ShiftRightLogical(r, 16), Fold, 0x10); // floor(r / x^16) times floor(x^64 / P)
        quotient = Vector128.ShiftRightLogical(quotient, 48) | Vector128.ShiftLeft(Sse2.ShiftRightLogical128BitLane(quotient, 8), 16);
        var remainder = r ^ Pclmulqdq.CarrylessMultiply(quotient, Polynomial, 0x00);
        return unchecked((ushort)~remainder.ToScalar());
    }

    private static ulong PowerOfX(int n)
    {
        uint power = 1;
        for (var i = 0; i < n; i++) power = (power & 0x8000) != 0 ? ((power << 1) ^ 0x13D65) & 0xFFFF : power << 1;
        return power;
    }

    /// <summary>x^64 divided by P: 49 bits.</summary>
    private static ulong QuotientOfX64()
    {
        ulong quotient = 0;
        ulong remainder = 1;
        for (var i = 0; i < 64; i++)
        {
            remainder <<= 1;
            quotient <<= 1;
            if ((remainder & 0x10000) == 0) continue;
            remainder ^= 0x13D65;
            quotient |= 1;
        }
        return quotient;
    }
}
