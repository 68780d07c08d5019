using Sluice.Metering.Alerts;
using Sluice.Metering.Readings;
using Sluice.Metering.Telegrams;
using Sluice.Metering.Validation;
using Sluice.Storage.Contract;

namespace Sluice.Storage.Sqlite.Tests;

public sealed class SqliteJudgedIntakeTests : JudgedIntakeTests, IAsyncDisposable
{
    private readonly TemporaryStore temporary = new();

    protected override ValueTask<IIntakeStore> NewIntakeAsync() => new(temporary.Store.Intake);

    [Fact]
    public async Task What_the_rules_remember_survives_a_restart()
    {
        await temporary.Store.Intake.CommitAsync([Item(1, 10)], Cancel);
        var store = (await temporary.ReopenAsync()).Intake;
        Assert.Equal("negative", Assert.Single(await store.CommitAsync([Item(2, 5)], Cancel)).Reading!.Reasons);
    }

    public ValueTask DisposeAsync() => temporary.DisposeAsync();
}

public sealed class SqliteAlertStoreTests : AlertStoreTests, IAsyncDisposable
{
    private readonly TemporaryStore temporary = new();

    protected override ValueTask<IAlertStore> NewAlertsAsync() => new(temporary.Store.Alerts);

    public ValueTask DisposeAsync() => temporary.DisposeAsync();
}

public sealed class SqliteAlertingIntakeTests : AlertingIntakeTests, IAsyncDisposable
{
    private readonly TemporaryStore temporary = new();

    protected override ValueTask<(IIntakeStore Intake, IAlertStore Alerts)> NewAlertingIntakeAsync() => new((temporary.Store.Intake, temporary.Store.Alerts));

    [Fact]
    public async Task An_alert_that_was_open_before_a_restart_still_closes_by_itself()
    {
        await temporary.Store.Intake.CommitAsync([Item(1, InfoCodes.Leak)], Cancel);
        var store = await temporary.ReopenAsync();
        await store.Intake.CommitAsync([Item(30)], Cancel);
        Assert.Equal(AlertState.Closed, (await OnlyAsync(store.Alerts)).State);
    }

    public ValueTask DisposeAsync() => temporary.DisposeAsync();
}

public sealed class SqliteRuleStoreTests : RuleStoreTests, IAsyncDisposable
{
    private readonly TemporaryStore temporary = new();

    protected override ValueTask<IRuleStore> NewRulesAsync() => new(temporary.Store.Rules);

    public ValueTask DisposeAsync() => temporary.DisposeAsync();
}

public sealed class SqliteReadingVersionStoreTests : ReadingVersionStoreTests, IAsyncDisposable
{
    private readonly TemporaryStore temporary = new();

    protected override ValueTask<(IIntakeStore Intake, IReadingVersionStore Versions)> NewVersionsAsync() => new((temporary.Store.Intake, temporary.Store.Versions));

    public ValueTask DisposeAsync() => temporary.DisposeAsync();
}

public sealed class SqliteCurrentReadingsTests : CurrentReadingsTests, IAsyncDisposable
{
    private readonly TemporaryStore temporary = new();

    protected override ValueTask<(IntakeStores Stores, IReadingVersionStore Versions)> NewStoresAsync()
    {
        var store = temporary.Store;
        return new((new(store.Intake, store.Telegrams, store.Readings), store.Versions));
    }

    public ValueTask DisposeAsync() => temporary.DisposeAsync();
}

public sealed class SqliteEstimateStoreTests : EstimateStoreTests, IAsyncDisposable
{
    private readonly TemporaryStore temporary = new();

    protected override ValueTask<IEstimateStore> NewEstimatesAsync() => new(temporary.Store.Estimates);

    public ValueTask DisposeAsync() => temporary.DisposeAsync();
}
