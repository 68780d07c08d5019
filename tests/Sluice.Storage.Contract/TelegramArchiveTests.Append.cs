using System.Collections.Concurrent;
using Sluice.Metering.Readings;
using Sluice.Metering.Sessions;
using Sluice.Metering.Telegrams;
using Sluice.WMBus;

namespace Sluice.Storage.Contract;

public abstract partial class TelegramArchiveTests
{
    [Theory, MemberData(nameof(States))]
    public async Task Every_telegram_comes_back_unchanged_with_its_verdict(DecodeState state)
    {
        var stores = await NewStoresAsync();
        var item = state == DecodeState.Decoded
            ? IntakeStores.Item(Invented.Reading())
            : new IntakeItem(Invented.Telegram(), new(0, state, Invented.Meter(), state == DecodeState.UnknownFormat ? (ushort)0x61EB : null, Layer.Application, 17));
        var context = new ArrivalContext { Session = SessionId.New(TimeProvider.System), Gps = new(18.52, 73.85), DeliveredBy = "scanner-7", FromGateway = false };
        item = item with { Arrival = item.Arrival with { Context = context } };
        var outcome = Assert.Single(await stores.Intake.CommitAsync([item], Cancel));
        Assert.True(outcome.TelegramId > 0);
        Assert.Equal(state, outcome.State);
        var found = (await stores.Archive.FindAsync(outcome.TelegramId, Cancel))!;
        Assert.Equal(item.Verdict with { Id = outcome.TelegramId }, found.Verdict);
        Assert.Equal(item.Arrival with { Bytes = default }, found.Arrival with { Bytes = default });
        Assert.Equal(item.Arrival.Bytes.ToArray(), found.Arrival.Bytes.ToArray());
        Assert.Equal(new Dictionary<DecodeState, long> { [state] = 1 }, (await stores.Archive.CountAsync(Cancel)).Where(static c => c.Value != 0).ToDictionary());
    }

    public static TheoryData<DecodeState> States => [.. Enum.GetValues<DecodeState>().Where(static s => s != DecodeState.Repeated)];

    [Fact]
    public async Task Who_delivered_for_which_societies_is_kept()
    {
        var stores = await NewStoresAsync();
        var arrival = Invented.Telegram() with { Context = new() { DeliveredFor = [Invented.Society, Invented.OtherScope.Society], FromGateway = true } };
        var ids = (await stores.Intake.CommitAsync([new(arrival, new(0, DecodeState.NotForUs)), IntakeStores.Item(Invented.Reading(), 1, arrival)], Cancel)).Select(static o => o.TelegramId);
        foreach (var id in ids)
        {
            var context = (await stores.Archive.FindAsync(id, Cancel))!.Arrival.Context;
            Assert.True(context.FromGateway);
            Assert.Equal([Invented.Society, Invented.OtherScope.Society], context.DeliveredFor!);
        }
    }

    [Theory, InlineData(true), InlineData(false)]
    public async Task What_a_receiver_does_not_say_stays_unsaid(bool decoded)
    {
        var stores = await NewStoresAsync();
        var arrival = new TelegramArrival(new byte[] { 1 }, Invented.Noon);
        var id = (await stores.Intake.CommitAsync([decoded ? IntakeStores.Item(Invented.Reading(), 1, arrival) : new(arrival, new(0, DecodeState.NotWMBus))], Cancel))[0].TelegramId;
        var found = (await stores.Archive.FindAsync(id, Cancel))!.Arrival;
        Assert.Equal((null, null, null, ArrivalContext.None), (found.RssiDbm, found.Receiver, found.HeardAt, found.Context));
    }

    [Fact]
    public async Task Numbers_rise_in_the_order_of_batches_whatever_the_verdicts()
    {
        var stores = await NewStoresAsync();
        var first = await stores.Intake.CommitAsync([IntakeStores.Item(Invented.Reading(1)), new(Invented.Telegram(2), new(0, DecodeState.NoKey)), IntakeStores.Item(Invented.Reading(3), 3)], Cancel);
        var second = await stores.Intake.CommitAsync([new(Invented.Telegram(4), new(0, DecodeState.Damaged)), IntakeStores.Item(Invented.Reading(5), 5)], Cancel);
        long[] all = [.. first.Concat(second).Select(static o => o.TelegramId)];
        Assert.Equal(all.Order().Distinct(), all);
        for (var i = 0; i < all.Length; i++) Assert.Equal(i + 1, (await stores.Archive.FindAsync(all[i], Cancel))!.Arrival.Bytes.Span[3]);
        Assert.Null(await stores.Archive.FindAsync(all[^1] + 1, Cancel));
    }

    [Fact]
    public async Task An_empty_batch_changes_nothing()
    {
        var stores = await NewStoresAsync();
        Assert.Empty(await stores.Intake.CommitAsync([], Cancel));
        Assert.DoesNotContain(await stores.Archive.CountAsync(Cancel), static c => c.Value != 0);
    }

    [Theory, InlineData(0), InlineData(TelegramArrival.MaxBytes + 1)]
    public async Task A_telegram_without_bytes_or_with_too_many_refuses_the_whole_batch(int length)
    {
        var stores = await NewStoresAsync();
        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await stores.Intake.CommitAsync([IntakeStores.Item(Invented.Reading()), new(new(new byte[length], Invented.Noon), new(0, DecodeState.NotWMBus))], Cancel));
        Assert.DoesNotContain(await stores.Archive.CountAsync(Cancel), static c => c.Value != 0);
    }

    [Fact]
    public async Task Many_callers_at_once_lose_nothing()
    {
        var stores = await NewStoresAsync();
        var ids = new ConcurrentBag<long>();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(n => Task.Run(async () =>
        {
            foreach (var outcome in await stores.Intake.CommitAsync([IntakeStores.Item(Invented.Reading(n), n), new(Invented.Telegram(n), new(0, DecodeState.NoKey))], Cancel)) ids.Add(outcome.TelegramId);
        }, Cancel)));
        Assert.Equal(100, ids.Distinct().Count());
        foreach (var id in ids) Assert.NotNull(await stores.Archive.FindAsync(id, Cancel));
    }
}
