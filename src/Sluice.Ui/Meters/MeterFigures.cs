using System.Globalization;
using Sluice.Contracts.Readings;
using Sluice.Ui.Charts;

namespace Sluice.Ui.Meters;

/// <summary>What a meter's readings say, beside the consumption that the server works out.</summary>
public static class MeterFigures
{
    /// <summary>The night in which a household uses least.</summary>
    public static readonly TimeOnly NightBegins = new(0, 0), NightEnds = new(5, 0);

    private static readonly TimeSpan Near = TimeSpan.FromHours(1);

    /// <summary>Use between midnight and five, by day: what never falls to zero there runs all day.</summary>
    /// <param name="readings">Any order.</param>
    /// <param name="zone">Where the meter is.</param>
    /// <returns>Only nights with a reading within an hour of either end, oldest first; m³.</returns>
    public static IReadOnlyList<(DateOnly Day, decimal UseM3)> NightUse(IEnumerable<SocietyReadingDto> readings, TimeZoneInfo zone)
    {
        var series = readings.Where(static r => r.Consumption is not null).OrderBy(static r => r.Timestamp).ToList();
        var nights = new List<(DateOnly, decimal)>();
        foreach (var day in series.Select(r => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(r.Timestamp, zone).DateTime)).Distinct())
        {
            if (Nearest(series, At(day, NightBegins, zone)) is not { } first || Nearest(series, At(day, NightEnds, zone)) is not { } last || last.Timestamp <= first.Timestamp) continue;
            nights.Add((day, last.Consumption!.Value - first.Consumption!.Value));
        }
        return nights;
    }

    /// <summary>The stretches in which a meter reported each of its info codes, <c>OK</c> where it reported none.</summary>
    public static IReadOnlyList<ChartSpan> InfoCodes(IEnumerable<SocietyReadingDto> readings)
    {
        var spans = new List<ChartSpan>();
        var running = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var reading in readings.Where(static r => r.Source == "TELEGRAM").OrderBy(static r => r.Timestamp))
        {
            var codes = reading.Status.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            foreach (var gone in running.Keys.Except(codes).ToList())
            {
                spans[running[gone]] = spans[running[gone]] with { To = reading.Timestamp };
                running.Remove(gone);
            }
            foreach (var code in codes)
            {
                if (running.TryGetValue(code, out var at)) spans[at] = spans[at] with { To = reading.Timestamp };
                else
                {
                    running[code] = spans.Count;
                    spans.Add(new(code, reading.Timestamp, reading.Timestamp));
                }
            }
        }
        return spans;
    }

    /// <summary>The best signal of each reading that has one, oldest first.</summary>
    public static IReadOnlyList<ChartPoint> Signal(IEnumerable<SocietyReadingDto> readings) =>
        [.. readings.Where(static r => r.RssiDbm is not null).OrderBy(static r => r.Timestamp)
            .Select(static r => new ChartPoint(r.Timestamp, r.RssiDbm!.Value, $"{r.RssiDbm.Value.ToString(CultureInfo.CurrentCulture)} dBm"))];

    private static DateTimeOffset At(DateOnly day, TimeOnly time, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(time);
        return new(local, zone.GetUtcOffset(local));
    }

    private static SocietyReadingDto? Nearest(List<SocietyReadingDto> series, DateTimeOffset at) =>
        series.Where(r => (r.Timestamp - at).Duration() <= Near).MinBy(r => (r.Timestamp - at).Duration());
}
