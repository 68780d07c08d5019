using Sluice.Metering;
using Sluice.Metering.Identity;
using Sluice.Metering.Validation;

namespace Sluice.Storage.Contract;

/// <summary>What every <see cref="IRuleStore"/> promises.</summary>
public abstract class RuleStoreTests
{
    private static readonly SocietyScope Scope = Scopes.Of("green-park");

    protected abstract ValueTask<IRuleStore> NewRulesAsync();

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static RuleSettings Settings(decimal high) => new(new Dictionary<RuleId, RuleSetting>
    {
        [RuleId.HighLow] = RuleSetting.With("high", high),
        [RuleId.Zero] = RuleSetting.Off,
    });

    [Fact]
    public async Task A_society_that_changed_nothing_has_version_0()
    {
        var stored = await (await NewRulesAsync()).FindAsync(Scope, Cancel);
        Assert.Equal((0L, 0), (stored.Version, stored.Settings.Rules.Count));
    }

    [Fact]
    public async Task Settings_come_back_as_they_were_given()
    {
        var store = await NewRulesAsync();
        Assert.Equal(new Change(ChangeOutcome.Changed, 1), await store.SaveAsync(Scope, Settings(3.5m), 0, Cancel));
        var stored = await store.FindAsync(Scope, Cancel);
        Assert.Equal(1, stored.Version);
        Assert.Equal(3.5m, RuleSet.Of(stored.Settings)[RuleId.HighLow, 1]);
        Assert.False(RuleSet.Of(stored.Settings).On.Contains(RuleId.Zero));
        Assert.Equal(Scope.Society, Assert.Single(await store.LoadAsync(Authorizer.ForWorker("test"), Cancel)).Key);
        Assert.Equal(0, (await store.FindAsync(Scopes.Of("lake-view"), Cancel)).Version);
    }

    [Fact]
    public async Task Of_two_changes_of_one_version_the_second_is_refused()
    {
        var store = await NewRulesAsync();
        await store.SaveAsync(Scope, Settings(3), 0, Cancel);
        Assert.Equal(new Change(ChangeOutcome.Conflict, 1), await store.SaveAsync(Scope, Settings(4), 0, Cancel));
        Assert.Equal(new Change(ChangeOutcome.Changed, 2), await store.SaveAsync(Scope, Settings(5), null, Cancel));
        Assert.Equal(5, RuleSet.Of((await store.FindAsync(Scope, Cancel)).Settings)[RuleId.HighLow, 1]);
    }

    [Fact]
    public async Task Settings_out_of_bounds_are_not_kept()
    {
        var store = await NewRulesAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => store.SaveAsync(Scope, Settings(0.1m), 0, Cancel).AsTask());
        Assert.Equal(0, (await store.FindAsync(Scope, Cancel)).Version);
    }
}
