namespace Sluice.WMBus.Encoders;

/// <summary>Session number of the extended link layer, 32 bits: counter in the minute, minutes, encryption. EN 13757-4, 13.2.7.</summary>
/// <param name="Raw">The 32 bits; on air the least significant byte comes first.</param>
public readonly record struct SessionNumber(uint Raw)
{
    /// <summary>Composes a session number.</summary>
    /// <param name="minutes">Minutes since the meter's own start, modulo 2^25.</param>
    /// <param name="counter">Number of the session within the minute, 0 to 15.</param>
    /// <param name="encrypted">True: AES-128 in counter mode (001); false: none (000).</param>
    public static SessionNumber Create(long minutes, int counter, bool encrypted = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(minutes);
        ArgumentOutOfRangeException.ThrowIfNegative(counter);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(counter, 15);
        return new((encrypted ? 1u << 29 : 0) | ((uint)(minutes & 0x1FF_FFFF) << 4) | (uint)counter);
    }

    /// <summary>Minutes since the meter's own start, modulo 2^25.</summary>
    public int Minutes => (int)((Raw >> 4) & 0x1FF_FFFF);

    /// <summary>Number of the session within the minute, 0 to 15.</summary>
    public int Counter => (int)(Raw & 15);

    /// <summary>Encryption field: 0 none, 1 AES-128 in counter mode.</summary>
    public int Encryption => (int)(Raw >> 29);
}
