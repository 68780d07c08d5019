using Sluice.Metering.Events;
using Sluice.Metering.Identity;

namespace Sluice.Metering.Meters;

public sealed partial class InMemoryMeterStore
{
    public ValueTask<IReadOnlyList<UpsertOutcome>> UpsertAsync(SocietyScope scope, IReadOnlyList<Meter> batch, DateTimeOffset at, CancellationToken ct)
    {
        MeterRules.ThrowIfUnfit(batch);
        lock (societies.Gate)
            return new([.. batch.Select(given =>
            {
                var outcome = Outcome(scope, given);
                if (outcome is UpsertOutcome.Added or UpsertOutcome.Updated) Write(scope, meters.GetValueOrDefault(given.Id.SortKey), given, at);
                return outcome;
            })]);
    }

    public ValueTask<IReadOnlyList<UpsertOutcome>> PreviewAsync(SocietyScope scope, IReadOnlyList<Meter> batch, CancellationToken ct)
    {
        MeterRules.ThrowIfUnfit(batch);
        lock (societies.Gate) return new([.. batch.Select(given => Outcome(scope, given))]);
    }

    public ValueTask<Change> UpdateAsync(SocietyScope scope, Meter meter, DateTimeOffset at, CancellationToken ct)
    {
        MeterRules.ThrowIfUnfit([meter]);
        lock (societies.Gate)
        {
            if (Find(scope, meter.Id) is not { } before) return new(new Change(ChangeOutcome.NotFound));
            if (before.Version != meter.Version) return new(new Change(ChangeOutcome.Conflict, before.Version));
            if (MeterRules.SaysTheSame(before, meter with { Society = scope.Society })) return new(new Change(ChangeOutcome.Unchanged, before.Version));
            Write(scope, before, meter, at);
            return new(new Change(ChangeOutcome.Changed, before.Version + 1));
        }
    }

    public ValueTask<Change> RemoveAsync(SocietyScope scope, MeterId id, long? version, DateTimeOffset at, CancellationToken ct)
    {
        lock (societies.Gate)
        {
            if (Find(scope, id) is not { } before) return new(new Change(ChangeOutcome.NotFound));
            if (version is { } expected && expected != before.Version) return new(new Change(ChangeOutcome.Conflict, before.Version));
            if (MeterRules.Moves(before, null).Ends) End(scope, id, at, null);
            meters.Remove(id.SortKey);
            return new(new Change(ChangeOutcome.Changed));
        }
    }

    public ValueTask<ReplaceOutcome> ReplaceAsync(SocietyScope scope, MeterReplacement replacement, CancellationToken ct)
    {
        lock (societies.Gate)
        {
            if (Find(scope, replacement.Old) is not { } old) return new(ReplaceOutcome.NotFound);
            if (replacement.OldVersion is { } expected && expected != old.Version) return new(ReplaceOutcome.Conflict);
            var open = installations.FindIndex(i => i.Society == scope.Society && i.Row.Meter == old.Id && i.Row.To is null);
            if (open < 0) return new(ReplaceOutcome.NotInstalled);
            if (meters.ContainsKey(replacement.New.Id.SortKey)) return new(ReplaceOutcome.NewMeterInUse);
            if (replacement.At < installations[open].Row.From) return new(ReplaceOutcome.BeforeInstallation);
            var placed = replacement.New.InPlaceOf(old);
            MeterRules.ThrowIfUnfit([placed]);
            End(scope, old.Id, replacement.At, replacement.FinalM3);
            meters[old.Id.SortKey] = old with { Status = MeterStatus.Inactive, Version = old.Version + 1 };
            meters[placed.Id.SortKey] = placed with { Version = 1, KeyFingerprint = null };
            Begin(scope, placed, Timestamps.Stored(replacement.At), replacement.FirstM3);
            events?.Append(scope.Society, EventFacts.Replaced(placed, replacement));
            return new(ReplaceOutcome.Replaced);
        }
    }

    private UpsertOutcome Outcome(SocietyScope scope, Meter given)
    {
        if (meters.GetValueOrDefault(given.Id.SortKey) is not { } before) return UpsertOutcome.Added;
        if (before.Society != scope.Society) return UpsertOutcome.Conflict;
        return MeterRules.SaysTheSame(before, given with { Society = scope.Society }) ? UpsertOutcome.Unchanged : UpsertOutcome.Updated;
    }

    private void Write(SocietyScope scope, Meter? before, Meter given, DateTimeOffset at)
    {
        var after = given with { Society = scope.Society, Version = (before?.Version ?? 0) + 1, KeyFingerprint = before?.KeyFingerprint };
        societies.Ensure(scope.Society, after.Tower, after.Flat);
        meters[after.Id.SortKey] = after;
        var (ends, begins) = MeterRules.Moves(before, after);
        if (ends) End(scope, after.Id, at, null);
        if (begins) Begin(scope, after, before is null ? MeterRules.Begin(after, at) : Timestamps.Stored(at), null);
    }

    private void Begin(SocietyScope scope, Meter meter, DateTimeOffset from, decimal? firstM3) =>
        installations.Add((scope.Society, new(meter.Id, meter.Tower, meter.Flat, meter.Place, from, FirstM3: firstM3)));

    private void End(SocietyScope scope, MeterId id, DateTimeOffset at, decimal? finalM3)
    {
        var open = installations.FindIndex(i => i.Society == scope.Society && i.Row.Meter == id && i.Row.To is null);
        if (open >= 0) installations[open] = (scope.Society, installations[open].Row with { To = Timestamps.Stored(at), FinalM3 = finalM3 });
    }
}
