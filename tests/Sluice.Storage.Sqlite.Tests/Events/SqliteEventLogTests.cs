using Sluice.Metering.Events;
using Sluice.Storage.Contract;
using Sluice.Storage.Contract.Events;
using Sluice.Storage.Contract.Sessions;

namespace Sluice.Storage.Sqlite.Tests.Events;

public sealed class SqliteEventLogTests : EventLogTests, IAsyncDisposable
{
    private readonly TemporaryStore temporary = new();

    protected override ValueTask<EventStores> NewStoresAsync()
    {
        var store = temporary.Store;
        return new(new EventStores(store.Events, store.Events, store.Live, temporary.Clock.Advance, store.Intake, store.Sessions, store.Alerts, store.Jobs, store.Societies, store.Meters));
    }

    [Fact]
    public async Task Events_and_followers_survive_a_restart()
    {
        await temporary.Store.Sessions.StartAsync(InventedRound.Asha, InventedRound.Round(), InventedRound.Targets(2), Cancel);
        await temporary.Store.Events.SaveAsync(Scopes.Installation, "mqtt/events", 5, Cancel);
        var store = await temporary.ReopenAsync();
        Assert.Equal(EventTypes.SessionStarted, Assert.Single((await store.Events.ListAsync(Scopes.GreenPark, 0, 10, Cancel)).Items).Type);
        Assert.Equal(5, await store.Events.FindAsync(Scopes.Installation, "mqtt/events", Cancel));
    }

    public ValueTask DisposeAsync() => temporary.DisposeAsync();
}
