using Sluice.Metering;
using Sluice.Metering.Alerts;
using Sluice.Metering.Identity;
using Sluice.Metering.Readings;
using Sluice.Metering.Telegrams;
using Sluice.Metering.Validation;

namespace Sluice.Storage.Sqlite;

/// <summary>The alerts. Takes part in the commits of the intake.</summary>
public sealed partial class SqliteAlertStore : IAlertStore, ICommitParticipant
{
    private readonly SqliteStore store;
    private readonly AlertSightings sightings = new();

    internal SqliteAlertStore(SqliteStore store)
    {
        this.store = store;
        foreach (var (society, subject, rule) in store.Read(static session => ListOpen(session))) sightings.Remember(society, subject, rule);
    }

    public ValueTask<Page<Alert>> ListAsync(SocietyScope scope, AlertFilter filter, string? next, int limit, CancellationToken ct)
    {
        var before = AlertRules.Before(next, limit);
        return new(store.Read(session =>
        {
            var list = new List<Alert>();
            using var rows = session.Bind("Alerts.List",
                ("$society", scope.Society.Text), ("$before", before), ("$state", (long?)filter.State), ("$rule", (long?)filter.Rule), ("$subject", filter.Subject),
                ("$limit", limit + 1)).ExecuteReader();
            while (rows.Read()) list.Add(ToAlert(rows));
            return AlertRules.ToPage(list, limit);
        }));
    }

    public ValueTask<Alert?> FindAsync(SocietyScope scope, long id, CancellationToken ct) => new(store.Read(session => Find(session, scope, id)));

    public ValueTask<SocietyId?> FindSocietyAsync(long id, CancellationToken ct) => new(store.Read<SocietyId?>(session =>
        session.Bind("Alerts.Society", ("$id", id)).ExecuteScalar() is string text ? SocietyId.Parse(text) : null));

    public ValueTask<IReadOnlyList<AlertCount>> CountAsync(SocietyScope scope, CancellationToken ct) => new(store.Read<IReadOnlyList<AlertCount>>(session =>
    {
        var list = new List<AlertCount>();
        using var rows = session.Bind("Alerts.Count", ("$society", scope.Society.Text)).ExecuteReader();
        while (rows.Read()) list.Add(new((RuleId)rows.GetInt32(0), (AlertState)rows.GetInt32(1), rows.GetInt64(2)));
        return list;
    }));

    public async ValueTask NoteAsync(SocietyScope scope, IReadOnlyList<AlertSighting> seen, CancellationToken ct) => await store.WriteAsync(session =>
    {
        foreach (var one in seen) Note(session, scope.Society, one);
        return 0;
    }, seen.Count, ct);

    public async ValueTask ClearAsync(SocietyScope scope, IReadOnlyList<AlertSighting> gone, CancellationToken ct) => await store.WriteAsync(session =>
    {
        foreach (var one in gone) Clear(session, scope.Society, one);
        return 0;
    }, gone.Count, ct);

    public ValueTask<Alert?> ChangeAsync(SocietyScope scope, long id, AlertAction action, string note, DateTimeOffset at, CancellationToken ct) => store.WriteAsync(session =>
    {
        if (Find(session, scope, id) is not { } alert) return null;
        var changed = AlertRules.Change(alert, action, scope.Caller.Subject, note, Timestamps.Stored(at));
        if (!ReferenceEquals(changed, alert)) Update(session, alert, changed);
        return changed;
    }, 1, ct);

    void ICommitParticipant.OnCommit(Session session, IReadOnlyList<IntakeItem> items, IReadOnlyList<IntakeOutcome> outcomes)
    {
        foreach (var (society, sighting, isGone) in sightings.In(items, outcomes))
            if (isGone) Clear(session, society, sighting);
            else Note(session, society, sighting);
    }
}
