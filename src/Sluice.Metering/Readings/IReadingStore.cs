using Sluice.Metering.Events;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Sessions;

namespace Sluice.Metering.Readings;

/// <summary>The readings: stored once each by <see cref="Telegrams.IIntakeStore"/>, never changed in value.</summary>
/// <remarks>Safe for use from many threads. A page never repeats or misses readings because others arrive meanwhile. Providers fail with <see cref="Storage.StorageException"/>;
/// lists fail with a <see cref="FormatException"/> when the cursor is not one of theirs.</remarks>
public interface IReadingStore
{
    /// <summary>The largest page.</summary>
    const int MaxPage = 1000;

    /// <summary>The most readings of other societies that a call passes over.</summary>
    const int MaxPassed = 20_000;

    /// <summary>The largest page of <see cref="ListLatestAsync(SocietyScope, string?, int, CancellationToken)"/>.</summary>
    const int MaxLatest = 10_000;

    /// <summary>A society's readings, last stored first.</summary>
    /// <param name="scope">The society.</param>
    /// <param name="next">The cursor of the page before; null for the first page.</param>
    /// <param name="limit">1 to <see cref="MaxPage"/>.</param>
    ValueTask<Page<Reading>> ListAsync(SocietyScope scope, string? next, int limit, CancellationToken ct);

    /// <summary>All readings, last stored first.</summary>
    ValueTask<Page<Reading>> ListAsync(InstallationScope scope, string? next, int limit, CancellationToken ct);

    /// <summary>A society's readings of some days: last day first, within a day by meter, of a meter newest first.</summary>
    ValueTask<Page<Reading>> ListBetweenAsync(SocietyScope scope, TimeRange range, string? next, int limit, CancellationToken ct);

    /// <summary>Readings of one meter, newest first. Costs what the page costs, however many meters there are.</summary>
    ValueTask<Page<Reading>> ListByMeterAsync(SocietyScope scope, MeterId meter, TimeRange range, string? next, int limit, CancellationToken ct);

    /// <summary>Readings of one meter in the society that heard it last, newest first.</summary>
    ValueTask<Page<Reading>> ListByMeterAsync(InstallationScope scope, MeterId meter, TimeRange range, string? next, int limit, CancellationToken ct);

    /// <summary>Readings first heard in a round, last stored first.</summary>
    ValueTask<Page<Reading>> ListBySessionAsync(SocietyScope scope, SessionId session, string? next, int limit, CancellationToken ct);

    /// <summary>The newest reading of each meter of a society, ordered by serial number, then maker.</summary>
    /// <param name="scope">The society.</param>
    /// <param name="next">The cursor of the page before; null for the first page.</param>
    /// <param name="limit">1 to <see cref="MaxLatest"/>.</param>
    ValueTask<Page<LatestReading>> ListLatestAsync(SocietyScope scope, string? next, int limit, CancellationToken ct);

    /// <summary>The newest reading of each meter of all societies, ordered by serial number, then maker.</summary>
    ValueTask<Page<LatestReading>> ListLatestAsync(InstallationScope scope, string? next, int limit, CancellationToken ct);

    /// <summary>The newest reading of a meter; null when the society has none of it.</summary>
    ValueTask<LatestReading?> FindLatestAsync(SocietyScope scope, MeterId meter, CancellationToken ct);

    /// <summary>The newest readings of several meters at once; meters without any are not in it. Providers that can do it in one go override it.</summary>
    /// <param name="meters">At most <see cref="MaxPage"/>.</param>
    async ValueTask<IReadOnlyDictionary<MeterId, LatestReading>> FindLatestOfManyAsync(SocietyScope scope, IReadOnlyCollection<MeterId> meters, CancellationToken ct)
    {
        var found = new Dictionary<MeterId, LatestReading>();
        foreach (var meter in meters)
            if (await FindLatestAsync(scope, meter, ct) is { } latest) found[meter] = latest;
        return found;
    }

    /// <summary>The first pages of <see cref="ListByMeterAsync(SocietyScope, MeterId, TimeRange, string?, int, CancellationToken)"/> of several meters at once; meters without readings may be absent.</summary>
    /// <param name="meters">At most <see cref="MaxPage"/>.</param>
    /// <param name="limit">Of each meter, 1 to <see cref="MaxPage"/>.</param>
    async ValueTask<IReadOnlyDictionary<MeterId, Page<Reading>>> ListByMetersAsync(SocietyScope scope, IReadOnlyCollection<MeterId> meters, int limit, CancellationToken ct)
    {
        var found = new Dictionary<MeterId, Page<Reading>>();
        foreach (var meter in meters) found[meter] = await ListByMeterAsync(scope, meter, TimeRange.All, null, limit, ct);
        return found;
    }

    /// <summary>The first pages of <see cref="ListBySessionAsync"/> of several rounds at once; rounds without readings may be absent.</summary>
    /// <param name="sessions">At most <see cref="MaxPage"/>.</param>
    /// <param name="limit">Of each round, 1 to <see cref="MaxPage"/>.</param>
    async ValueTask<IReadOnlyDictionary<SessionId, Page<Reading>>> ListBySessionsAsync(SocietyScope scope, IReadOnlyCollection<SessionId> sessions, int limit, CancellationToken ct)
    {
        var found = new Dictionary<SessionId, Page<Reading>>();
        foreach (var session in sessions) found[session] = await ListBySessionAsync(scope, session, null, limit, ct);
        return found;
    }

    /// <summary>The newest reading of each meter of a society in some days; meters without any are not in it. Providers that can do it in one go override it.</summary>
    /// <param name="scope">The society.</param>
    /// <param name="first">The first day, in the society's time zone.</param>
    /// <param name="last">The last day, inclusive.</param>
    /// <param name="ct">Stops it.</param>
    async ValueTask<IReadOnlyDictionary<MeterId, Reading>> ListNewestAsync(SocietyScope scope, DateOnly first, DateOnly last, CancellationToken ct)
    {
        var found = new Dictionary<MeterId, Reading>();
        var range = new TimeRange(new(first.AddDays(-1), default, TimeSpan.Zero), new(last.AddDays(2), default, TimeSpan.Zero));   // in whichever time zone
        for (string? next = null; ;)
        {
            var page = await ListBetweenAsync(scope, range, next, MaxPage, ct);
            foreach (var reading in page.Items)
                if (reading.Day >= first && reading.Day <= last) found.TryAdd(MeterId.Of(reading.Meter), reading);
            if ((next = page.Next) is null) return found;
        }
    }

    /// <summary>The reading with this number; null when the society has none.</summary>
    ValueTask<Reading?> FindAsync(SocietyScope scope, long sequence, CancellationToken ct);

    /// <summary>The society of the reading with this number; null when there is none. For letting callers in, nothing else.</summary>
    ValueTask<SocietyId?> FindSocietyAsync(long sequence, CancellationToken ct);

    /// <summary>The meters of a society that have readings and this serial number, which is unique only within a maker.</summary>
    ValueTask<IReadOnlyList<MeterId>> FindMetersAsync(SocietyScope scope, uint serial, CancellationToken ct);

    /// <summary>The meters that have readings and this serial number.</summary>
    ValueTask<IReadOnlyList<MeterId>> FindMetersAsync(InstallationScope scope, uint serial, CancellationToken ct);

    /// <summary>What the society's meters used, by day.</summary>
    /// <param name="scope">The society.</param>
    /// <param name="first">The first day.</param>
    /// <param name="last">The last day, inclusive.</param>
    /// <returns>One entry per day with a figure, in order; see <see cref="DayUse"/>.</returns>
    ValueTask<IReadOnlyList<DayUse>> UseByDayAsync(SocietyScope scope, DateOnly first, DateOnly last, CancellationToken ct);

    /// <summary>What one meter used, by day.</summary>
    ValueTask<IReadOnlyList<DayUse>> UseByDayAsync(SocietyScope scope, MeterId meter, DateOnly first, DateOnly last, CancellationToken ct);

    /// <summary>Which receivers of gateways heard a meter, the last one first; also what was counted but not kept.</summary>
    ValueTask<IReadOnlyList<Reception>> ListReceptionsAsync(SocietyScope scope, MeterId meter, CancellationToken ct);

    /// <summary>A society's readings in the order of storing, after a sequence: for who follows them. Costs what is read, however many readings there are; of other societies' readings it passes over at most
    /// <see cref="MaxPassed"/> a call, so a page may be empty although there is more.</summary>
    /// <param name="scope">The society.</param>
    /// <param name="after">0: from the first one.</param>
    /// <param name="limit">1 to <see cref="MaxPage"/>.</param>
    /// <param name="ct">Ends the waiting.</param>
    ValueTask<FeedPage<Reading>> ListAfterAsync(SocietyScope scope, long after, int limit, CancellationToken ct);

    /// <summary>All societies' readings in the order of storing, after a sequence.</summary>
    ValueTask<FeedPage<Reading>> ListAfterAsync(InstallationScope scope, long after, int limit, CancellationToken ct);

    /// <summary>The sequence of the last reading stored, of whichever society; 0 when there is none. For who wants to know only what comes from now on.</summary>
    ValueTask<long> LastAsync(InstallationScope scope, CancellationToken ct);

    /// <inheritdoc cref="LastAsync(InstallationScope, CancellationToken)"/>
    ValueTask<long> LastAsync(SocietyScope scope, CancellationToken ct);

    /// <summary>Totals. Cheap at any size.</summary>
    ValueTask<ReadingCounts> CountAsync(InstallationScope scope, CancellationToken ct);
}

/// <summary>A span of time.</summary>
/// <param name="From">From this moment on; null: from the beginning.</param>
/// <param name="To">To before this moment; null: to the end.</param>
public readonly record struct TimeRange(DateTimeOffset? From = null, DateTimeOffset? To = null)
{
    /// <summary>All times.</summary>
    public static TimeRange All => default;

    /// <summary>True when the moment lies in it.</summary>
    public bool Contains(DateTimeOffset at) => !(at < From) && !(at >= To);

    /// <summary>The days, in whichever time zone, that may have readings of it.</summary>
    public (DateOnly First, DateOnly Last) Days => (
        From is { } from ? Clamp(from.UtcDateTime, -1) : DateOnly.MinValue,
        To is { } to ? Clamp(to.UtcDateTime, 1) : DateOnly.MaxValue);

    private static DateOnly Clamp(DateTime at, int days) => DateOnly.FromDayNumber(Math.Clamp(DateOnly.FromDateTime(at).DayNumber + days, 0, DateOnly.MaxValue.DayNumber));
}

/// <summary>What gateways heard of a meter through one receiver.</summary>
/// <param name="Receiver">Its name.</param>
/// <param name="Telegrams">How many telegrams.</param>
/// <param name="LastHeard">When last.</param>
/// <param name="BestRssiDbm">The best signal, dBm; null when it does not say.</param>
public sealed record Reception(string Receiver, long Telegrams, DateTimeOffset LastHeard, int? BestRssiDbm);
