using Sluice.Metering;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Sessions;
using Sluice.Metering.Telegrams;
using static Sluice.Storage.Contract.Sessions.InventedRound;

namespace Sluice.Storage.Contract;

/// <summary>What every <see cref="IRetentionStore"/> promises of what its <see cref="IIntakeStore"/> kept.</summary>
public abstract class RetentionStoreTests
{
    private static readonly ArrivalContext Gateway = new() { FromGateway = true, DeliveredBy = "roof", DeliveredFor = [Invented.Society], OccasionOf = Invented.Society };
    private static readonly ArrivalContext InRound = new() { Session = Id(), DeliveredBy = "asha", OccasionOf = Invented.Society };
    private static readonly Location Here = new(18.5, 73.8);

    protected abstract ValueTask<(IntakeStores Stores, IRetentionStore Retention, ISessionStore Sessions)> NewStoresAsync();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Raw_telegrams_are_forgotten_by_occasion_and_age_and_what_they_said_stays()
    {
        var (stores, retention, _) = await NewStoresAsync();
        var others = Gateway with { OccasionOf = Invented.OtherScope.Society };
        var ids = new List<long>();
        foreach (var items in (IntakeItem[][])
            [[Decoded(1, Gateway), Decoded(2, Gateway), Lost(3, Gateway)], [Decoded(4, InRound), Decoded(5, ArrivalContext.None), Decoded(6, others), Decoded(7, Gateway)], [Lost(8, InRound, 1), Decoded(9, Gateway, 5)]])
            ids.AddRange((await stores.Intake.CommitAsync(items, Cancel)).Select(static o => o.TelegramId));
        var second = Decoded(2, Gateway);
        await stores.Intake.CommitAsync([second with { Verdict = new(ids[1], DecodeState.NoKey, second.Verdict.Meter), Reading = null }], Cancel);   // judged anew: now it stands apart

        Assert.Equal(4, await ForgetAsync(Occasion.Gateway, 5));
        Assert.Equal([4, 5, 6, 8, 9], await LeftAsync());
        Assert.Equal(0, await ForgetAsync(Occasion.Round, 0));
        Assert.Equal(2, await ForgetAsync(Occasion.Round, 2));
        Assert.Equal([5, 6, 9], await LeftAsync());
        var counts = await stores.Archive.CountAsync(Cancel);
        Assert.Equal((3L, 0L), (counts[DecodeState.Decoded], counts.GetValueOrDefault(DecodeState.NoKey)));
        Assert.Equal(7, (await stores.AllAsync()).Count);
        Assert.Empty(await stores.Archive.ListUndecodedAsync(Invented.Scope, null, long.MaxValue, 10, Cancel));
        Assert.Equal(DecodeState.Repeated, Assert.Single(await stores.Intake.CommitAsync([Decoded(1, Gateway, 6)], Cancel)).State);

        Task<int> ForgetAsync(Occasion occasion, int day) => AllAsync(() => retention.ForgetTelegramsAsync(Invented.Scope, occasion, Invented.Noon.AddDays(day), 2, Cancel));

        async Task<List<int>> LeftAsync()
        {
            var left = new List<int>();
            for (var i = 0; i < ids.Count; i++)
                if (await stores.Archive.FindAsync(ids[i], Cancel) is not null) left.Add(i + 1);
            return left;
        }
    }

    [Fact]
    public async Task Where_technicians_were_is_forgotten_when_the_round_is_old_and_so_is_what_comes_late()
    {
        var (stores, retention, sessions) = await NewStoresAsync();
        await sessions.StartAsync(Asha, Round(), Targets(4), Cancel);
        var end = Invented.Noon.AddMinutes(30);
        var first = await stores.Intake.CommitAsync([Placed(1), Placed(2), Placed(3)], Cancel);
        Assert.Equal(Here, first[0].Reading!.Gps);
        await sessions.ChangeAsync(Asha, Id(), new(SessionAction.Complete, end), Cancel);
        Assert.Equal(0, await ForgetAsync(Asha, Invented.Noon));
        Assert.Equal(0, await ForgetAsync(Stranger, end.AddDays(90)));
        Assert.Equal(6, await ForgetAsync(Asha, end.AddDays(90)));   // of three telegrams and of their readings
        Assert.Equal(0, await ForgetAsync(Asha, end.AddDays(90)));
        Assert.All(await stores.AllAsync(), static r => Assert.Null(r.Gps));
        foreach (var outcome in first) Assert.Null((await stores.Archive.FindAsync(outcome.TelegramId, Cancel))!.Arrival.Context.Gps);
        Assert.Null((await stores.Readings.FindLatestAsync(Invented.Scope, MeterId.Of(Invented.Meter(0x90000001)), Cancel))!.Reading.Gps);

        Assert.NotNull(Assert.Single(await stores.Intake.CommitAsync([Placed(4)], Cancel)).Reading!.Gps);
        Assert.Equal(2, await ForgetAsync(Asha, end.AddDays(90)));
        Assert.All(await stores.AllAsync(), static r => Assert.Null(r.Gps));

        Task<int> ForgetAsync(SocietyScope scope, DateTimeOffset before) => AllAsync(() => retention.ForgetPositionsAsync(scope, before, 1, Cancel));
    }

    private static async Task<int> AllAsync(Func<ValueTask<int>> step)
    {
        for (var total = 0; ;)
        {
            var done = await step();
            if (done == 0) return total;
            total += done;
        }
    }

    private static IntakeItem Decoded(int number, ArrivalContext context, int day = 0) => IntakeStores.Item(
        Invented.Reading(number, Invented.Meter(0x90000000u + (uint)number)), number, Invented.Telegram(number) with { Context = context, ReceivedAt = Invented.Noon.AddDays(day) });

    private static IntakeItem Lost(int number, ArrivalContext context, int day = 0) =>
        new(Invented.Telegram(number) with { Context = context, ReceivedAt = Invented.Noon.AddDays(day) }, new(0, DecodeState.NoKey, Invented.Meter())) { Society = Invented.Society };

    private static IntakeItem Placed(int number)
    {
        var item = Decoded(number, InRound with { Gps = Here });
        return item with { Reading = item.Reading! with { Gps = Here, Session = Id() }, LinkVerified = true };
    }
}
