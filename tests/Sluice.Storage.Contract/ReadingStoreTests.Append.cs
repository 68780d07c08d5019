using Sluice.Metering.Readings;

namespace Sluice.Storage.Contract;

public abstract partial class ReadingStoreTests
{
    [Fact]
    public async Task A_reading_comes_back_as_it_went_in()
    {
        var store = await NewStoreAsync();
        var sent = Invented.Reading() with { Status = "DRY LEAK", Quality = ReadingQuality.Fair, Reasons = "Unverified", TotalM3 = -0.070m };
        Assert.Equal([AppendOutcome.Stored], await store.AppendAsync([sent], Cancel));
        var found = Assert.Single(await AllAsync(store));
        Assert.Equal(sent with { Sequence = found.Sequence, SeenBy = found.SeenBy }, found);
        Assert.Empty(found.SeenBy);
        Assert.Equal("-0.070", found.TotalM3?.ToString());
        Assert.True(found.Sequence > 0);
    }

    [Fact]
    public async Task What_a_telegram_does_not_say_stays_unsaid()
    {
        var store = await NewStoreAsync();
        await store.AppendAsync([Invented.Reading() with { TotalM3 = null, TargetM3 = null, RssiDbm = null, Receiver = null, SessionNumber = null }], Cancel);
        var found = Assert.Single(await AllAsync(store));
        Assert.Equal((null, null, null, null, null), (found.TotalM3, found.TargetM3, found.RssiDbm, found.Receiver, found.SessionNumber));
    }

    [Theory, InlineData("999999999999999999"), InlineData("-0.999999999999999999"), InlineData("0.000"), InlineData("0.0000000000000000000000000001")]
    public async Task Volumes_are_exact_at_the_ends_of_their_range(string volume)
    {
        var store = await NewStoreAsync();
        await store.AppendAsync([Invented.Reading() with { TotalM3 = decimal.Parse(volume) }], Cancel);
        Assert.Equal(volume, Assert.Single(await AllAsync(store)).TotalM3?.ToString());
    }

    [Fact]
    public async Task A_volume_with_too_many_digits_refuses_the_whole_batch()
    {
        var store = await NewStoreAsync();
        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await store.AppendAsync([Invented.Reading(1), Invented.Reading(2) with { TargetM3 = 1_000_000_000_000_000_000m }], Cancel));
        Assert.Empty(await AllAsync(store));
    }

    [Fact]
    public async Task The_same_telegram_from_elsewhere_is_one_reading_and_the_best_signal_wins()
    {
        var store = await NewStoreAsync();
        var first = Invented.Reading();
        await store.AppendAsync([first], Cancel);
        Assert.Equal(
            [AppendOutcome.AlreadyStored, AppendOutcome.AlreadyStored],
            await store.AppendAsync([first with { TelegramId = 2, Receiver = "reader-2", RssiDbm = -50 }, first with { TelegramId = 3, Receiver = "reader-3", RssiDbm = -90 }], Cancel));
        var found = Assert.Single(await AllAsync(store));
        Assert.Equal(("reader-2", -50, 1L), (found.Receiver, found.RssiDbm, found.TelegramId));
        Assert.Equal([new("reader-1", -70), new("reader-2", -50), new("reader-3", -90)], found.SeenBy);
    }

    [Fact]
    public async Task The_same_receiver_again_raises_its_signal_only()
    {
        var store = await NewStoreAsync();
        var first = Invented.Reading();
        await store.AppendAsync([first, first with { TelegramId = 2, RssiDbm = -60 }, first with { TelegramId = 3, RssiDbm = -80 }], Cancel);
        var found = Assert.Single(await AllAsync(store));
        Assert.Equal(-60, found.RssiDbm);
        Assert.Empty(found.SeenBy);
    }

    [Fact]
    public async Task Only_so_many_receivers_are_kept()
    {
        var store = await NewStoreAsync();
        var first = Invented.Reading();
        await store.AppendAsync([.. Enumerable.Range(1, 40).Select(n => first with { TelegramId = n, Receiver = $"reader-{n}", RssiDbm = -100 + n })], Cancel);
        var found = Assert.Single(await AllAsync(store));
        Assert.Equal(Reading.MaxSeenBy, found.SeenBy.Count);
        Assert.Equal(("reader-40", -60), (found.Receiver, found.RssiDbm));
    }

    [Fact]
    public async Task The_same_archived_telegram_again_is_answered_as_the_first_time()
    {
        var store = await NewStoreAsync();
        await store.AppendAsync([Invented.Reading()], Cancel);
        Assert.Equal([AppendOutcome.Stored], await store.AppendAsync([Invented.Reading()], Cancel));
        Assert.Single(await AllAsync(store));
        Assert.Equal(1, (await store.CountAsync(Cancel)).Readings);
    }

    [Fact]
    public async Task Another_value_or_meter_under_the_same_identity_is_a_conflict_and_the_first_stays()
    {
        var store = await NewStoreAsync();
        var first = Invented.Reading();
        await store.AppendAsync([first], Cancel);
        Assert.Equal(
            [AppendOutcome.Conflict, AppendOutcome.Conflict],
            await store.AppendAsync([first with { TelegramId = 2, TotalM3 = 99m }, first with { TelegramId = 3, Meter = Invented.Meter(0x90000002) }], Cancel));
        Assert.Equal(first.TotalM3, Assert.Single(await AllAsync(store)).TotalM3);
        Assert.Equal(1, (await store.CountAsync(Cancel)).Meters);
    }

    [Fact]
    public async Task Repeats_are_found_whether_or_not_there_is_a_session_number_and_however_old()
    {
        var store = await NewStoreAsync();
        Reading[] old = [.. Enumerable.Range(1, 30).Select(n => Invented.Reading(n) with { SessionNumber = n % 2 == 0 ? (uint)n : null })];
        await store.AppendAsync(old, Cancel);
        Assert.All(await store.AppendAsync([.. old.Reverse().Select(r => r with { TelegramId = 1000 })], Cancel), o => Assert.Equal(AppendOutcome.AlreadyStored, o));
        Assert.Equal(30, (await AllAsync(store)).Count);
    }

    [Fact]
    public async Task Many_callers_with_the_same_readings_store_each_once()
    {
        var store = await NewStoreAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 20).Select(caller => Task.Run(async () =>
            await store.AppendAsync([.. Enumerable.Range(1, 20).Select(n => Invented.Reading(n) with { TelegramId = (caller * 100) + n })], Cancel), Cancel)));
        Assert.Equal(20, outcomes.SelectMany(o => o).Count(o => o == AppendOutcome.Stored));
        Assert.Equal(20, (await AllAsync(store)).Count);
    }
}
