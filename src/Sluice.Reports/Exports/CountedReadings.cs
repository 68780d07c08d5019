using System.Runtime.CompilerServices;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Reports.Model;

namespace Sluice.Reports.Exports;

/// <summary>A reading with the version of it that counts.</summary>
internal sealed record CountedReading(Reading Reading, ReadingVersion Version)
{
    public bool Withdrawn => Version.Kind == VersionKind.Withdrawn;

    public ReadingOrigin Origin => Version.Kind switch
    {
        VersionKind.Estimated => ReadingOrigin.Estimated,
        VersionKind.Corrected or VersionKind.Substituted => ReadingOrigin.Substituted,
        _ => ReadingOrigin.Actual,
    };
}

/// <summary>Readings page by page, each as the version that counts.</summary>
internal sealed class CountedReadings(SocietyScope scope, IReadingStore readings, IReadingVersionStore versions)
{
    /// <summary>How many readings of a meter are looked at for one that fits.</summary>
    private const int Candidates = 50;

    public delegate ValueTask<Page<Reading>> Source(string? next, CancellationToken ct);

    public async IAsyncEnumerable<CountedReading> AllAsync(Source source, [EnumeratorCancellation] CancellationToken ct)
    {
        for (string? next = null; ;)
        {
            var page = await source(next, ct);
            foreach (var reading in await CountAsync(page.Items, ct)) yield return reading;
            if ((next = page.Next) is null) yield break;
        }
    }

    /// <summary>Several at once, each as the version that counts.</summary>
    public async ValueTask<Dictionary<MeterId, CountedReading>> CountAsync(IReadOnlyDictionary<MeterId, Reading> found, CancellationToken ct)
    {
        var all = new Dictionary<MeterId, CountedReading>(found.Count);
        foreach (var some in found.Values.Chunk(IReadingStore.MaxPage))
            foreach (var reading in await CountAsync(some, ct)) all[MeterId.Of(reading.Reading.Meter)] = reading;
        return all;
    }

    /// <summary>The newest of a meter in a range that was not withdrawn and fits; null when none of the newest does.</summary>
    public async ValueTask<CountedReading?> NewestAsync(MeterId meter, TimeRange range, Func<CountedReading, bool> fits, CancellationToken ct) =>
        (await CountAsync((await readings.ListByMeterAsync(scope, meter, range, null, Candidates, ct)).Items, ct)).FirstOrDefault(r => !r.Withdrawn && fits(r));

    private async ValueTask<IEnumerable<CountedReading>> CountAsync(IReadOnlyList<Reading> page, CancellationToken ct)
    {
        if (page.Count == 0) return [];
        var touched = await versions.CurrentAsync(scope, [.. page.Select(static r => r.Sequence)], ct);
        return page.Select(r => new CountedReading(r, touched.GetValueOrDefault(r.Sequence) ?? ReadingVersion.Original(r)));
    }
}
