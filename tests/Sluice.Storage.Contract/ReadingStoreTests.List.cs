using Sluice.Metering.Readings;

namespace Sluice.Storage.Contract;

public abstract partial class ReadingStoreTests
{
    [Fact]
    public async Task Pages_go_from_the_last_stored_to_the_first_and_do_not_shift_when_others_arrive()
    {
        var store = await NewStoreAsync();
        await store.AppendAsync([.. Enumerable.Range(1, 5).Select(n => Invented.Reading(n))], Cancel);
        var page = await store.ListAsync(null, 2, Cancel);
        Assert.Equal([5, 4], page.Items.Select(r => (int)r.TelegramId));
        await store.AppendAsync([Invented.Reading(6)], Cancel);
        page = await store.ListAsync(page.Next, 2, Cancel);
        Assert.Equal([3, 2], page.Items.Select(r => (int)r.TelegramId));
        page = await store.ListAsync(page.Next, 2, Cancel);
        Assert.Equal([1], page.Items.Select(r => (int)r.TelegramId));
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task A_page_that_ends_with_the_list_has_no_next()
    {
        var store = await NewStoreAsync();
        await store.AppendAsync([Invented.Reading(1), Invented.Reading(2)], Cancel);
        Assert.Null((await store.ListAsync(null, 2, Cancel)).Next);
        Assert.Null((await store.ListByMeterAsync(Invented.Meter(), null, 2, Cancel)).Next);
        Assert.Null((await store.ListLatestAsync(null, 1, Cancel)).Next);
    }

    [Fact]
    public async Task The_history_of_one_meter_holds_its_readings_only()
    {
        var store = await NewStoreAsync();
        var other = Invented.Meter(0x90000002);
        await store.AppendAsync([.. Enumerable.Range(1, 10).Select(n => Invented.Reading(n, n % 3 == 0 ? other : null))], Cancel);
        var page = await store.ListByMeterAsync(Invented.Meter(), null, 4, Cancel);
        Assert.Equal([10, 8, 7, 5], page.Items.Select(r => (int)r.TelegramId));
        page = await store.ListByMeterAsync(Invented.Meter(), page.Next, 4, Cancel);
        Assert.Equal([4, 2, 1], page.Items.Select(r => (int)r.TelegramId));
        Assert.Null(page.Next);
        Assert.Empty((await store.ListByMeterAsync(Invented.Meter(0x90000003), null, 4, Cancel)).Items);
    }

    [Fact]
    public async Task The_latest_is_the_one_with_the_greatest_time_even_when_older_ones_arrive_later()
    {
        var store = await NewStoreAsync();
        await store.AppendAsync([Invented.Reading(5), Invented.Reading(2) with { Name = "old name" }], Cancel);
        var latest = Assert.Single((await store.ListLatestAsync(null, 10, Cancel)).Items);
        Assert.Equal((5, 2L, Invented.Reading(5).At), ((int)latest.Reading.TelegramId, latest.Readings, latest.LastHeard));
        Assert.Equal("A-101", latest.Reading.Name);
    }

    [Fact]
    public async Task A_repeat_raises_when_the_meter_was_last_heard()
    {
        var store = await NewStoreAsync();
        var first = Invented.Reading();
        await store.AppendAsync([first], Cancel);
        await store.AppendAsync([first with { TelegramId = 2, At = first.At.AddHours(1) }, first with { TelegramId = 3, At = first.At.AddHours(-1) }], Cancel);
        var latest = Assert.Single((await store.ListLatestAsync(null, 10, Cancel)).Items);
        Assert.Equal((first.At, first.At.AddHours(1)), (latest.Reading.At, latest.LastHeard));
    }

    [Fact]
    public async Task Latest_readings_are_ordered_by_serial_number_and_paged()
    {
        var store = await NewStoreAsync();
        uint[] serials = [0x90000002, 0x10000001, 0x70000009, 0x90000001];
        await store.AppendAsync([.. serials.Select((s, i) => Invented.Reading(i + 1, Invented.Meter(s)))], Cancel);
        var page = await store.ListLatestAsync(null, 3, Cancel);
        Assert.Equal(["10000001", "70000009", "90000001"], page.Items.Select(l => l.Reading.Meter.Id));
        page = await store.ListLatestAsync(page.Next, 3, Cancel);
        Assert.Equal(["90000002"], page.Items.Select(l => l.Reading.Meter.Id));
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task Meters_are_found_by_serial_number()
    {
        var store = await NewStoreAsync();
        await store.AppendAsync([Invented.Reading(1), Invented.Reading(2, Invented.Meter(type: 0x06)), Invented.Reading(3, Invented.Meter(0x90000002))], Cancel);
        Assert.Equal([Invented.Meter(type: 0x06), Invented.Meter(type: 0x16)], await store.FindMetersAsync(0x90000001, Cancel));
        Assert.Empty(await store.FindMetersAsync(0x90000009, Cancel));
    }

    [Fact]
    public async Task Totals_count_meters_and_readings()
    {
        var store = await NewStoreAsync();
        Assert.Equal(new(0, 0, 0), await store.CountAsync(Cancel));
        await store.AppendAsync([Invented.Reading(1), Invented.Reading(2), Invented.Reading(3, Invented.Meter(2))], Cancel);
        Assert.Equal(new(2, 3, (await AllAsync(store))[0].Sequence), await store.CountAsync(Cancel));
    }

    [Theory, InlineData(""), InlineData("x"), InlineData("r"), InlineData("r-1"), InlineData("r99999999999999999999"), InlineData("m123"), InlineData("'; --")]
    public async Task A_cursor_that_is_none_is_refused(string next)
    {
        var store = await NewStoreAsync();
        await Assert.ThrowsAsync<FormatException>(async () => await store.ListAsync(next, 10, Cancel));
        await Assert.ThrowsAsync<FormatException>(async () => await store.ListByMeterAsync(Invented.Meter(), next, 10, Cancel));
        await Assert.ThrowsAsync<FormatException>(async () => await store.ListLatestAsync(next, 10, Cancel));
    }

    [Theory, InlineData(0), InlineData(IReadingStore.MaxPage + 1)]
    public async Task A_page_size_out_of_range_is_refused(int limit)
    {
        var store = await NewStoreAsync();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await store.ListAsync(null, limit, Cancel));
    }
}
