namespace Sluice.WMBus.Encoders;

/// <summary>One telegram as a reader's radio heard it, before the reader puts its own framing around it.</summary>
/// <remarks>A window on the caller's buffer.</remarks>
/// <param name="frame">The telegram in frame format B as on air: L, content, CRCs; possibly with a CRC that fails.</param>
/// <param name="at">When it was heard.</param>
/// <param name="rssiDbm">Signal strength in dBm, -128 to 0.</param>
/// <param name="damaged">Whether the radio's CRC check failed.</param>
public readonly ref struct RadioReception(ReadOnlySpan<byte> frame, DateTimeOffset at, int rssiDbm, bool damaged)
{
    private const int BlockB = 128; // Format B: the first CRC ends here when the frame is longer.

    /// <summary>The telegram in frame format B.</summary>
    public ReadOnlySpan<byte> Frame { get; } = frame;

    /// <summary>When it was heard.</summary>
    public DateTimeOffset At { get; } = at;

    /// <summary>Signal strength in dBm.</summary>
    public int RssiDbm { get; } = rssiDbm;

    /// <summary>Whether the radio's CRC check failed.</summary>
    public bool Damaged { get; } = damaged;

    /// <summary>Copies the telegram with its CRCs removed and L corrected, as most readers hand it over.</summary>
    /// <returns>Bytes written.</returns>
    public int CopyStripped(Span<byte> destination)
    {
        var end = Frame.Length - 2;
        if (end < BlockB)
        {
            Frame[..end].CopyTo(destination);
        }
        else
        {
            Frame[..(BlockB - 2)].CopyTo(destination);
            Frame[BlockB..end].CopyTo(destination[(BlockB - 2)..]);
            end -= 2;
        }
        destination[0] = (byte)(end - 1);
        return end;
    }
}
