using Sluice.Metering;
using Sluice.Metering.Events;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;

namespace Sluice.Storage.Sqlite;

public sealed partial class SqliteMeterStore
{
    public ValueTask<IReadOnlyList<UpsertOutcome>> UpsertAsync(SocietyScope scope, IReadOnlyList<Meter> batch, DateTimeOffset at, CancellationToken ct)
    {
        MeterRules.ThrowIfUnfit(batch);
        if (batch.Count == 0) return new(Array.Empty<UpsertOutcome>());
        return store.WriteAsync<IReadOnlyList<UpsertOutcome>>(session =>
        {
            var outcomes = new UpsertOutcome[batch.Count];
            var made = new HashSet<(string, string)>();   // towers and flats come many times in a batch
            for (var i = 0; i < outcomes.Length; i++)
            {
                var before = Find(session, batch[i].Id);
                outcomes[i] = Outcome(scope, before, batch[i]);
                if (outcomes[i] is UpsertOutcome.Added or UpsertOutcome.Updated) Write(session, scope, before, batch[i], at, made);
            }
            return outcomes;
        }, batch.Count, ct);
    }

    public ValueTask<IReadOnlyList<UpsertOutcome>> PreviewAsync(SocietyScope scope, IReadOnlyList<Meter> batch, CancellationToken ct)
    {
        MeterRules.ThrowIfUnfit(batch);
        return new(store.Read<IReadOnlyList<UpsertOutcome>>(session => [.. batch.Select(given => Outcome(scope, Find(session, given.Id), given))]));
    }

    public ValueTask<Change> UpdateAsync(SocietyScope scope, Meter meter, DateTimeOffset at, CancellationToken ct)
    {
        MeterRules.ThrowIfUnfit([meter]);
        return store.WriteAsync(session =>
        {
            if (Own(Find(session, meter.Id), scope) is not { } before) return new Change(ChangeOutcome.NotFound);
            if (before.Version != meter.Version) return new Change(ChangeOutcome.Conflict, before.Version);
            if (MeterRules.SaysTheSame(before, meter with { Society = scope.Society })) return new Change(ChangeOutcome.Unchanged, before.Version);
            Write(session, scope, before, meter, at);
            return new Change(ChangeOutcome.Changed, before.Version + 1);
        }, 3, ct);
    }

    public ValueTask<Change> RemoveAsync(SocietyScope scope, MeterId id, long? version, DateTimeOffset at, CancellationToken ct) => store.WriteAsync(session =>
    {
        if (Own(Find(session, id), scope) is not { } before) return new Change(ChangeOutcome.NotFound);
        if (version is { } expected && expected != before.Version) return new Change(ChangeOutcome.Conflict, before.Version);
        if (MeterRules.Moves(before, null).Ends) End(session, scope, id, at, null);
        session.Run("Meters.Remove", ("$id", (long)id.SortKey));
        return new Change(ChangeOutcome.Changed);
    }, 2, ct);

    public ValueTask<ReplaceOutcome> ReplaceAsync(SocietyScope scope, MeterReplacement replacement, CancellationToken ct) => store.WriteAsync(session =>
    {
        if (Own(Find(session, replacement.Old), scope) is not { } old) return ReplaceOutcome.NotFound;
        if (replacement.OldVersion is { } expected && expected != old.Version) return ReplaceOutcome.Conflict;
        if (session.Number("Meters.OpenSince", ("$meter", (long)old.Id.SortKey), ("$society", scope.Society.Text)) is not { } since) return ReplaceOutcome.NotInstalled;
        if (Find(session, replacement.New.Id) is not null) return ReplaceOutcome.NewMeterInUse;
        if (replacement.At < Columns.ToTime(since)) return ReplaceOutcome.BeforeInstallation;
        var placed = replacement.New.InPlaceOf(old);
        MeterRules.ThrowIfUnfit([placed]);
        End(session, scope, old.Id, replacement.At, replacement.FinalM3);
        session.Run("Meters.SetStatus", ("$status", (long)MeterStatus.Inactive), ("$id", (long)old.Id.SortKey));
        Put(session, placed with { Version = 1 });
        Begin(session, placed, Timestamps.Stored(replacement.At), replacement.FirstM3);
        store.Events.Append(session, scope.Society, EventFacts.Replaced(placed, replacement));
        return ReplaceOutcome.Replaced;
    }, 4, ct);

    private static UpsertOutcome Outcome(SocietyScope scope, Meter? before, Meter given)
    {
        if (before is null) return UpsertOutcome.Added;
        if (before.Society != scope.Society) return UpsertOutcome.Conflict;
        return MeterRules.SaysTheSame(before, given with { Society = scope.Society }) ? UpsertOutcome.Unchanged : UpsertOutcome.Updated;
    }

    private static void Write(Session session, SocietyScope scope, Meter? before, Meter given, DateTimeOffset at, HashSet<(string, string)>? made = null)
    {
        var after = given with { Society = scope.Society, Version = (before?.Version ?? 0) + 1 };
        if ((before?.Tower, before?.Flat) != (after.Tower, after.Flat) && made?.Add((after.Tower, after.Flat)) != false)
            SqliteSocietyStore.Ensure(session, scope.Society, after.Tower, after.Flat);
        Put(session, after);
        var (ends, begins) = MeterRules.Moves(before, after);
        if (ends) End(session, scope, after.Id, at, null);
        if (begins) Begin(session, after, before is null ? MeterRules.Begin(after, at) : Timestamps.Stored(at), null);
    }

    private static void Put(Session session, Meter meter) => session.Run("Meters.Put",
        ("$id", (long)meter.Id.SortKey),
        ("$society", meter.Society.Text),
        ("$tower", meter.Tower),
        ("$flat", meter.Flat),
        ("$place", meter.Place),
        ("$purpose", (long)meter.Purpose),
        ("$type", meter.MeterType),
        ("$installed", (long?)meter.InstallationDate?.DayNumber),
        ("$lat", meter.Location?.Lat),
        ("$lng", meter.Location?.Lng),
        ("$status", (long)meter.Status),
        ("$version", meter.Version));
}
