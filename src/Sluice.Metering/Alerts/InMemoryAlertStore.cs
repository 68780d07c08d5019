using Sluice.Metering.Events;
using Sluice.Metering.Identity;
using Sluice.Metering.Readings;
using Sluice.Metering.Telegrams;
using Sluice.Metering.Validation;

namespace Sluice.Metering.Alerts;

/// <summary>Alerts in memory, for tests and the phone. Takes part in the commits of <see cref="InMemoryIntakeStore"/>.</summary>
/// <param name="events">Gets the events of alerts; null: nobody does.</param>
public sealed class InMemoryAlertStore(InMemoryEventLog? events = null) : IAlertStore, ICommitParticipant
{
    private readonly Lock gate = new();
    private readonly AlertSightings sightings = new();
    private readonly List<Alert> alerts = [];

    public ValueTask<Page<Alert>> ListAsync(SocietyScope scope, AlertFilter filter, string? next, int limit, CancellationToken ct)
    {
        var before = AlertRules.Before(next, limit);
        lock (gate)
            return new(AlertRules.ToPage([.. alerts.Where(a => a.Society == scope.Society && a.Id < before && (filter.State ?? a.State) == a.State
                && (filter.Rule ?? a.Rule) == a.Rule && (filter.Subject ?? a.Subject) == a.Subject).Reverse().Take(limit + 1)], limit));
    }

    public ValueTask<Alert?> FindAsync(SocietyScope scope, long id, CancellationToken ct)
    {
        lock (gate) return new(alerts.Find(a => a.Id == id && a.Society == scope.Society));
    }

    public ValueTask<SocietyId?> FindSocietyAsync(long id, CancellationToken ct)
    {
        lock (gate) return new(alerts.Find(a => a.Id == id)?.Society);
    }

    public ValueTask<IReadOnlyList<AlertCount>> CountAsync(SocietyScope scope, CancellationToken ct)
    {
        lock (gate)
            return new([.. alerts.Where(a => a.Society == scope.Society && a.State != AlertState.Closed).CountBy(static a => (a.Rule, a.State))
                .OrderBy(static c => c.Key).Select(static c => new AlertCount(c.Key.Rule, c.Key.State, c.Value))]);
    }

    public ValueTask NoteAsync(SocietyScope scope, IReadOnlyList<AlertSighting> seen, CancellationToken ct)
    {
        lock (gate)
            foreach (var one in seen) Note(scope.Society, one);
        return default;
    }

    public ValueTask ClearAsync(SocietyScope scope, IReadOnlyList<AlertSighting> gone, CancellationToken ct)
    {
        lock (gate)
            foreach (var one in gone) Clear(scope.Society, one);
        return default;
    }

    public ValueTask<Alert?> ChangeAsync(SocietyScope scope, long id, AlertAction action, string note, DateTimeOffset at, CancellationToken ct)
    {
        lock (gate)
        {
            var index = alerts.FindIndex(a => a.Id == id && a.Society == scope.Society);
            if (index < 0) return new((Alert?)null);
            Set(index, AlertRules.Change(alerts[index], action, scope.Caller.Subject, note, Timestamps.Stored(at)));
            return new(alerts[index]);
        }
    }

    /// <inheritdoc/>
    public void OnCommit(IReadOnlyList<IntakeItem> items, IReadOnlyList<IntakeOutcome> outcomes)
    {
        lock (gate)
            foreach (var (society, sighting, isGone) in sightings.In(items, outcomes))
                if (isGone) Clear(society, sighting);
                else Note(society, sighting);
    }

    private void Note(SocietyId society, AlertSighting seen)
    {
        sightings.Remember(society, seen.Subject, seen.Rule);
        var index = alerts.FindIndex(a => a.Society == society && a.Subject == seen.Subject && a.Rule == seen.Rule);
        var alert = AlertRules.Note(society, index < 0 ? null : alerts[index], seen with { At = Timestamps.Stored(seen.At) });
        if (index >= 0)
        {
            Set(index, alert);
            return;
        }
        alerts.Add(alert = alert with { Id = alerts.Count + 1 });
        Tell(null, alert);
    }

    private void Set(int index, Alert after)
    {
        var before = alerts[index];
        alerts[index] = after;
        Tell(before, after);
    }

    private void Tell(Alert? before, Alert after)
    {
        if (EventFacts.Changed(before, after) is { } happened) events?.Append(after.Society, happened);
    }

    private void Clear(SocietyId society, AlertSighting gone)
    {
        var index = alerts.FindIndex(a => a.Society == society && a.Subject == gone.Subject && a.Rule == gone.Rule);
        if (index >= 0) Set(index, AlertRules.Clear(alerts[index], Timestamps.Stored(gone.At)));
        if (index < 0 || alerts[index].State == AlertState.Closed) sightings.Forget(society, gone.Subject, gone.Rule);
    }
}
