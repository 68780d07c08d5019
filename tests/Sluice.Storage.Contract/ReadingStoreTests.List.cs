using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Sessions;

namespace Sluice.Storage.Contract;

public abstract partial class ReadingStoreTests
{
    [Fact]
    public async Task Pages_go_from_the_last_stored_to_the_first_and_do_not_shift_when_others_arrive()
    {
        var stores = await NewStoresAsync();
        await stores.KeepAsync(Enumerable.Range(1, 5).SelectMany(static n => new[] { Invented.Reading(n), Foreign(n) }));
        var page = await stores.Readings.ListAsync(Invented.Scope, null, 2, Cancel);
        Assert.Equal([5, 4], page.Items.Select(Number));
        await stores.KeepAsync([Invented.Reading(6)]);
        page = await stores.Readings.ListAsync(Invented.Scope, page.Next, 2, Cancel);
        Assert.Equal([3, 2], page.Items.Select(Number));
        page = await stores.Readings.ListAsync(Invented.Scope, page.Next, 2, Cancel);
        Assert.Equal([1], page.Items.Select(Number));
        Assert.Null(page.Next);
        Assert.Equal(11, (await stores.Readings.ListAsync(Invented.Installation, null, 100, Cancel)).Items.Count);
    }

    [Fact]
    public async Task A_page_that_ends_with_the_list_has_no_next()
    {
        var stores = await NewStoresAsync();
        await stores.KeepAsync([Invented.Reading(1), Invented.Reading(2)]);
        Assert.Null((await stores.Readings.ListAsync(Invented.Scope, null, 2, Cancel)).Next);
        Assert.Null((await stores.Readings.ListByMeterAsync(Invented.Scope, Meter(), TimeRange.All, null, 2, Cancel)).Next);
        Assert.Null((await stores.Readings.ListBetweenAsync(Invented.Scope, TimeRange.All, null, 2, Cancel)).Next);
        Assert.Null((await stores.Readings.ListLatestAsync(Invented.Scope, null, 1, Cancel)).Next);
    }

    [Fact]
    public async Task No_list_shows_another_society_anything()
    {
        var stores = await NewStoresAsync();
        var round = SessionId.New(TimeProvider.System);
        var sequence = (await stores.KeepAsync([Invented.Reading(1) with { Session = round }]))[0].Reading!.Sequence;
        await stores.KeepAsync([Foreign(2)]);
        var other = Invented.OtherScope;
        var readings = stores.Readings;
        Assert.Equal([2], (await readings.ListAsync(other, null, 10, Cancel)).Items.Select(Number));
        Assert.Equal([2], (await readings.ListBetweenAsync(other, TimeRange.All, null, 10, Cancel)).Items.Select(Number));
        Assert.Empty((await readings.ListByMeterAsync(other, Meter(), TimeRange.All, null, 10, Cancel)).Items);
        Assert.Empty((await readings.ListBySessionAsync(other, round, null, 10, Cancel)).Items);
        Assert.Equal(["80000001"], (await readings.ListLatestAsync(other, null, 10, Cancel)).Items.Select(static l => l.Reading.Meter.Id));
        Assert.Null(await readings.FindLatestAsync(other, Meter(), Cancel));
        Assert.Null(await readings.FindAsync(other, sequence, Cancel));
        Assert.Empty(await readings.FindMetersAsync(other, 0x90000001, Cancel));
        Assert.Empty(await readings.UseByDayAsync(other, Meter(), DateOnly.MinValue, DateOnly.MaxValue, Cancel));
        Assert.Equal(sequence, (await readings.FindAsync(Invented.Scope, sequence, Cancel))!.Sequence);
        Assert.Equal(Invented.Society, await readings.FindSocietyAsync(sequence, Cancel));
        Assert.Null(await readings.FindSocietyAsync(4711, Cancel));
    }

    [Fact]
    public async Task The_history_of_one_meter_is_in_the_order_of_time_however_late_its_readings_came()
    {
        var stores = await NewStoresAsync();
        int[] days = [9, 3, 5, 3, 9, 1, 7, 4];
        await stores.KeepAsync(days.Select((day, i) => OnDay(day, i)).Concat(days.Select((day, i) => OnDay(day, 100 + i, 0x90000002))));
        var all = new List<Reading>();
        string? next = null;
        do
        {
            var page = await stores.Readings.ListByMeterAsync(Invented.Scope, Meter(), TimeRange.All, next, 3, Cancel);
            all.AddRange(page.Items);
            next = page.Next;
        }
        while (next is not null);
        Assert.Equal([4, 0, 6, 2, 7, 3, 1, 5], all.Select(static r => (int)(r.Identity - 0xF000_0000_0000_0000)));
    }

    [Fact]
    public async Task A_range_begins_with_its_first_moment_and_ends_before_its_last()
    {
        var stores = await NewStoresAsync();
        await stores.KeepAsync(Enumerable.Range(1, 9).SelectMany(static n => new[] { OnDay(n, n), OnDay(n, 100 + n, 0x90000002) }));
        var range = new TimeRange(OnDay(3, 3).At, OnDay(6, 6).At);
        Assert.Equal([5, 4, 3], (await stores.Readings.ListByMeterAsync(Invented.Scope, Meter(), range, null, 10, Cancel)).Items.Select(Identity));
        var page = await stores.Readings.ListBetweenAsync(Invented.Scope, range with { To = OnDay(5, 999).At }, null, 3, Cancel);
        Assert.Equal([5, 105, 4], page.Items.Select(Identity));
        page = await stores.Readings.ListBetweenAsync(Invented.Scope, range with { To = OnDay(5, 999).At }, page.Next, 3, Cancel);
        Assert.Equal([104, 3, 103], page.Items.Select(Identity));
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task A_round_has_the_readings_first_heard_in_it()
    {
        var stores = await NewStoresAsync();
        var (one, two) = (SessionId.New(TimeProvider.System), SessionId.New(TimeProvider.System));
        await stores.KeepAsync([Invented.Reading(1) with { Session = one }, Invented.Reading(2) with { Session = two }, Invented.Reading(3), Invented.Reading(4) with { Session = one }]);
        await stores.KeepAsync([Invented.Reading(2) with { Session = one }]);
        var page = await stores.Readings.ListBySessionAsync(Invented.Scope, one, null, 1, Cancel);
        Assert.Equal([4], page.Items.Select(Number));
        Assert.Equal([1], (await stores.Readings.ListBySessionAsync(Invented.Scope, one, page.Next, 1, Cancel)).Items.Select(Number));
    }

    [Fact]
    public async Task The_latest_is_the_one_with_the_greatest_time_even_when_older_ones_arrive_later()
    {
        var stores = await NewStoresAsync();
        await stores.KeepAsync([Invented.Reading(5), Invented.Reading(2) with { Name = "old name" }]);
        var latest = Assert.Single((await stores.Readings.ListLatestAsync(Invented.Scope, null, 10, Cancel)).Items);
        Assert.Equal((5, 2L, Invented.Reading(5).At), (Number(latest.Reading), latest.Readings, latest.LastHeard));
        Assert.Equal("A-101", latest.Reading.Name);
    }

    [Fact]
    public async Task A_repeat_raises_when_the_meter_was_last_heard()
    {
        var stores = await NewStoresAsync();
        var first = Invented.Reading();
        await stores.KeepAsync([first]);
        await stores.KeepAsync([first with { At = first.At.AddHours(1) }, first with { At = first.At.AddHours(-1) }]);
        var latest = Assert.Single((await stores.Readings.ListLatestAsync(Invented.Installation, null, 10, Cancel)).Items);
        Assert.Equal((first.At, first.At.AddHours(1)), (latest.Reading.At, latest.LastHeard));
    }

    [Fact]
    public async Task Latest_readings_are_ordered_by_serial_number_and_paged()
    {
        var stores = await NewStoresAsync();
        uint[] serials = [0x90000002, 0x10000001, 0x70000009, 0x90000001];
        await stores.KeepAsync(serials.Select((s, i) => Invented.Reading(i + 1, Invented.Meter(s))).Append(Foreign(9)));
        var page = await stores.Readings.ListLatestAsync(Invented.Scope, null, 3, Cancel);
        Assert.Equal(["10000001", "70000009", "90000001"], page.Items.Select(l => l.Reading.Meter.Id));
        page = await stores.Readings.ListLatestAsync(Invented.Scope, page.Next, 3, Cancel);
        Assert.Equal(["90000002"], page.Items.Select(l => l.Reading.Meter.Id));
        Assert.Null(page.Next);
        Assert.Equal(5, (await stores.Readings.ListLatestAsync(Invented.Installation, null, 10, Cancel)).Items.Count);
    }

    [Fact]
    public async Task Meters_are_found_by_serial_number()
    {
        var stores = await NewStoresAsync();
        var other = Invented.Meter() with { Manufacturer = WMBus.Frames.Manufacturer.Parse("ABC") };
        await stores.KeepAsync([Invented.Reading(1), Invented.Reading(2, other), Invented.Reading(3, Invented.Meter(0x90000002))]);
        MeterId[] both = [MeterId.Of(other), MeterId.Of(Invented.Meter())];
        Assert.Equal(both.Order(), await stores.Readings.FindMetersAsync(Invented.Scope, 0x90000001, Cancel));
        Assert.Equal(both.Order(), await stores.Readings.FindMetersAsync(Invented.Installation, 0x90000001, Cancel));
        Assert.Empty(await stores.Readings.FindMetersAsync(Invented.Scope, 0x90000009, Cancel));
    }

    [Fact]
    public async Task Totals_count_meters_and_readings()
    {
        var stores = await NewStoresAsync();
        Assert.Equal(new(0, 0, 0), await stores.Readings.CountAsync(Invented.Installation, Cancel));
        await stores.KeepAsync([Invented.Reading(1), Invented.Reading(2), Invented.Reading(3, Invented.Meter(2))]);
        Assert.Equal(new(2, 3, (await stores.AllAsync())[0].Sequence), await stores.Readings.CountAsync(Invented.Installation, Cancel));
    }

    [Theory, InlineData(""), InlineData("x"), InlineData("r"), InlineData("r-1"), InlineData("r99999999999999999999"), InlineData("m123"), InlineData("d1.2.3"), InlineData("'; --")]
    public async Task A_cursor_that_is_none_is_refused(string next)
    {
        var stores = await NewStoresAsync();
        await Assert.ThrowsAsync<FormatException>(async () => await stores.Readings.ListAsync(Invented.Scope, next, 10, Cancel));
        await Assert.ThrowsAsync<FormatException>(async () => await stores.Readings.ListBetweenAsync(Invented.Scope, TimeRange.All, next, 10, Cancel));
        await Assert.ThrowsAsync<FormatException>(async () => await stores.Readings.ListByMeterAsync(Invented.Scope, Meter(), TimeRange.All, next, 10, Cancel));
        await Assert.ThrowsAsync<FormatException>(async () => await stores.Readings.ListLatestAsync(Invented.Scope, next, 10, Cancel));
    }

    [Theory, InlineData(0), InlineData(IReadingStore.MaxLatest + 1)]
    public async Task A_page_size_out_of_range_is_refused(int limit)
    {
        var stores = await NewStoresAsync();
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await stores.Readings.ListAsync(Invented.Scope, null, limit, Cancel));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await stores.Readings.ListLatestAsync(Invented.Scope, null, limit, Cancel));
    }

    private static MeterId Meter(uint serial = 0x90000001) => MeterId.Of(Invented.Meter(serial));

    private static int Identity(Reading reading) => (int)(reading.Identity - 0xF000_0000_0000_0000);

    /// <summary>The number an invented reading was made with.</summary>
    private static int Number(Reading reading) => Identity(reading) % 1000;

    private static Reading Foreign(int number) => Invented.Reading(number, Invented.Meter(0x80000001)) with
    {
        Society = Invented.OtherScope.Society,
        Identity = 0xF000_0000_0000_0000 + (ulong)(5000 + number),
    };

    /// <summary>A reading of a day in January, number minutes after noon.</summary>
    private static Reading OnDay(int day, int number, uint serial = 0x90000001)
    {
        var at = new DateTimeOffset(2026, 1, day, 12, 0, 0, TimeSpan.Zero).AddMinutes(number % 100);
        return Invented.Reading(number, Invented.Meter(serial)) with
        {
            At = at,
            Day = DateOnly.FromDateTime(at.UtcDateTime),
            SessionNumber = 0x2000_0000 + (uint)((1_000_000 + (day * 1440) + number) << 4),
        };
    }
}
