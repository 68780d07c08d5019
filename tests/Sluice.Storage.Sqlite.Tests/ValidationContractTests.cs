using Sluice.Metering.Telegrams;
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
