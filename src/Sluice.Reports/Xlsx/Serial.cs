using Sluice.Reports.Cells;

namespace Sluice.Reports.Xlsx;

/// <summary>Dates as sheets count them: days since 1899-12-30, with a fraction for the time. ECMA-376-1, 18.17.4.1.</summary>
internal static class Serial
{
    private const long TicksPerDay = TimeSpan.TicksPerDay;
    private static readonly long Epoch = new DateTime(1899, 12, 30, 0, 0, 0, DateTimeKind.Unspecified).Ticks;

    /// <summary>Before this day sheets count a leap day that never was.</summary>
    public static readonly DateTime First = new(1900, 3, 1, 0, 0, 0, DateTimeKind.Unspecified);

    /// <summary>Writes local time with a resolution of 10 microseconds.</summary>
    public static void Write(Utf8Output output, DateTime local)
    {
        var (days, rest) = Math.DivRem(local.Ticks - Epoch, TicksPerDay);
        output.Format(days);
        if (rest == 0) return;
        var fraction = (long)((((Int128)rest * 10_000_000_000) + (TicksPerDay / 2)) / TicksPerDay);
        output.Byte((byte)'.');
        output.Format(fraction, "D10");
    }

    /// <summary>The same as a number, for parts made of objects.</summary>
    public static double Of(DateTime local) => (local.Ticks - Epoch) / (double)TicksPerDay;
}
