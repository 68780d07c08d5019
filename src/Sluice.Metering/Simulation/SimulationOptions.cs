namespace Sluice.Metering.Simulation;

/// <summary>What a simulated society is made from. The same options give the same telegrams on every machine.</summary>
public sealed record SimulationOptions
{
    /// <summary>First instant a simulation may start at; meters count from here.</summary>
    public static readonly DateTimeOffset Earliest = new(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Last instant a simulation may start at.</summary>
    public static readonly DateTimeOffset Latest = new(2055, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Most meters of a society: as many as serial numbers from 90000001 up have room.</summary>
    public const int MaxMeters = 1_000_000;

    /// <summary>Everything invented comes from this number.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Meters of the society, 1 to <see cref="MaxMeters"/>.</summary>
    public int Meters { get; init; } = 240;

    /// <summary>How bad reception is: 0 every telegram arrives intact, 1 a crowded building far away. Scales loss, collisions, damage, duplicates, lost bytes.</summary>
    public double Noise { get; init; }

    /// <summary>When listening begins; its offset is the society's time zone, where months and days begin.</summary>
    public DateTimeOffset Start { get; init; } = new(2026, 3, 14, 7, 30, 0, TimeSpan.FromHours(5.5));

    /// <summary>
    /// True: damage may hit any byte after L, because the reader hands the frame's CRC on and it shows. False: damage hits the encrypted payload only, whose own
    /// CRC shows it.
    /// </summary>
    public bool DamageAnywhere { get; init; } = true;

    internal void Check()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Meters, 1, nameof(Meters));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Meters, MaxMeters, nameof(Meters));
        if (!(Noise is >= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(Noise), Noise, "Noise is a number from 0 to 1.");
        ArgumentOutOfRangeException.ThrowIfLessThan(Start, Earliest, nameof(Start));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Start, Latest, nameof(Start));
    }
}
