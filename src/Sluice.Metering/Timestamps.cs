namespace Sluice.Metering;

/// <summary>Times as they are stored: UTC, whole milliseconds.</summary>
public static class Timestamps
{
    /// <summary>The time in UTC, cut to the millisecond.</summary>
    public static DateTimeOffset Stored(DateTimeOffset time) => DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
