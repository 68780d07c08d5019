using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Sessions;

namespace Sluice.Reports.Exports;

/// <summary>The newest reading of every meter, fetched for all of them at once and kept for the file: asking meter by meter costs thousands of look-ups.</summary>
internal sealed class NewestReadings(SocietyScope scope, IReadingStore readings, CountedReadings counted)
{
    private readonly Dictionary<(DateOnly First, DateOnly Last), Dictionary<MeterId, CountedReading>> ofDays = [];
    private Dictionary<MeterId, CountedReading>? ofSession;

    /// <summary>The newest of a meter in some days that was not withdrawn and fits; null when there is none.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="first">The first day, in the society's time zone.</param>
    /// <param name="last">The last day, inclusive.</param>
    /// <param name="range">The same days as times.</param>
    /// <param name="fits">Whether it is of use.</param>
    /// <param name="ct">Stops it.</param>
    public async ValueTask<CountedReading?> OfDaysAsync(MeterId meter, DateOnly first, DateOnly last, TimeRange range, Func<CountedReading, bool> fits, CancellationToken ct)
    {
        if (!ofDays.TryGetValue((first, last), out var found)) ofDays[(first, last)] = found = await counted.CountAsync(await readings.ListNewestAsync(scope, first, last, ct), ct);
        if (!found.TryGetValue(meter, out var newest)) return null;
        return !newest.Withdrawn && range.Contains(newest.Reading.At) && fits(newest) ? newest : await counted.NewestAsync(meter, range, fits, ct);
    }

    /// <summary>The newest of a meter that a round heard first and nobody withdrew; null when there is none.</summary>
    public async ValueTask<CountedReading?> OfSessionAsync(SessionId session, MeterId meter, CancellationToken ct)
    {
        if (ofSession is null)
        {
            ofSession = [];
            await foreach (var reading in counted.AllAsync((next, token) => readings.ListBySessionAsync(scope, session, next, IReadingStore.MaxPage, token), ct))
            {
                var id = MeterId.Of(reading.Reading.Meter);
                if (!reading.Withdrawn && !(ofSession.TryGetValue(id, out var other) && other.Reading.At >= reading.Reading.At)) ofSession[id] = reading;
            }
        }
        return ofSession.GetValueOrDefault(meter);
    }
}
