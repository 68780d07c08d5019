using Sluice.Metering.Identity;

namespace Sluice.Metering.Validation;

/// <summary>Rule settings in memory, for tests and the phone.</summary>
public sealed class InMemoryRuleStore : IRuleStore
{
    private readonly Lock gate = new();
    private readonly Dictionary<SocietyId, StoredRules> rows = [];

    public ValueTask<StoredRules> FindAsync(SocietyScope scope, CancellationToken ct)
    {
        lock (gate) return new(rows.GetValueOrDefault(scope.Society, new(RuleSettings.None, 0)));
    }

    public ValueTask<Change> SaveAsync(SocietyScope scope, RuleSettings settings, long? version, CancellationToken ct)
    {
        RuleSet.Of(settings);
        lock (gate)
        {
            var stored = rows.GetValueOrDefault(scope.Society)?.Version ?? 0;
            if ((version ?? stored) != stored) return new(new Change(ChangeOutcome.Conflict, stored));
            rows[scope.Society] = new(settings, stored + 1);
            return new(new Change(ChangeOutcome.Changed, stored + 1));
        }
    }

    public ValueTask<IReadOnlyDictionary<SocietyId, StoredRules>> LoadAsync(InstallationScope scope, CancellationToken ct)
    {
        lock (gate) return new(new Dictionary<SocietyId, StoredRules>(rows));
    }
}
