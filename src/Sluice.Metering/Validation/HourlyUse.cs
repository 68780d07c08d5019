namespace Sluice.Metering.Validation;

/// <summary>What a meter used hour by hour, as far as its readings come often enough: all that the rules on interval data need, in a few words of memory.</summary>
/// <remarks>An hour's use is the difference of the first readings of two hours that follow each other. A missing hour starts everything anew.</remarks>
public readonly record struct HourlyUse
{
    /// <summary>Hours of a window.</summary>
    public const int Window = 24;

    /// <summary>Hours since 1970 of the hour that is running.</summary>
    public int Hour { get; init; }

    /// <summary>Volume at its first reading, m³.</summary>
    public decimal StartM3 { get; init; }

    /// <summary>Hours of the window that are complete, 0 to 24.</summary>
    public byte Hours { get; init; }

    /// <summary>Complete hours with flow one after the other, up to 255.</summary>
    public byte HoursWithFlow { get; init; }

    /// <summary>The greatest use of an hour of the window, m³.</summary>
    public decimal First { get; init; }

    /// <summary>The second greatest.</summary>
    public decimal Second { get; init; }

    /// <summary>The third greatest.</summary>
    public decimal Third { get; init; }

    /// <summary>This with one more accepted reading.</summary>
    public HourlyUse Add(long atMs, decimal totalM3)
    {
        var hour = (int)Math.Clamp(atMs / 3_600_000, 0, int.MaxValue);
        if (Hour == hour) return this;
        if (Hour == 0 || hour != Hour + 1 || totalM3 < StartM3) return new() { Hour = hour, StartM3 = totalM3 };
        var used = totalM3 - StartM3;
        var fresh = Hours == Window ? new() : this;
        var (first, second, third) = (fresh.First, fresh.Second, fresh.Third);
        if (used > first) (first, second, third) = (used, first, second);
        else if (used > second) (second, third) = (used, second);
        else if (used > third) third = used;
        return new()
        {
            Hour = hour,
            StartM3 = totalM3,
            Hours = (byte)(fresh.Hours + 1),
            HoursWithFlow = used > 0 ? (byte)Math.Min(HoursWithFlow + 1, byte.MaxValue) : (byte)0,
            First = first,
            Second = second,
            Third = third,
        };
    }
}
