namespace Sluice.Storage.Aws.Readings;

/// <summary>Writes LEB128 numbers.</summary>
internal sealed class Varints
{
    private readonly List<byte> bytes = [];

    public void Add(ulong number)
    {
        for (; number >= 0x80; number >>= 7) bytes.Add((byte)(number & 0x7F | 0x80));
        bytes.Add((byte)number);
    }

    /// <summary>Zigzag: small numbers of either sign stay short.</summary>
    public void AddSigned(long number) => Add(unchecked((ulong)number << 1 ^ (ulong)(number >> 63)));

    public void AddBytes(ReadOnlySpan<byte> more) => bytes.AddRange(more);

    public byte[] ToArray() => [.. bytes];
}

/// <summary>Reads what <see cref="Varints"/> wrote.</summary>
internal ref struct VarintReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    public readonly bool IsAtEnd => rest.IsEmpty;

    public bool TryRead(out ulong number)
    {
        number = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (rest.IsEmpty) return false;
            var next = rest[0];
            rest = rest[1..];
            if (shift == 63 && next > 1) return false;
            number |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return true;
        }
        return false;
    }

    public bool TryReadSigned(out long number)
    {
        var read = TryRead(out var zigzag);
        number = unchecked((long)(zigzag >> 1) ^ -(long)(zigzag & 1));
        return read;
    }

    public bool TryTake(int count, out ReadOnlySpan<byte> taken)
    {
        taken = default;
        if (rest.Length < count) return false;
        taken = rest[..count];
        rest = rest[count..];
        return true;
    }
}
