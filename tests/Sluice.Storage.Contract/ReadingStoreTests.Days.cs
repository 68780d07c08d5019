using Sluice.Metering.Readings;

namespace Sluice.Storage.Contract;

public abstract partial class ReadingStoreTests
{
    private static DateOnly January(int day) => new(2026, 1, day);

    [Fact]
    public async Task The_use_of_a_day_is_what_its_last_reading_adds_to_the_day_before()
    {
        var stores = await NewStoresAsync();
        await stores.KeepAsync([Total(1, 1, 10.000m), Total(2, 2, 10.100m), Total(2, 3, 10.250m), Total(3, 4, 10.250m), Total(1, 5, 5m, 0x90000002), Total(2, 6, 5.5m, 0x90000002)]);
        Assert.Equal([new(January(2), 0.750m, 2), new(January(3), 0.000m, 1)], await stores.Readings.UseByDayAsync(Invented.Scope, January(1), January(31), Cancel));
        Assert.Equal([new(January(2), 0.5m, 1)], await stores.Readings.UseByDayAsync(Invented.Scope, Meter(0x90000002), January(1), January(31), Cancel));
    }

    [Fact]
    public async Task Between_rounds_the_use_is_spread_exactly_and_the_same_whichever_days_are_asked_for()
    {
        var stores = await NewStoresAsync();
        await stores.KeepAsync([Total(1, 1, 10.000m), Total(8, 2, 11.000m)]);
        DayUse[] all = [.. Enumerable.Range(2, 6).Select(static d => new DayUse(January(d), 0.142m, 1)), new(January(8), 0.148m, 1)];
        Assert.Equal(all, await stores.Readings.UseByDayAsync(Invented.Scope, January(1), January(31), Cancel));
        Assert.Equal(all[1..4], await stores.Readings.UseByDayAsync(Invented.Scope, January(3), January(5), Cancel));
        Assert.Equal(all[5..], await stores.Readings.UseByDayAsync(Invented.Scope, January(7), January(9), Cancel));
    }

    [Fact]
    public async Task A_late_reading_takes_its_place_among_the_days()
    {
        var stores = await NewStoresAsync();
        await stores.KeepAsync([Total(1, 1, 10m), Total(9, 2, 18m)]);
        await stores.KeepAsync([Total(5, 3, 17m), Total(3, 4, 10m), Total(5, 5, 16m)]);
        Assert.Equal([0m, 0m, 3m, 3m, 0.5m, 0.5m, 0.5m, 0.5m], (await stores.Readings.UseByDayAsync(Invented.Scope, January(1), January(31), Cancel)).Select(static d => d.UseM3));
    }

    [Fact]
    public async Task A_volume_that_fell_gives_no_use()
    {
        var stores = await NewStoresAsync();
        await stores.KeepAsync([Total(1, 1, 10m), Total(2, 2, 3m), Total(3, 3, 4m), Total(4, 4, 0m) with { TotalM3 = null }, Total(5, 5, 6m)]);
        Assert.Equal([new(January(3), 1m, 1), new(January(4), 1m, 1), new(January(5), 1m, 1)], await stores.Readings.UseByDayAsync(Invented.Scope, January(1), January(31), Cancel));
    }

    [Fact]
    public async Task The_newest_of_each_meter_in_some_days_comes_in_one_go()
    {
        var stores = await NewStoresAsync();
        await stores.KeepAsync([Total(1, 1, 1m), Total(2, 2, 2m), Total(4, 3, 4m), Total(1, 4, 5m, 0x90000002), Total(9, 5, 6m, 0x90000003)]);
        await stores.KeepAsync([Total(3, 6, 3m), Total(2, 7, 2.5m)]);   // late ones
        async ValueTask<IEnumerable<(uint, decimal?)>> NewestAsync(int first, int last) =>
            (await stores.Readings.ListNewestAsync(Invented.Scope, January(first), January(last), Cancel)).Select(static n => (n.Key.Serial, n.Value.TotalM3)).Order();
        Assert.Equal([(0x90000001, 3m), (0x90000002, 5m)], await NewestAsync(1, 3));
        Assert.Equal([(0x90000001, 4m), (0x90000002, 5m), (0x90000003, 6m)], await NewestAsync(1, 31));
        Assert.Empty(await NewestAsync(5, 8));
        Assert.Empty(await stores.Readings.ListNewestAsync(Scopes.LakeView, January(1), January(31), Cancel));
    }

    private static Reading Total(int day, int number, decimal total, uint serial = 0x90000001) => OnDay(day, number, serial) with { TotalM3 = total };
}
