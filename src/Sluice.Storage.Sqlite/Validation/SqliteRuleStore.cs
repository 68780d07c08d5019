using Sluice.Metering;
using Sluice.Metering.Identity;
using Sluice.Metering.Validation;

namespace Sluice.Storage.Sqlite;

/// <summary>What societies changed about the rules.</summary>
public sealed class SqliteRuleStore : IRuleStore
{
    private readonly SqliteStore store;

    internal SqliteRuleStore(SqliteStore store) => this.store = store;

    public ValueTask<StoredRules> FindAsync(SocietyScope scope, CancellationToken ct) => new(store.Read(session =>
    {
        using var row = session.Bind("Validation.FindRules", ("$society", scope.Society.Text)).ExecuteReader();
        return row.Read() ? new StoredRules(RuleSettingsJson.Read(row.GetString(1)), row.GetInt64(0)) : new(RuleSettings.None, 0);
    }));

    public ValueTask<Change> SaveAsync(SocietyScope scope, RuleSettings settings, long? version, CancellationToken ct)
    {
        RuleSet.Of(settings);
        return store.WriteAsync(session =>
        {
            var stored = session.Number("Validation.RulesVersion", ("$society", scope.Society.Text)) ?? 0;
            if ((version ?? stored) != stored) return new Change(ChangeOutcome.Conflict, stored);
            session.Run("Validation.SaveRules", ("$society", scope.Society.Text), ("$version", stored + 1), ("$settings", RuleSettingsJson.Write(settings)));
            return new Change(ChangeOutcome.Changed, stored + 1);
        }, 1, ct);
    }

    public ValueTask<IReadOnlyDictionary<SocietyId, StoredRules>> LoadAsync(InstallationScope scope, CancellationToken ct) => new(store.Read<IReadOnlyDictionary<SocietyId, StoredRules>>(static session =>
    {
        var all = new Dictionary<SocietyId, StoredRules>();
        using var rows = session.Bind("Validation.LoadRules").ExecuteReader();
        while (rows.Read()) all.Add(SocietyId.Parse(rows.GetString(0)), new(RuleSettingsJson.Read(rows.GetString(2)), rows.GetInt64(1)));
        return all;
    }));
}
