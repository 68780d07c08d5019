using CsCheck;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Sessions;
using Sluice.Metering.Telegrams;
using static Sluice.Storage.Contract.Sessions.InventedRound;

namespace Sluice.Storage.Contract.Sessions;

/// <summary>What every pair of <see cref="IIntakeStore"/> and <see cref="ISessionStore"/> promises: the telegrams of a round and its progress are one commit.</summary>
public abstract class SessionCommitTests
{
    private const int Meters = 6;

    protected abstract ValueTask<(IIntakeStore Intake, ISessionStore Sessions)> NewStoresAsync();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Telegrams_of_a_round_mark_their_meters()
    {
        var (intake, sessions) = await WithRoundAsync();
        await intake.CommitAsync([Decoded(1, meter: 1), Decoded(2, meter: 2, ReadingQuality.Poor), Waiting(3, meter: 3), Decoded(4, meter: 900)], Cancel);
        var round = (await sessions.FindAsync(Asha, Id(), Cancel))!;
        Assert.Equal(new StateCounts(Missing: 3, Captured: 1, Decoded: 1, Suspicious: 1, 0, 0), round.Counts);
        Assert.Equal(1, round.Unlisted);
        Assert.Equal((int?)-71, (await sessions.FindTargetAsync(Asha, Id(), Meter(1), Cancel))!.RssiDbm);
    }

    [Fact]
    public async Task Telegrams_outside_of_rounds_and_of_rounds_that_are_not_there_mark_nothing()
    {
        var (intake, sessions) = await WithRoundAsync();
        await intake.CommitAsync([Decoded(1, meter: 1, session: null), Decoded(2, meter: 2, session: Id(77))], Cancel);
        Assert.Equal(Meters, (await sessions.FindAsync(Asha, Id(), Cancel))!.Counts.Missing);
    }

    [Fact]
    public async Task Noise_is_no_meter_heard()
    {
        var (intake, sessions) = await WithRoundAsync();
        await intake.CommitAsync([Waiting(1, meter: 1, DecodeState.Damaged), Waiting(2, meter: 2, verified: false), Waiting(3, meter: 3, DecodeState.Truncated)], Cancel);
        Assert.Equal(Meters, (await sessions.FindAsync(Asha, Id(), Cancel))!.Counts.Missing);
    }

    [Fact]
    public async Task A_telegram_decoded_later_turns_captured_into_decoded()
    {
        var (intake, sessions) = await WithRoundAsync();
        var first = Assert.Single(await intake.CommitAsync([Waiting(1, meter: 1)], Cancel));
        await sessions.ChangeAsync(Asha, Id(), new(SessionAction.Complete, Invented.Noon.AddMinutes(5)), Cancel);
        var again = Decoded(1, meter: 1);
        await intake.CommitAsync([again with { Verdict = again.Verdict with { Id = first.TelegramId } }], Cancel);
        var target = (await sessions.FindTargetAsync(Asha, Id(), Meter(1), Cancel))!;
        Assert.Equal((TargetState.Decoded, false), (target.State, target.Late));
        Assert.Equal(1, (await sessions.FindAsync(Asha, Id(), Cancel))!.Counts.Decoded);
    }

    [Fact]
    public async Task A_repeat_in_another_round_counts_there_too()
    {
        var (intake, sessions) = await WithRoundAsync();
        await sessions.StartAsync(Bela, Round(2, user: "bela"), Targets(Meters), Cancel);
        await intake.CommitAsync([Decoded(1, meter: 1)], Cancel);
        Assert.Equal(DecodeState.Repeated, Assert.Single(await intake.CommitAsync([Decoded(1, meter: 1, session: Id(2))], Cancel)).State);
        Assert.Equal((1, 1), ((await sessions.FindAsync(Asha, Id(), Cancel))!.Counts.Decoded, (await sessions.FindAsync(Asha, Id(2), Cancel))!.Counts.Decoded));
    }

    /// <summary>Three phones sync the same round at once, in batches that overlap and come twice; some telegrams are decoded only later. The counts equal a recount of what was sent.</summary>
    [Fact]
    public async Task Progress_equals_a_recount_of_the_telegrams_whatever_comes_in_whatever_order()
    {
        var (intake, sessions) = await NewStoresAsync();
        var (round, telegram) = (0, 0);
        var item = Gen.Select(Gen.Int[1, Meters + 2], Gen.Int[0, 3], Gen.Int[1, 30]);
        await item.Array[1, 6].Array[1, 6].Array[3].SampleAsync(async phones =>
        {
            var id = Id(Interlocked.Increment(ref round));
            await sessions.StartAsync(Asha, Round(round) with { Id = id }, Targets(Meters), Cancel);
            var start = Interlocked.Add(ref telegram, 10_000);
            IntakeItem Of((int Meter, int Kind, int Number) t) => t.Kind switch
            {
                0 => Waiting(start + t.Number, t.Meter, session: id),
                1 => Waiting(start + t.Number, t.Meter, DecodeState.Damaged, session: id),
                2 => Decoded(start + (100 * t.Meter) + t.Number, t.Meter, ReadingQuality.Poor, id),
                _ => Decoded(start + 5000 + (100 * t.Meter) + t.Number, t.Meter, ReadingQuality.Good, id),
            };
            await Task.WhenAll(phones.Select(phone => Task.Run(async () =>
            {
                foreach (var batch in phone.Concat(phone)) await intake.CommitAsync([.. batch.Select(Of)], Cancel);
            }, Cancel)));

            var sent = phones.SelectMany(static p => p).SelectMany(static b => b).Where(static t => t.Item2 != 1).ToLookup(static t => t.Item1, static t => t.Item2);
            var expected = Enumerable.Range(1, Meters).Aggregate(default(StateCounts), (counts, meter) => counts.With(
                !sent[meter].Any() ? TargetState.Missing : sent[meter].Contains(3) ? TargetState.Decoded : sent[meter].Contains(2) ? TargetState.Suspicious : TargetState.Captured, 1));
            var stored = (await sessions.FindAsync(Asha, id, Cancel))!;
            Assert.Equal(expected, stored.Counts);
            Assert.Equal(expected, StateCounts.Of((await sessions.ListTargetsAsync(Asha, id, new(), null, Meters, Cancel)).Items));
            Assert.Equal(sent.Count(static m => m.Key > Meters), stored.Unlisted);
        }, iter: 60, threads: 1);
    }

    private async Task<(IIntakeStore Intake, ISessionStore Sessions)> WithRoundAsync()
    {
        var stores = await NewStoresAsync();
        await stores.Sessions.StartAsync(Asha, Round(), Targets(Meters), Cancel);
        return stores;
    }

    private static IntakeItem Decoded(int number, int meter, ReadingQuality quality = ReadingQuality.Good) => Decoded(number, meter, quality, Id());

    private static IntakeItem Decoded(int number, int meter, SessionId? session) => Decoded(number, meter, ReadingQuality.Good, session);

    private static IntakeItem Decoded(int number, int meter, ReadingQuality quality, SessionId? session)
    {
        var address = Invented.Meter(Meter(meter).Serial);
        return new(Arrival(number, session), new(0, DecodeState.Decoded, address), Invented.Reading(number, address) with { Quality = quality }) { LinkVerified = true, Society = GreenPark };
    }

    private static IntakeItem Waiting(int number, int meter, DecodeState state = DecodeState.NoKey, bool verified = true, SessionId? session = null) =>
        new(Arrival(number, session ?? Id()), new(0, state, Invented.Meter(Meter(meter).Serial))) { LinkVerified = verified, Society = GreenPark };

    private static TelegramArrival Arrival(int number, SessionId? session) => Invented.Telegram(number % 200) with { Context = new() { Session = session, DeliveredBy = "asha" } };
}
