using Sluice.Metering.Readings;

namespace Sluice.Storage.Contract;

public abstract partial class ReadingStoreTests
{
    [Fact]
    public async Task Who_follows_sees_every_reading_once_in_the_order_of_storing()
    {
        var stores = await NewStoresAsync();
        Assert.Equal(0, await stores.Readings.LastAsync(Invented.Installation, Cancel));
        Assert.Equal((0, 0L, false), (await stores.Readings.ListAfterAsync(Invented.Scope, 0, 10, Cancel)) is var none ? (none.Items.Count, none.Through, none.More) : default);
        await stores.KeepAsync(Enumerable.Range(1, 5).SelectMany(static n => new[] { Invented.Reading(n), Foreign(n) }));
        var seen = new List<Reading>();
        long after = 0;
        for (var more = true; more;)
        {
            var page = await stores.Readings.ListAfterAsync(Invented.Scope, after, 2, Cancel);
            seen.AddRange(page.Items);
            Assert.True(page.Through >= after);
            (after, more) = (page.Through, page.More);
        }
        Assert.Equal([1, 2, 3, 4, 5], seen.Select(Number));
        Assert.Equal(after, await stores.Readings.LastAsync(Invented.Scope, Cancel));
        await stores.KeepAsync([Foreign(6)]);
        var others = await stores.Readings.ListAfterAsync(Invented.Scope, after, 10, Cancel);
        Assert.Equal((0, after + 1, false), (others.Items.Count, others.Through, others.More));
        await stores.KeepAsync([Invented.Reading(7)]);
        Assert.Equal([7], (await stores.Readings.ListAfterAsync(Invented.Scope, others.Through, 10, Cancel)).Items.Select(Number));
    }

    [Fact]
    public async Task A_worker_follows_the_readings_of_all_societies()
    {
        var stores = await NewStoresAsync();
        await stores.KeepAsync(Enumerable.Range(1, 3).SelectMany(static n => new[] { Invented.Reading(n), Foreign(n) }));
        var page = await stores.Readings.ListAfterAsync(Invented.Installation, 0, 4, Cancel);
        Assert.Equal((4, true), (page.Items.Count, page.More));
        Assert.Equal([3, 3], (await stores.Readings.ListAfterAsync(Invented.Installation, page.Through, 4, Cancel)).Items.Select(Number));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => stores.Readings.ListAfterAsync(Invented.Installation, 0, 0, Cancel).AsTask());
    }
}
