using Sluice.Metering.Events;
using Sluice.Metering.Identity;

namespace Sluice.Storage.Contract.Events;

/// <summary>What every <see cref="IEventLog"/> and <see cref="IFollowerStore"/> promises.</summary>
public abstract partial class EventLogTests
{
    protected abstract ValueTask<EventStores> NewStoresAsync();

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static NewEvent Event(int number, string? key = null) => new(EventTypes.JobFinished, $"job-{number}", $$"""{"n":{{number}}}""", key);

    private static async Task<IReadOnlyList<StoredEvent>> AllAsync(EventStores stores, SocietyScope? scope = null) => (await stores.Log.ListAsync(scope ?? Scopes.GreenPark, 0, 100, Cancel)).Items;

    [Fact]
    public async Task Events_come_back_in_order_as_they_were_appended()
    {
        var stores = await NewStoresAsync();
        Assert.True(await stores.Log.AppendAsync(Scopes.GreenPark, Event(1), Cancel));
        stores.Advance(TimeSpan.FromSeconds(3));
        Assert.True(await stores.Log.AppendAsync(Scopes.LakeView, Event(2), Cancel));
        Assert.True(await stores.Log.AppendAsync(Scopes.Installation, new(EventTypes.DiskFilling, "disk", """{"freeBytes":1}"""), Cancel));
        Assert.True(await stores.Log.AppendAsync(Scopes.GreenPark, Event(4), Cancel));
        var all = (await stores.Log.ListAsync(Scopes.Installation, 0, 100, Cancel)).Items;
        Assert.Equal(["job-1", "job-2", "disk", "job-4"], all.Select(static e => e.Subject));
        Assert.Equal([Scopes.GreenPark.Society, Scopes.LakeView.Society, null, Scopes.GreenPark.Society], all.Select(static e => e.Society));
        Assert.Equal(all.OrderBy(static e => e.Sequence), all);
        Assert.Equal((EventTypes.JobFinished, """{"n":2}""", Invented.Noon.AddSeconds(3)), (all[1].Type, all[1].Data, all[1].At));
        Assert.Equal([all[0], all[3]], await AllAsync(stores));
        Assert.Equal((all[3].Sequence, all[3].Sequence), (await stores.Log.LastAsync(Scopes.Installation, Cancel), await stores.Log.LastAsync(Scopes.GreenPark, Cancel)));
        Assert.Equal(all[1].Sequence, await stores.Log.LastAsync(Scopes.LakeView, Cancel));
    }

    [Fact]
    public async Task Who_follows_in_pages_sees_every_event_once()
    {
        var stores = await NewStoresAsync();
        Assert.Equal((0, false, 0L), ((await stores.Log.ListAsync(Scopes.GreenPark, 0, 3, Cancel)).Items.Count, (await stores.Log.ListAsync(Scopes.GreenPark, 0, 3, Cancel)).More, await stores.Log.LastAsync(Scopes.GreenPark, Cancel)));
        for (var i = 1; i <= 7; i++) await stores.Log.AppendAsync(i % 2 == 0 ? Scopes.LakeView : Scopes.GreenPark, Event(i), Cancel);
        var first = await stores.Log.ListAsync(Scopes.GreenPark, 0, 3, Cancel);
        Assert.Equal((3, true), (first.Items.Count, first.More));
        var second = await stores.Log.ListAsync(Scopes.GreenPark, first.Through, 3, Cancel);
        Assert.Equal(["job-7"], second.Items.Select(static e => e.Subject));
        Assert.False(second.More);
        Assert.Equal(second.Through, (await stores.Log.ListAsync(Scopes.GreenPark, second.Through, 3, Cancel)).Through);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => stores.Log.ListAsync(Scopes.GreenPark, 0, 0, Cancel).AsTask());
    }

    [Fact]
    public async Task Of_events_with_the_same_key_the_first_is_kept()
    {
        var stores = await NewStoresAsync();
        Assert.True(await stores.Log.AppendAsync(Scopes.GreenPark, Event(1, "job/1"), Cancel));
        Assert.False(await stores.Log.AppendAsync(Scopes.GreenPark, Event(2, "job/1"), Cancel));
        Assert.Equal("job-1", Assert.Single(await AllAsync(stores)).Subject);
    }

    [Fact]
    public async Task What_is_not_in_the_catalogue_or_too_long_is_refused()
    {
        var stores = await NewStoresAsync();
        await Assert.ThrowsAsync<ArgumentException>(() => stores.Log.AppendAsync(Scopes.GreenPark, new("no.type", "x", "{}"), Cancel).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => stores.Log.AppendAsync(Scopes.GreenPark, new(EventTypes.JobFinished, new('x', 201), "{}"), Cancel).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => stores.Log.AppendAsync(Scopes.GreenPark, new(EventTypes.JobFinished, "x", new('x', NewEvent.MaxData + 1)), Cancel).AsTask());
        Assert.Empty(await AllAsync(stores));
    }

    [Fact]
    public async Task Trimming_takes_the_oldest_and_numbers_are_never_given_again()
    {
        var stores = await NewStoresAsync();
        for (var i = 1; i <= 4; i++)
        {
            await stores.Log.AppendAsync(Scopes.GreenPark, Event(i), Cancel);
            stores.Advance(TimeSpan.FromDays(1));
        }
        var last = await stores.Log.LastAsync(Scopes.GreenPark, Cancel);
        Assert.Equal(2, await stores.Log.TrimAsync(Scopes.Installation, Invented.Noon.AddDays(2), Cancel));
        Assert.Equal(["job-3", "job-4"], (await AllAsync(stores)).Select(static e => e.Subject));
        Assert.Equal(2, await stores.Log.TrimAsync(Scopes.Installation, Invented.Noon.AddDays(9), Cancel));
        await stores.Log.AppendAsync(Scopes.GreenPark, Event(5), Cancel);
        Assert.True(Assert.Single(await AllAsync(stores)).Sequence > last);
    }

    [Fact]
    public async Task A_follower_finds_how_far_it_got()
    {
        var followers = (await NewStoresAsync()).Followers;
        Assert.Null(await followers.FindAsync(Scopes.Installation, "webhooks/events", Cancel));
        await followers.SaveAsync(Scopes.Installation, "webhooks/events", 7, Cancel);
        await followers.SaveAsync(Scopes.Installation, "webhooks/events", 9, Cancel);
        await followers.SaveAsync(Scopes.Installation, "mqtt/events", 0, Cancel);
        Assert.Equal((9L, 0L), (await followers.FindAsync(Scopes.Installation, "webhooks/events", Cancel), await followers.FindAsync(Scopes.Installation, "mqtt/events", Cancel)));
        await Assert.ThrowsAsync<ArgumentException>(() => followers.SaveAsync(Scopes.Installation, "", 1, Cancel).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => followers.SaveAsync(Scopes.Installation, new('x', 101), 1, Cancel).AsTask());
    }
}
