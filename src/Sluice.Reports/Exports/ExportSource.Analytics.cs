using System.Runtime.CompilerServices;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Validation;
using Sluice.Reports.Model;

namespace Sluice.Reports.Exports;

internal sealed partial class ExportSource
{
    /// <summary>Days of one period of use.</summary>
    private const int UseDays = 30;

    /// <summary>Meters of a kind that are enough to compare with.</summary>
    private const int MinLike = 5;

    /// <summary>What the figures say of each meter: its use in the 30 days before the end, against the 30 days before those.</summary>
    public async IAsyncEnumerable<AnalyticsRow> AnalyticsAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        var end = period.Range.To is { } to && to < Summary.GeneratedAt ? to : Summary.GeneratedAt;
        var last = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(end, period.Zone).DateTime);
        var latestOf = new Dictionary<MeterId, LatestReading>();
        foreach (var some in places.Select(static p => p.Id).Chunk(IReadingStore.MaxPage))
            foreach (var (meter, reading) in await stores.Readings.FindLatestOfManyAsync(scope, some, ct)) latestOf[meter] = reading;
        var used = new List<(decimal? Now, decimal? Before)>(places.Count);
        foreach (var place in places)
        {
            var use = await stores.Readings.UseByDayAsync(scope, place.Id, last.AddDays(1 - (2 * UseDays)), last, ct);
            used.Add((PerDay(use.Where(d => d.Day > last.AddDays(-UseDays))), PerDay(use.Where(d => d.Day <= last.AddDays(-UseDays)))));
        }
        var usual = Medians(used);
        foreach (var (index, place) in places.Index())
        {
            var (now, before) = used[index];
            var latest = latestOf.GetValueOrDefault(place.Id);
            var reading = await NowAsync(place, ct);
            var score = reading is null ? 0 : LeakScore(reading);
            var silent = latest is null ? (int?)null : Math.Max(0, (int)(Summary.GeneratedAt - latest.LastHeard).TotalDays);
            yield return new()
            {
                Serial = place.Id.SerialNumber,
                Tower = place.Tower,
                Flat = place.Flat,
                LitresPerDay = now,
                TrendPercent = now is { } n && before is > 0 ? decimal.Round((n - before.Value) * 100 / before.Value, 1) : null,
                AgainstLikeFlats = now is { } use && usual.TryGetValue(KindOf(place), out var median) && median > 0 ? decimal.Round(use / median, 1) : null,
                LeakScore = score,
                DaysSinceHeard = silent,
                Finding = Finding(reading, score, silent),
            };
        }
    }

    /// <summary>Meters are compared with those that hang in the same place of flats: kitchens with kitchens.</summary>
    private static (MeterPurpose Purpose, string Place) KindOf(MeterPlace place) => (place.Meter?.Purpose ?? MeterPurpose.Flat, place.Place);

    /// <summary>The usual daily use of each kind of meter; none for kinds of which too few are read.</summary>
    private Dictionary<(MeterPurpose, string), decimal> Medians(List<(decimal? Now, decimal? Before)> used) => places.Zip(used, static (place, use) => (Kind: KindOf(place), use.Now))
        .Where(static p => p.Now is not null).GroupBy(static p => p.Kind, static p => p.Now!.Value).Where(static g => g.Count() >= MinLike)
        .ToDictionary(static g => g.Key, static g => g.Order().ElementAt(g.Count() / 2));

    private static decimal? PerDay(IEnumerable<DayUse> days)
    {
        var (sum, count) = (0m, 0);
        foreach (var day in days) (sum, count) = (sum + day.UseM3, count + 1);
        return count == 0 ? null : decimal.Round(sum * 1000 / count, 1);
    }

    /// <summary>A burst is certain; a leak the meter reports has lasted; one that only the hours show may be a habit.</summary>
    private static int LeakScore(CountedReading reading) =>
        Says(reading, "BURST") || Has(reading, RuleId.Burst) ? 100
        : Says(reading, "LEAK") || Has(reading, RuleId.LeakMeter) ? 80
        : Has(reading, RuleId.LeakData) ? 50 : 0;

    private static string Finding(CountedReading? reading, int score, int? silent) => string.Join("; ", new[]
    {
        score switch { 100 => "the meter reports a burst pipe", 80 => "the meter reports a leak", > 0 => "water flows in every hour of the day", _ => null },
        reading is not null && Has(reading, RuleId.HighLow) ? "uses much more or less than usual" : null,
        reading is not null && Has(reading, RuleId.Zero) ? "nothing used for a long time" : null,
        silent is null ? "never heard" : silent > UseDays ? "not heard for a month" : null,
    }.OfType<string>());
}
