namespace Sluice.Storage.Aws.Readings;

/// <summary>One slot's reading of a meter, as it is packed.</summary>
/// <param name="At">When it was heard, UTC, to the second.</param>
/// <param name="Total">Volume = <paramref name="Total"/> × 10^-scale m³; the day has one scale.</param>
/// <param name="Info">The meter's info code; 0: all well.</param>
public readonly record struct Interval(DateTimeOffset At, long Total, uint Info = 0);
