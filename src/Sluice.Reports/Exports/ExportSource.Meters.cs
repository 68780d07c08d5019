using System.Runtime.CompilerServices;
using Sluice.Metering.Meters;
using Sluice.Metering.Sessions;
using Sluice.Metering.Validation;
using Sluice.Reports.Billing;
using Sluice.Reports.Model;
using Sluice.Metering.Readings;

namespace Sluice.Reports.Exports;

internal sealed partial class ExportSource
{
    /// <summary>The meters, in the order people walk.</summary>
    public async IAsyncEnumerable<MeterRow> MetersAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        foreach (var place in places)
        {
            var now = await NowAsync(place, ct);
            var noted = now is null ? Noted(place) : null;
            var current = noted ?? (now is null ? null : At(now, period.Closing) ?? now.Version.TotalM3);
            var (previous, swap) = current is null ? (null, null) : await PreviousAsync(place, ct);
            var use = Usage(previous, current, swap);
            yield return new()
            {
                Serial = place.Id.SerialNumber,
                Tower = place.Tower,
                Flat = place.Flat,
                Place = place.Place,
                Purpose = place.Meter?.Purpose ?? MeterPurpose.Flat,
                MeterType = place.Meter?.MeterType ?? "",
                Status = place.Meter?.Status ?? MeterStatus.Inactive,
                InstalledOn = place.Meter?.InstallationDate,
                ReadAt = noted is not null ? place.Target!.Note!.At : now?.Reading.At,
                PreviousM3 = previous,
                CurrentM3 = current,
                UsageM3 = use,
                Quality = noted is not null ? ReadingQuality.Fair : now?.Version.Quality,
                Origin = noted is not null ? ReadingOrigin.Substituted : now?.Origin,
                InfoCodes = now is null || now.Reading.Status == "OK" ? "" : now.Reading.Status,
                Leak = now is not null && Leaks(now),
                Outlier = now is not null && Has(now, RuleId.HighLow),
                Note = Words(place, now, swap),
            };
        }
    }

    /// <summary>The meters on the two billing dates. POOR readings are not billed until somebody accepts them.</summary>
    public async IAsyncEnumerable<BillingRow> BillingAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        foreach (var place in places)
        {
            var closing = await AtAsync(place.Id, period.Closing, ct);
            var (previous, swap) = await PreviousAsync(place, ct);
            yield return new()
            {
                Tower = place.Tower,
                Flat = place.Flat,
                Place = place.Place,
                Serial = place.Id.SerialNumber,
                OpeningDate = period.Opening,
                ClosingDate = period.Closing,
                PreviousM3 = previous,
                CurrentM3 = closing?.Version.TargetM3,
                Origin = closing?.Origin ?? ReadingOrigin.Actual,
                Swap = swap,
                Reason = closing?.Version.Why ?? "",
            };
        }
    }

    /// <summary>The reading of the round (or of the days) that counts: one the round heard first, before one others had heard.</summary>
    private async ValueTask<CountedReading?> NowAsync(MeterPlace place, CancellationToken ct)
    {
        if (session is not { } round) return await newest.OfDaysAsync(place.Id, period.Days.First, period.Days.Last, period.Range, static _ => true, ct);
        if (place.Target is not { Heard: not HeardState.Nothing, HeardAt: { } heard }) return null;
        var (from, to) = (heard.AddHours(-1), (period.Range.To > heard ? period.Range.To.Value : heard).AddHours(1));
        return await newest.OfSessionAsync(round.Id, place.Id, ct) is { } own && new TimeRange(from, to).Contains(own.Reading.At) ? own
            : await counted.NewestAsync(place.Id, new(from, heard.AddHours(1)), static _ => true, ct);
    }

    private static decimal? Noted(MeterPlace place) => place.Target is { State: TargetState.Manual, Note.ReadingM3: { } typed } ? typed : null;

    /// <summary>The volume at the billing date before; across an exchange of meters that of the old one.</summary>
    private async ValueTask<(decimal? PreviousM3, MeterSwap? Swap)> PreviousAsync(MeterPlace place, CancellationToken ct)
    {
        if (await AtAsync(place.Id, period.Opening, ct) is { } before) return (before.Version.TargetM3, null);
        if (!(await InstalledAsync(ct)).TryGetValue(place.Id, out var put)) return (null, null);
        var old = (await stores.Meters.HistoryAsync(scope, put.Tower, put.Flat, ct)).LastOrDefault(i => i.To == put.From && i.Place == put.Place && i.Meter != place.Id && i.FinalM3 is not null);
        if (old is null || await AtAsync(old.Meter, period.Opening, ct) is not { } last) return (null, null);
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(put.From, period.Zone).DateTime);
        return (last.Version.TargetM3, new(old.Meter.SerialNumber, old.FinalM3!.Value, put.FirstM3!.Value, day));
    }

    /// <summary>The meters that took a place in the month of the opening date, with the volume they came with.</summary>
    private async ValueTask<Dictionary<MeterId, Installation>> InstalledAsync(CancellationToken ct)
    {
        if (installed is not null) return installed;
        var month = period.MonthOf(period.Opening);
        installed = [];
        foreach (var put in await stores.Meters.ListInstalledAsync(scope, month.From!.Value, month.To!.Value, ct))
            if (put.FirstM3 is not null) installed[put.Meter] = put;
        return installed;
    }

    /// <summary>The newest billable reading that carries the volume at a billing date.</summary>
    private ValueTask<CountedReading?> AtAsync(MeterId meter, DateOnly date, CancellationToken ct) =>
        newest.OfDaysAsync(meter, date, date.AddMonths(1).AddDays(-1), period.MonthOf(date), r => At(r, date) is not null && r.Version.Quality != ReadingQuality.Poor, ct);

    private static decimal? At(CountedReading reading, DateOnly date) => reading.Reading.TargetDay == date ? reading.Version.TargetM3 : null;

    private static decimal? Usage(decimal? previous, decimal? current, MeterSwap? swap)
    {
        var use = swap is null ? current - previous : swap.OldFinalM3 - previous + current - swap.NewFirstM3;
        return use >= 0 ? use : null;
    }

    private static bool Has(CountedReading reading, RuleId rule) => reading.Version.Reasons.Split(' ').Contains(RuleCatalog.NameOf(rule));

    private static bool Says(CountedReading reading, string code) => reading.Reading.Status.Split(' ').Contains(code);

    private static bool Leaks(CountedReading reading) => Says(reading, "LEAK") || Says(reading, "BURST") || Has(reading, RuleId.LeakMeter) || Has(reading, RuleId.LeakData) || Has(reading, RuleId.Burst);

    private static string Words(MeterPlace place, CountedReading? now, MeterSwap? swap) => string.Join("; ", new[]
    {
        place.Target?.Note?.Text, now?.Version.Why, swap is null ? null : FormattableString.Invariant($"meter {swap.OldSerial} exchanged on {swap.On:yyyy-MM-dd}"),
    }.Where(static t => !string.IsNullOrEmpty(t)));
}
