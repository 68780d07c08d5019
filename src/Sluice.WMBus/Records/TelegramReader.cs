namespace Sluice.WMBus.Records;

/// <summary>A cursor over bytes that never reads past the end.</summary>
/// <param name="bytes">The bytes to read.</param>
/// <param name="origin">Offset of the first byte in the whole telegram, for error reports.</param>
internal ref struct TelegramReader(ReadOnlySpan<byte> bytes, int origin = 0)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int at;

    /// <summary>Offset of the next byte in the whole telegram.</summary>
    public readonly int Offset => origin + at;

    public readonly int Remaining => bytes.Length - at;

    public readonly ReadOnlySpan<byte> Rest => bytes[at..];

    public bool TryRead(out byte value)
    {
        if (at >= bytes.Length)
        {
            value = 0;
            return false;
        }
        value = bytes[at++];
        return true;
    }

    public readonly bool TryPeek(out byte value)
    {
        value = at < bytes.Length ? bytes[at] : (byte)0;
        return at < bytes.Length;
    }

    public bool TryTake(int count, out ReadOnlySpan<byte> taken)
    {
        if (count < 0 || count > bytes.Length - at)
        {
            taken = default;
            return false;
        }
        taken = bytes.Slice(at, count);
        at += count;
        return true;
    }
}
