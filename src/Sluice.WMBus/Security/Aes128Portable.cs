using System.Buffers.Binary;
using System.Numerics;

namespace Sluice.WMBus.Security;

/// <summary>AES-128 in plain code, after FIPS 197: one table of combined SubBytes and MixColumns.</summary>
internal static class Aes128Portable
{
    private static readonly byte[] Sbox = MakeSbox();
    private static readonly byte[] InverseSbox = Invert(Sbox);
    private static readonly uint[] Te = MakeTe();

    public static void ExpandKey(ReadOnlySpan<byte> key, Span<byte> schedule)
    {
        key[..16].CopyTo(schedule);
        byte rcon = 1;
        Span<byte> word = stackalloc byte[4];
        for (var at = 16; at < Aes128.ScheduleLength; at += 4)
        {
            schedule.Slice(at - 4, 4).CopyTo(word);
            if (at % 16 == 0)
            {
                (word[0], word[1], word[2], word[3]) = ((byte)(Sbox[word[1]] ^ rcon), Sbox[word[2]], Sbox[word[3]], Sbox[word[0]]);
                rcon = Double(rcon);
            }
            for (var i = 0; i < 4; i++) schedule[at + i] = (byte)(schedule[at - 16 + i] ^ word[i]);
        }
    }

    public static void Encrypt(ReadOnlySpan<byte> schedule, ReadOnlySpan<byte> input, Span<byte> output)
    {
        var te = Te;
        Span<uint> s = stackalloc uint[4];
        Span<uint> t = stackalloc uint[4];
        for (var c = 0; c < 4; c++) s[c] = Word(input, c) ^ Word(schedule, c);
        for (var round = 1; round < 10; round++)
        {
            for (var c = 0; c < 4; c++)
            {
                t[c] = te[s[c] >> 24]
                    ^ BitOperations.RotateRight(te[(s[(c + 1) & 3] >> 16) & 0xFF], 8)
                    ^ BitOperations.RotateRight(te[(s[(c + 2) & 3] >> 8) & 0xFF], 16)
                    ^ BitOperations.RotateRight(te[s[(c + 3) & 3] & 0xFF], 24)
                    ^ Word(schedule, (4 * round) + c);
            }
            t.CopyTo(s);
        }
        for (var c = 0; c < 4; c++)
        {
            var last = ((uint)Sbox[s[c] >> 24] << 24) | ((uint)Sbox[(s[(c + 1) & 3] >> 16) & 0xFF] << 16)
                | ((uint)Sbox[(s[(c + 2) & 3] >> 8) & 0xFF] << 8) | Sbox[s[(c + 3) & 3] & 0xFF];
            BinaryPrimitives.WriteUInt32BigEndian(output[(4 * c)..], last ^ Word(schedule, 40 + c));
        }
    }

    public static void Decrypt(ReadOnlySpan<byte> schedule, ReadOnlySpan<byte> input, Span<byte> output)
    {
        Span<byte> s = stackalloc byte[16];
        Span<byte> t = stackalloc byte[16];
        for (var i = 0; i < 16; i++) s[i] = (byte)(input[i] ^ schedule[160 + i]);
        for (var round = 9; ; round--)
        {
            // Inverse ShiftRows and SubBytes: row r moves right by r.
            for (var i = 0; i < 16; i++) t[((i / 4) + (i % 4)) % 4 * 4 + (i % 4)] = InverseSbox[s[i]];
            for (var i = 0; i < 16; i++) t[i] ^= schedule[(16 * round) + i];
            if (round == 0) break;
            for (var c = 0; c < 16; c += 4) InverseMixColumn(t.Slice(c, 4), s.Slice(c, 4));
        }
        t.CopyTo(output);
    }

    private static void InverseMixColumn(ReadOnlySpan<byte> a, Span<byte> result)
    {
        for (var i = 0; i < 4; i++)
        {
            result[i] = (byte)(Multiply(a[i], 14) ^ Multiply(a[(i + 1) & 3], 11) ^ Multiply(a[(i + 2) & 3], 13) ^ Multiply(a[(i + 3) & 3], 9));
        }
    }

    private static uint Word(ReadOnlySpan<byte> bytes, int index) => BinaryPrimitives.ReadUInt32BigEndian(bytes[(4 * index)..]);

    private static byte Double(byte x) => (byte)(((x << 1) ^ ((x >> 7) * 0x1B)) & 0xFF);

    private static byte Multiply(byte x, int factor)
    {
        byte sum = 0;
        for (; factor != 0; factor >>= 1, x = Double(x))
        {
            if ((factor & 1) != 0) sum ^= x;
        }
        return sum;
    }

    private static byte[] MakeSbox()
    {
        // Multiplicative inverse in GF(2^8) by walking the powers of 3 and of its inverse, then the affine map; FIPS 197, 5.1.1.
        var sbox = new byte[256];
        byte p = 1, q = 1;
        do
        {
            p = (byte)(p ^ Double(p));
            q ^= (byte)((q << 1) & 0xFF);
            q ^= (byte)((q << 2) & 0xFF);
            q ^= (byte)((q << 4) & 0xFF);
            if ((q & 0x80) != 0) q ^= 0x09;
            sbox[p] = (byte)(q ^ Rotate(q, 1) ^ Rotate(q, 2) ^ Rotate(q, 3) ^ Rotate(q, 4) ^ 0x63);
        }
        while (p != 1);
        sbox[0] = 0x63;
        return sbox;
    }

    private static byte Rotate(byte x, int by) => (byte)(((x << by) | (x >> (8 - by))) & 0xFF);

    private static byte[] Invert(byte[] sbox)
    {
        var inverse = new byte[256];
        for (var i = 0; i < 256; i++) inverse[sbox[i]] = (byte)i;
        return inverse;
    }

    private static uint[] MakeTe()
    {
        var te = new uint[256];
        for (var i = 0; i < 256; i++)
        {
            var s = Sbox[i];
            var d = Double(s);
            te[i] = ((uint)d << 24) | ((uint)s << 16) | ((uint)s << 8) | (uint)(d ^ s);
        }
        return te;
    }
}
