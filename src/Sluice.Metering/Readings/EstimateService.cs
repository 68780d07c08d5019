using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Societies;

namespace Sluice.Metering.Readings;

/// <summary>Gathers what <see cref="Estimator"/> needs and keeps estimates that somebody wants kept.</summary>
/// <remarks>Safe for use from many threads.</remarks>
public sealed class EstimateService(CurrentReadings readings, IMeterStore meters, ISocietyStore societies, SocietyDirectory directory, IEstimateStore estimates, TimeProvider clock)
{
    /// <summary>Meters of like flats that are looked at.</summary>
    private const int MostLikeFlats = 200;

    /// <summary>Days before the moment that make up the average of like flats.</summary>
    private const int LikeDays = 60;

    /// <summary>How far after a moment a reading is looked for, days, step by step: pages are newest first.</summary>
    private static readonly int[] DaysAfter = [1, 7, 31, 92, 400];

    /// <summary>An estimate of what a meter showed.</summary>
    /// <returns>Null when there is no good reading before the moment, or nothing to go on from it.</returns>
    public async ValueTask<Estimate?> MakeAsync(SocietyScope scope, Meter meter, DateTimeOffset at, CancellationToken ct)
    {
        var here = await AroundAsync(scope, meter.Id, at, ct);
        if (Estimator.Make(at, new() { Here = here }) is { } between) return between;
        if (here.Before is not { } start) return null;
        var inputs = new EstimateInputs
        {
            Here = here,
            LastYearFrom = await AroundAsync(scope, meter.Id, start.At.AddYears(-1), ct),
            LastYearTo = await AroundAsync(scope, meter.Id, at.AddYears(-1), ct),
        };
        if (Estimator.Make(at, inputs) is { } lastYear) return lastYear;
        var (perDay, count) = await LikeFlatsAsync(scope, meter, at, ct);
        return Estimator.Make(at, inputs with { PerDayM3 = perDay, Meters = count });
    }

    /// <summary>Keeps an estimate.</summary>
    /// <returns>The estimate as kept.</returns>
    public ValueTask<KeptEstimate> KeepAsync(SocietyScope scope, MeterId meter, Estimate estimate, CancellationToken ct) =>
        estimates.AddAsync(scope, new() { Meter = meter, Society = scope.Society, Estimate = estimate with { At = Timestamps.Stored(estimate.At) }, By = scope.Caller.Subject, MadeAt = Timestamps.Stored(clock.GetUtcNow()) }, ct);

    /// <summary>The kept estimates of a meter, last made first; one whose day has a good reading by now names it.</summary>
    public async ValueTask<IReadOnlyList<KeptEstimate>> ListAsync(SocietyScope scope, MeterId meter, CancellationToken ct)
    {
        var list = new List<KeptEstimate>();
        var settings = directory.Find(scope.Society);
        foreach (var kept in await estimates.ListAsync(scope, meter, ct))
        {
            var day = settings.DayOf(kept.Estimate.At);
            // A day of the society lies within a day and a half around the moment.
            var near = await readings.ListByMeterAsync(scope, meter, new(kept.Estimate.At.AddHours(-36), kept.Estimate.At.AddHours(36)), null, IReadingStore.MaxPage, ct);
            list.Add(kept with { ReplacedBy = near.Items.FirstOrDefault(r => r.Day == day && IsGood(r))?.Sequence });
        }
        return list;
    }

    private static bool IsGood(Reading reading) =>
        reading is { TotalM3: not null, Quality: not ReadingQuality.Poor, Kind: VersionKind.Original or VersionKind.Accepted or VersionKind.Corrected or VersionKind.Noted };

    private async ValueTask<PointsAround> AroundAsync(SocietyScope scope, MeterId meter, DateTimeOffset at, CancellationToken ct)
    {
        static EstimatePoint? Point(Reading? reading) => reading is null ? null : new(reading.At, reading.TotalM3!.Value);
        var before = (await readings.ListByMeterAsync(scope, meter, new(null, at.AddMilliseconds(1)), null, IReadingStore.MaxPage, ct)).Items.FirstOrDefault(IsGood);
        foreach (var days in DaysAfter)
        {
            var page = await readings.ListByMeterAsync(scope, meter, new(at.AddMilliseconds(1), at.AddDays(days)), null, IReadingStore.MaxPage, ct);
            if (page.Items.LastOrDefault(IsGood) is { } after) return new(Point(before), Point(after));
        }
        return new(Point(before), null);
    }

    /// <summary>What meters of flats of the same type used per day, of those that have figures.</summary>
    private async ValueTask<(decimal? PerDayM3, int Meters)> LikeFlatsAsync(SocietyScope scope, Meter meter, DateTimeOffset at, CancellationToken ct)
    {
        if (meter.Flat.Length == 0) return (null, 0);
        var types = (await societies.StructureAsync(scope, ct)).Flats.ToDictionary(static f => (f.Tower, f.Number), static f => f.Type);
        var type = types.GetValueOrDefault((meter.Tower, meter.Flat), "");
        var last = directory.Find(scope.Society).DayOf(at);
        var (sum, count, looked) = (0m, 0, 0);
        string? next = null;
        do
        {
            var page = await meters.ListAsync(scope, new(Status: MeterStatus.Active, Purpose: MeterPurpose.Flat), next, IMeterStore.MaxPage, ct);
            foreach (var like in page.Items.Where(m => m.Id != meter.Id && m.Flat.Length > 0 && types.GetValueOrDefault((m.Tower, m.Flat), "") == type))
            {
                if (looked++ == MostLikeFlats) break;
                var days = await readings.UseByDayAsync(scope, like.Id, last.AddDays(-LikeDays), last, ct);
                if (days.Count == 0) continue;
                sum += days.Sum(static d => d.UseM3) / days.Count;
                count++;
            }
            next = page.Next;
        }
        while (next is not null && looked <= MostLikeFlats);
        return count == 0 ? (null, 0) : (decimal.Round(sum / count, 6), count);
    }
}
