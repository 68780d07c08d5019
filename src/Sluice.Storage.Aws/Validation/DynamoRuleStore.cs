using Sluice.Metering;
using Sluice.Metering.Identity;
using Sluice.Metering.Validation;
using Sluice.Storage.Aws.Dynamo;

namespace Sluice.Storage.Aws.Validation;

/// <summary>Societies' rules in Tenancy: society / rules. A list of the societies that changed something lies beside, so that loading all is no scan.</summary>
public sealed class DynamoRuleStore(TenancyTable table) : IRuleStore
{
    private const string Item = "rules", Changed = "~rules";

    public async ValueTask<StoredRules> FindAsync(SocietyScope scope, CancellationToken ct) => await FindAsync(scope.Society.Text, ct);

    public async ValueTask<Change> SaveAsync(SocietyScope scope, RuleSettings settings, long? version, CancellationToken ct)
    {
        RuleSet.Of(settings);
        var society = scope.Society.Text;
        // Listed first: a society that is listed and changed nothing does no harm, one that is missing would.
        await table.PutAsync(Changed, society, [], ct: ct);
        while (true)
        {
            var stored = (await FindAsync(society, ct)).Version;
            if ((version ?? stored) != stored) return new(ChangeOutcome.Conflict, stored);
            var isSaved = await table.PutAsync(
                society, Item, new() { ["v"] = TenancyTable.Number(stored + 1), ["settings"] = TenancyTable.Text(RuleSettingsJson.Write(settings)) },
                "attribute_not_exists(v) OR v = :v", new() { [":v"] = TenancyTable.Number(stored) }, ct);
            if (isSaved) return new(ChangeOutcome.Changed, stored + 1);
        }
    }

    public async ValueTask<IReadOnlyDictionary<SocietyId, StoredRules>> LoadAsync(InstallationScope scope, CancellationToken ct)
    {
        var all = new Dictionary<SocietyId, StoredRules>();
        foreach (var listed in await table.QueryAsync(Changed, "", ct))
            if (await FindAsync(listed["item"].S, ct) is { Version: > 0 } stored) all.Add(SocietyId.Parse(listed["item"].S), stored);
        return all;
    }

    private async ValueTask<StoredRules> FindAsync(string society, CancellationToken ct) =>
        await table.GetAsync(society, Item, ct) is { } row ? new(RuleSettingsJson.Read(row["settings"].S), TenancyTable.NumberOf(row, "v")!.Value) : new(RuleSettings.None, 0);
}
