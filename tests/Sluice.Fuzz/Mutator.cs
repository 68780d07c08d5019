namespace Sluice.Fuzz;

/// <summary>Changes inputs a little: bits, bytes, pieces, words, and pieces of other inputs.</summary>
internal sealed class Mutator(Random random, IReadOnlyList<byte[]> words, int longest)
{
    private static readonly byte[] Interesting = [0x00, 0x01, 0x02, 0x04, 0x0D, 0x0F, 0x1F, 0x2F, 0x7F, 0x80, 0x8D, 0xBF, 0xC0, 0xFA, 0xFB, 0xFC, 0xFD, 0xFE, 0xFF];

    private byte[] buffer = new byte[longest + 1];

    /// <summary>A changed copy of <paramref name="input"/>, valid until the next call.</summary>
    public ReadOnlySpan<byte> Mutate(ReadOnlySpan<byte> input, ReadOnlySpan<byte> other)
    {
        if (buffer.Length < input.Length) buffer = new byte[input.Length];
        input.CopyTo(buffer);
        var length = input.Length;
        for (var changes = 1 + (random.Next(4) == 0 ? random.Next(8) : random.Next(2)); changes > 0; changes--) length = Change(length, other);
        return buffer.AsSpan(0, length);
    }

    private int Change(int length, ReadOnlySpan<byte> other)
    {
        if (length == 0) return Insert(0, 0, other);
        var at = random.Next(length);
        switch (random.Next(12))
        {
            case 0 or 1: buffer[at] ^= (byte)(1 << random.Next(8)); return length;
            case 2: buffer[at] = (byte)random.Next(256); return length;
            case 3: buffer[at] = Interesting[random.Next(Interesting.Length)]; return length;
            case 4: buffer[at] = unchecked((byte)(buffer[at] + random.Next(-9, 10))); return length;
            case 5: return at;
            case 6: return Remove(length, at, random.Next(1, Math.Min(16, length - at) + 1));
            case 7: return Insert(length, at, buffer.AsSpan(at, random.Next(1, Math.Min(32, length - at) + 1)).ToArray());
            case 8: return words.Count == 0 ? length : Insert(length, at, words[random.Next(words.Count)]);
            case 9: return words.Count == 0 ? length : Overwrite(length, at, words[random.Next(words.Count)]);
            case 10: return other.IsEmpty ? length : Insert(at, at, other[random.Next(other.Length)..]);
            default:
                var bytes = new byte[random.Next(1, 9)];
                random.NextBytes(bytes);
                return random.Next(2) == 0 ? Overwrite(length, at, bytes) : Insert(length, at, bytes);
        }
    }

    private int Remove(int length, int at, int count)
    {
        buffer.AsSpan(at + count, length - at - count).CopyTo(buffer.AsSpan(at));
        return length - count;
    }

    private int Insert(int length, int at, ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Math.Max(Math.Min(bytes.Length, buffer.Length - length), 0)];
        buffer.AsSpan(at, length - at).CopyTo(buffer.AsSpan(at + bytes.Length));
        bytes.CopyTo(buffer.AsSpan(at));
        return length + bytes.Length;
    }

    private int Overwrite(int length, int at, ReadOnlySpan<byte> bytes)
    {
        bytes[..Math.Min(bytes.Length, length - at)].CopyTo(buffer.AsSpan(at));
        return length;
    }
}
