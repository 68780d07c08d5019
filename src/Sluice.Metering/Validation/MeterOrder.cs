namespace Sluice.Metering.Validation;

/// <summary>Where a reading stands among what is known of its meter, in the meter's own time.</summary>
public enum MeterOrder
{
    /// <summary>The first reading of the meter.</summary>
    First = 0,

    /// <summary>After the last one.</summary>
    Later,

    /// <summary>Before the last one: synced late, or heard by a second receiver.</summary>
    Earlier,
}

/// <summary>The accepted readings next to a late one, in time. Default: not known; then the last accepted reading stands for the one after.</summary>
/// <param name="BeforeM3">Volume of the reading before, m³; null when there is none.</param>
/// <param name="AfterM3">Volume of the reading after, m³; null when not known.</param>
public readonly record struct Neighbours(decimal? BeforeM3 = null, decimal? AfterM3 = null);

/// <summary>Arithmetic of session numbers: 29 bits of minutes and counter, which wrap. EN 13757-4, 13.2.7.</summary>
internal static class Sessions
{
    /// <summary>How far <paramref name="to"/> lies after <paramref name="from"/>: below 0 when before.</summary>
    public static int Distance(uint from, uint to) => unchecked((int)((to - from) << 3) >> 3);

    /// <summary>The same in whole minutes of the meter's clock.</summary>
    public static int Minutes(uint from, uint to) => Distance(from & ~15u, to & ~15u) / 16;
}
