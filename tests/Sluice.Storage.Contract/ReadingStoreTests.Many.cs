using Sluice.Metering.Meters;
using Sluice.Metering.Sessions;

namespace Sluice.Storage.Contract;

public abstract partial class ReadingStoreTests
{
    [Fact]
    public async Task The_latest_of_many_meters_are_those_of_each_alone()
    {
        var stores = await NewStoresAsync();
        await stores.KeepAsync([OnDay(1, 1), OnDay(3, 2), OnDay(2, 3, 0x90000002), Foreign(4)]);
        MeterId[] asked = [Meter(), Meter(0x90000002), Meter(0x90000003), Meter(0x80000001)];
        var found = await stores.Readings.FindLatestOfManyAsync(Invented.Scope, asked, Cancel);
        Assert.Equal([Meter(), Meter(0x90000002)], found.Keys.Order());
        foreach (var (meter, latest) in found) Assert.Equal(await stores.Readings.FindLatestAsync(Invented.Scope, meter, Cancel), latest);
        Assert.Empty(await stores.Readings.FindLatestOfManyAsync(Invented.Scope, [], Cancel));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(5), InlineData(9)]
    public async Task The_first_pages_of_many_meters_are_those_of_each_alone(int limit)
    {
        var stores = await NewStoresAsync();
        int[] days = [9, 3, 5, 3, 9, 1, 7];
        await stores.KeepAsync([.. days.Select((day, i) => OnDay(day, i)), .. days.Take(3).Select((day, i) => OnDay(day, 100 + i, 0x90000002)), Foreign(4)]);
        MeterId[] asked = [Meter(), Meter(0x90000002), Meter(0x90000003), Meter(0x80000001)];
        var found = await stores.Readings.ListByMetersAsync(Invented.Scope, asked, limit, Cancel);
        foreach (var meter in asked)
        {
            var alone = await stores.Readings.ListByMeterAsync(Invented.Scope, meter, new(), null, limit, Cancel);
            var page = found.GetValueOrDefault(meter, new([], null));
            Assert.Equal(alone.Items.Select(static r => r.Sequence), page.Items.Select(static r => r.Sequence));
            Assert.Equal(alone.Next, page.Next);
        }
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task The_first_pages_of_many_rounds_are_those_of_each_alone(int limit)
    {
        var stores = await NewStoresAsync();
        var (one, two, none) = (SessionId.New(TimeProvider.System), SessionId.New(TimeProvider.System), SessionId.New(TimeProvider.System));
        await stores.KeepAsync([Invented.Reading(1) with { Session = one }, Invented.Reading(2) with { Session = two }, Invented.Reading(3), Invented.Reading(4) with { Session = one }, Foreign(5) with { Session = one }]);
        var found = await stores.Readings.ListBySessionsAsync(Invented.Scope, [one, two, none], limit, Cancel);
        foreach (var round in (SessionId[])[one, two, none])
        {
            var alone = await stores.Readings.ListBySessionAsync(Invented.Scope, round, null, limit, Cancel);
            var page = found.GetValueOrDefault(round, new([], null));
            Assert.Equal(alone.Items.Select(static r => r.Sequence), page.Items.Select(static r => r.Sequence));
            Assert.Equal(alone.Next, page.Next);
        }
    }
}
