using Sluice.Metering.Identity;
using Sluice.Metering.Readings;
using Sluice.Metering.Sessions;
using Sluice.Metering.Telegrams;

namespace Sluice.Storage.Contract;

/// <summary>What every <see cref="IIntakeStore"/> promises of telegrams from gateways.</summary>
public abstract class IntakeStoreTests
{
    private static readonly ArrivalContext Gateway = new() { FromGateway = true, DeliveredBy = "roof", DeliveredFor = [Invented.Society] };

    protected abstract ValueTask<IntakeStores> NewStoresAsync();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Of_a_gateway_one_telegram_of_a_meter_is_kept_per_slot_and_every_change_of_its_info_codes()
    {
        var stores = await NewStoresAsync();
        var first = Heard(0);
        var outcomes = await stores.Intake.CommitAsync([first, Heard(16), Heard(32, "LEAK"), Heard(48, "LEAK"), Heard(64), Heard(15 * 60), Heard((15 * 60) + 16)], Cancel);
        Assert.Equal([true, false, true, false, true, true, false], outcomes.Select(static o => o.TelegramId > 0));
        Assert.Equal(4, (await stores.AllAsync()).Count);
        Assert.Equal(4, (await stores.Archive.CountAsync(Cancel))[DecodeState.Decoded]);
    }

    [Fact]
    public async Task What_is_not_kept_raises_when_the_meter_was_heard_and_by_whom()
    {
        var stores = await NewStoresAsync();
        await stores.Intake.CommitAsync([Heard(0, rssi: -80), Heard(16, rssi: -60), Heard(32, rssi: -90), Heard(48, receiver: "stairs", rssi: null)], Cancel);
        var meter = Metering.Meters.MeterId.Of(Invented.Meter());
        Assert.Equal(Invented.Noon.AddSeconds(48), (await stores.Readings.FindLatestAsync(Invented.Scope, meter, Cancel))!.LastHeard);
        Assert.Equal(
            [new("stairs", 1, Invented.Noon.AddSeconds(48), null), new("roof-1", 3, Invented.Noon.AddSeconds(32), -60)],
            await stores.Readings.ListReceptionsAsync(Invented.Scope, meter, Cancel));
        Assert.Empty(await stores.Readings.ListReceptionsAsync(Invented.OtherScope, meter, Cancel));
    }

    [Fact]
    public async Task A_telegram_that_is_kept_from_one_gateway_and_heard_by_another_is_a_repeat()
    {
        var stores = await NewStoresAsync();
        await stores.Intake.CommitAsync([Heard(0)], Cancel);
        var again = Assert.Single(await stores.Intake.CommitAsync([Heard(0, receiver: "stairs", rssi: -40)], Cancel));
        Assert.Equal((DecodeState.Repeated, "stairs", -40), (again.State, again.Reading!.Receiver, again.Reading.RssiDbm));
    }

    [Fact]
    public async Task Telegrams_that_a_gateway_buffered_fill_the_slots_that_are_still_empty()
    {
        var stores = await NewStoresAsync();
        await stores.Intake.CommitAsync([Heard(0), Heard(3 * 3600)], Cancel);
        var late = await stores.Intake.CommitAsync([Heard(3600), Heard(3616), Heard(16), Heard(-36 * 3600)], Cancel);
        Assert.Equal([true, false, false, true], late.Select(static o => o.TelegramId > 0));
    }

    [Fact]
    public async Task Of_people_and_of_rounds_everything_is_kept()
    {
        var stores = await NewStoresAsync();
        IntakeItem[] people = [.. Enumerable.Range(0, 5).Select(n => Heard(n * 16, context: ArrivalContext.None))];
        IntakeItem[] round = [.. Enumerable.Range(5, 5).Select(n => Heard(n * 16, context: Gateway with { Session = SessionId.New(TimeProvider.System) }))];
        Assert.All(await stores.Intake.CommitAsync([.. people, .. round], Cancel), static o => Assert.True(o.IsNew));
    }

    [Fact]
    public async Task The_first_undecodable_telegrams_of_a_meter_and_day_are_kept()
    {
        var stores = await NewStoresAsync();
        var noKey = new IntakeItem(Invented.Telegram() with { Context = Gateway }, new(0, DecodeState.NoKey, Invented.Meter()));
        var other = noKey with { Verdict = new(0, DecodeState.NoKey, Invented.Meter(0x90000002)) };
        var tomorrow = noKey with { Arrival = noKey.Arrival with { ReceivedAt = Invented.Noon.AddDays(1) } };
        var outcomes = await stores.Intake.CommitAsync([.. Enumerable.Repeat(noKey, KeepRule.UndecodedPerDay + 5), other, tomorrow], Cancel);
        Assert.Equal(KeepRule.UndecodedPerDay + 2, outcomes.Count(static o => o.TelegramId > 0));
        Assert.All(outcomes, static o => Assert.Equal(DecodeState.NoKey, o.State));
    }

    [Fact]
    public async Task A_dial_that_was_read_takes_no_slot_and_is_not_heard()
    {
        var stores = await NewStoresAsync();
        await stores.Intake.CommitAsync([Heard(0)], Cancel);
        await stores.Intake.CommitAsync([Dial(16)], Cancel);
        var latest = (await stores.Readings.FindLatestAsync(Invented.Scope, Metering.Meters.MeterId.Of(Invented.Meter()), Cancel))!;
        Assert.Equal((ReadingSource.Manual, Invented.Noon), (latest.Reading.Source, latest.LastHeard));
        Assert.True(Assert.Single(await stores.Intake.CommitAsync([Heard(32)], Cancel)).TelegramId > 0);
        Assert.Equal(2, (await stores.Archive.CountAsync(Cancel))[DecodeState.Decoded]);
    }

    [Fact]
    public async Task Of_a_meter_that_was_never_heard_the_dial_can_be_read()
    {
        var stores = await NewStoresAsync();
        Assert.True(Assert.Single(await stores.Intake.CommitAsync([Dial(0)], Cancel)).IsNew);
        var latest = Assert.Single((await stores.Readings.ListLatestAsync(Invented.Scope, null, 10, Cancel)).Items);
        Assert.Equal((DateTimeOffset.UnixEpoch, 1L), (latest.LastHeard, latest.Readings));
    }

    private static IntakeItem Dial(int second)
    {
        var reading = Heard(second).Reading! with { TelegramId = 0, SessionNumber = null };
        return IntakeItem.Entered(reading, new() { At = reading.At, TotalM3 = reading.TotalM3 }, Metering.Validation.RuleSet.Default, reading.At);
    }

    private static IntakeItem Heard(int second, string status = "OK", string? receiver = "roof-1", int? rssi = -70, ArrivalContext? context = null)
    {
        var reading = Invented.Reading(1_000_000 + second) with { At = Invented.Noon.AddSeconds(second), Status = status, Receiver = receiver, RssiDbm = rssi };
        reading = reading with { SessionNumber = 0x2000_0000 + (uint)((10_000_000 + (second / 60)) << 4), Day = DateOnly.FromDateTime(reading.At.UtcDateTime) };
        return IntakeStores.Item(reading, 1, Invented.Telegram() with { Context = context ?? Gateway, Receiver = receiver, RssiDbm = rssi });
    }
}
