using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Sessions;
using Sluice.Metering.Telegrams;

namespace Sluice.Storage.Contract;

public abstract partial class ReadingStoreTests
{
    [Fact]
    public async Task A_reading_comes_back_as_it_went_in()
    {
        var stores = await NewStoresAsync();
        var sent = Invented.Reading() with
        {
            Status = "DRY LEAK",
            Quality = ReadingQuality.Fair,
            Reasons = "Unverified",
            TotalM3 = -0.070m,
            Session = SessionId.New(TimeProvider.System),
            Gps = new(18.5204, 73.8567),
            TargetDate = new DateOnly(2026, 3, 1),
        };
        var outcome = Assert.Single(await stores.KeepAsync([sent]));
        Assert.True(outcome.IsNew);
        var found = Assert.Single(await stores.AllAsync());
        Assert.Equal(sent with { Sequence = found.Sequence, TelegramId = outcome.TelegramId, SeenBy = found.SeenBy }, found);
        Assert.Equal(found with { SeenBy = [] }, outcome.Reading! with { SeenBy = [] }, ReadingsAlike);
        Assert.Empty(found.SeenBy);
        Assert.Equal("-0.070", found.TotalM3?.ToString());
        Assert.True(found.Sequence > 0);
    }

    [Fact]
    public async Task What_a_telegram_does_not_say_stays_unsaid()
    {
        var stores = await NewStoresAsync();
        await stores.KeepAsync([Invented.Reading() with { TotalM3 = null, TargetM3 = null, RssiDbm = null, Receiver = null, SessionNumber = null }]);
        var found = Assert.Single(await stores.AllAsync());
        Assert.Equal((null, null, null, null, null), (found.TotalM3, found.TargetM3, found.RssiDbm, found.Receiver, found.SessionNumber));
        Assert.Equal((null, null, null, null), (found.Session, found.Gps, found.TargetDate, found.TargetDay));
    }

    [Theory, InlineData("999999999999999999"), InlineData("-0.999999999999999999"), InlineData("0.000"), InlineData("0.0000000000000000000000000001")]
    public async Task Volumes_are_exact_at_the_ends_of_their_range(string volume)
    {
        var stores = await NewStoresAsync();
        await stores.KeepAsync([Invented.Reading() with { TotalM3 = decimal.Parse(volume) }]);
        Assert.Equal(volume, Assert.Single(await stores.AllAsync()).TotalM3?.ToString());
    }

    [Fact]
    public async Task A_volume_with_too_many_digits_refuses_the_whole_batch()
    {
        var stores = await NewStoresAsync();
        await Assert.ThrowsAsync<ArgumentException>(async () => await stores.KeepAsync([Invented.Reading(1), Invented.Reading(2) with { TargetM3 = 1_000_000_000_000_000_000m }]));
        Assert.Empty(await stores.AllAsync());
        Assert.DoesNotContain(await stores.Archive.CountAsync(Cancel), static c => c.Value != 0);
    }

    [Fact]
    public async Task The_same_telegram_from_elsewhere_is_one_reading_and_the_best_signal_wins()
    {
        var stores = await NewStoresAsync();
        var first = Invented.Reading();
        await stores.KeepAsync([first]);
        var again = await stores.KeepAsync([first with { Receiver = "reader-2", RssiDbm = -50 }, first with { Receiver = "reader-3", RssiDbm = -90 }]);
        Assert.All(again, static o => Assert.Equal(DecodeState.Repeated, o.State));
        var found = Assert.Single(await stores.AllAsync());
        Assert.Equal(("reader-2", -50), (found.Receiver, found.RssiDbm));
        Assert.Equal([new("reader-1", -70), new("reader-2", -50), new("reader-3", -90)], found.SeenBy);
        Assert.Equal((found.Sequence, found.Receiver), (again[1].Reading!.Sequence, again[1].Reading!.Receiver));
        Assert.Equal("reader-2", (await stores.Readings.FindLatestAsync(Invented.Scope, MeterId.Of(first.Meter), Cancel))!.Reading.Receiver);
        Assert.Equal(2, (await stores.Archive.CountAsync(Cancel))[DecodeState.Repeated]);
    }

    [Fact]
    public async Task The_same_receiver_again_raises_its_signal_only()
    {
        var stores = await NewStoresAsync();
        var first = Invented.Reading();
        await stores.KeepAsync([first, first with { RssiDbm = -60 }, first with { RssiDbm = -80 }]);
        var found = Assert.Single(await stores.AllAsync());
        Assert.Equal(-60, found.RssiDbm);
        Assert.Empty(found.SeenBy);
    }

    [Fact]
    public async Task Only_so_many_receivers_are_kept()
    {
        var stores = await NewStoresAsync();
        var first = Invented.Reading();
        await stores.KeepAsync(Enumerable.Range(1, 40).Select(n => first with { Receiver = $"reader-{n}", RssiDbm = -100 + n }));
        var found = Assert.Single(await stores.AllAsync());
        Assert.Equal(Reading.MaxSeenBy, found.SeenBy.Count);
        Assert.Equal(("reader-40", -60), (found.Receiver, found.RssiDbm));
    }

    [Fact]
    public async Task Another_value_or_meter_under_the_same_identity_makes_no_reading_and_the_first_stays()
    {
        var stores = await NewStoresAsync();
        var first = Invented.Reading();
        await stores.KeepAsync([first]);
        var others = await stores.KeepAsync([first with { TotalM3 = 99m }]);
        Assert.Equal(DecodeState.Repeated, Assert.Single(others).State);
        Assert.Equal(first.TotalM3, Assert.Single(await stores.AllAsync()).TotalM3);
        Assert.Equal(1, (await stores.Readings.CountAsync(Invented.Installation, Cancel)).Meters);
    }

    [Fact]
    public async Task Repeats_are_found_whether_or_not_there_is_a_session_number_and_however_late_they_come()
    {
        var stores = await NewStoresAsync();
        Reading[] old = [.. Enumerable.Range(1, 30).Select(n => Invented.Reading(n) with { SessionNumber = n % 2 == 0 ? 0x2000_0000 + ((uint)n << 10) : null })];
        await stores.KeepAsync(old);
        var years = old.Reverse().Select(static r => r with { At = r.At.AddYears(3), Day = r.Day.AddYears(3) });
        Assert.All(await stores.KeepAsync(years), static o => Assert.Equal(DecodeState.Repeated, o.State));
        Assert.Equal(30, (await stores.AllAsync()).Count);
    }

    [Fact]
    public async Task A_repeat_is_found_although_its_meter_has_moved_to_another_society()
    {
        var stores = await NewStoresAsync();
        await stores.KeepAsync([Invented.Reading(1), Invented.Reading(2)]);
        var moved = Invented.Reading(3) with { Society = Invented.OtherScope.Society };
        Assert.Equal([true, false], (await stores.KeepAsync([moved, Invented.Reading(1) with { Society = moved.Society }])).Select(static o => o.IsNew));
        Assert.Equal(2, (await stores.AllAsync()).Count);
        Assert.Equal(moved.TotalM3, Assert.Single((await stores.Readings.ListAsync(Invented.OtherScope, null, 10, Cancel)).Items).TotalM3);
    }

    [Fact]
    public async Task Many_callers_with_the_same_readings_store_each_once()
    {
        var stores = await NewStoresAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(1, 20).Select(_ => Task.Run(async () => await stores.KeepAsync(Enumerable.Range(1, 20).Select(static n => Invented.Reading(n))), Cancel)));
        Assert.Equal(20, outcomes.SelectMany(static o => o).Count(static o => o.IsNew));
        Assert.Equal(20, (await stores.AllAsync()).Count);
    }

    private static bool ReadingsAlike(Reading one, Reading other) => one with { SeenBy = other.SeenBy } == other;
}
