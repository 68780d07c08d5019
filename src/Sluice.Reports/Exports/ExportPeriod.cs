using Sluice.Metering.Readings;

namespace Sluice.Reports.Exports;

/// <summary>The time an export is about, and the billing dates it has.</summary>
/// <param name="Range">From the first to before the last moment.</param>
/// <param name="Closing">The common billing date: the first of a month.</param>
/// <param name="Zone">The society's time zone.</param>
internal sealed record ExportPeriod(TimeRange Range, DateOnly Closing, TimeZoneInfo Zone)
{
    /// <summary>Its days in the society's time zone, both inclusive.</summary>
    public (DateOnly First, DateOnly Last) Days => (DayOf(Range.From!.Value), DayOf(Range.To!.Value.AddTicks(-1)));

    /// <summary>The billing date before.</summary>
    public DateOnly Opening => Closing.AddMonths(-1);

    /// <summary>A round: its billing date is the first of the month it began in (decision 6).</summary>
    public static ExportPeriod OfRound(DateTimeOffset start, DateTimeOffset end, TimeZoneInfo zone)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(start, zone).DateTime);
        return new(new(start, end), new(day.Year, day.Month, 1), zone);
    }

    /// <summary>Days: its billing date is the first of a month at their end or next after it.</summary>
    public static ExportPeriod OfDays(DateOnly from, DateOnly to, TimeZoneInfo zone)
    {
        var first = new DateOnly(to.Year, to.Month, 1);
        return new(new(Begin(from, zone), Begin(to, zone)), first == to ? to : first.AddMonths(1), zone);
    }

    /// <summary>The month whose readings carry the volume at a billing date.</summary>
    public TimeRange MonthOf(DateOnly date) => new(Begin(date, Zone), Begin(date.AddMonths(1), Zone));

    private DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, Zone).DateTime);

    /// <summary>The moment a day begins; where clocks leave out midnight, the first there is.</summary>
    private static DateTimeOffset Begin(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(15);
        return new(local, zone.GetUtcOffset(local));
    }
}
