namespace Sluice.Metering.Readings;

/// <summary>A meter's newest reading, and when it was last heard.</summary>
/// <param name="Reading">The reading with the greatest time; of two with the same time the one stored later.</param>
/// <param name="LastHeard">The greatest time it was heard, repeats included; 1 January 1970 for a meter whose dial was read and that was never heard.</param>
/// <param name="Readings">How many readings of it are stored.</param>
public sealed record LatestReading(Reading Reading, DateTimeOffset LastHeard, long Readings);

/// <summary>One page of a longer list.</summary>
/// <param name="Items">The page.</param>
/// <param name="Next">Pass it to get the page after this one; null on the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);

/// <summary>Totals over all readings.</summary>
/// <param name="Meters">Meters that have a reading.</param>
/// <param name="Readings">Readings stored.</param>
/// <param name="LastSequence">The sequence number of the last one; 0 when there is none.</param>
public sealed record ReadingCounts(long Meters, long Readings, long LastSequence);
