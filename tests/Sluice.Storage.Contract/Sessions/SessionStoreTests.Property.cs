using CsCheck;
using Sluice.Metering.Sessions;
using static Sluice.Storage.Contract.Sessions.InventedRound;

namespace Sluice.Storage.Contract.Sessions;

public abstract partial class SessionStoreTests
{
    private const int Meters = 12;

    private static readonly Gen<Capture> AnyCapture =
        Gen.Select(Gen.Int[1, Meters + 4], Gen.Int[1, 3], Gen.Int[1, 100], Gen.Int[-95, -30]).Select(static (meter, heard, second, rssi) => Heard(meter, (HeardState)heard, second, rssi));

    private static readonly Gen<TargetNote> AnyNote = Gen.Select(Gen.Int[0, 2], Gen.Int[1, 100]).Select(static (kind, second) => (NoteKind)kind switch
    {
        NoteKind.Manual => Typed(second: second),
        NoteKind.Unreadable => Unreadable(second),
        _ => new TargetNote(NoteKind.Nothing, Invented.Noon.AddSeconds(second), ""),
    });

    /// <summary>What a phone sends: a batch of captures, or a note. Some of it twice, as after a lost answer.</summary>
    private static readonly Gen<Step[]> AnyPhone = Gen.OneOf(
        AnyCapture.Array[1, 8].Select(static batch => new Step(batch, 0, null)),
        Gen.Select(Gen.Int[1, Meters], AnyNote).Select(static (meter, note) => new Step([], meter, note)))
        .Array[1, 12].SelectMany(static steps => Gen.Bool.Array[steps.Length].Select(twice => steps.SelectMany((s, i) => twice[i] ? [s, s] : new[] { s }).ToArray()));

    /// <summary>Three phones sync at once, with retries, in whatever order the threads find; the round ends and reopens meanwhile. Then the counts must equal a
    /// recount of the targets, and the targets what the phones sent, put together the naive way.</summary>
    [Fact]
    public async Task Counts_equal_a_naive_recount_whatever_comes_in_whatever_order()
    {
        var store = await NewSessionStoreAsync();
        var number = 0;
        await AnyPhone.Array[3].SampleAsync(async phones =>
        {
            var id = Id(Interlocked.Increment(ref number));
            await store.StartAsync(Asha, Round(number) with { Id = id }, Targets(Meters), Cancel);
            await Task.WhenAll(phones.Select(phone => Task.Run(() => SyncAsync(store, id, phone), Cancel)).Append(Task.Run(() => InterruptAsync(store, id), Cancel)));

            var round = (await store.FindAsync(Asha, id, Cancel))!;
            var targets = await AllAsync(store, id);
            var steps = phones.SelectMany(static p => p).ToList();
            foreach (var target in targets) Assert.Equal(Naive(target, steps), (target.State, target.HeardAt, target.RssiDbm));
            Assert.Equal(StateCounts.Of(targets), round.Counts);
            Assert.Equal(steps.SelectMany(static s => s.Captures).Select(static c => c.Meter).Where(m => targets.All(t => t.Meter != m)).Distinct().Count(), round.Unlisted);
            Assert.Equal(round.Counts, (await store.CountByFlatAsync(Asha, id, null, Cancel)).Aggregate(default(StateCounts), static (sum, flat) => sum.And(flat.Counts)));
            Assert.Equal(round.Counts, (await store.CountByTowerAsync(Asha, id, Cancel)).Aggregate(default(StateCounts), static (sum, tower) => sum.And(tower.Counts)));
        }, iter: 100, threads: 1);
    }

    private static async Task SyncAsync(ISessionStore store, SessionId id, Step[] steps)
    {
        foreach (var step in steps)
        {
            if (step.Note is { } note) await store.NoteAsync(Asha, id, Meter(step.Meter), note, Cancel);
            else await store.CaptureAsync(Asha, id, step.Captures, Cancel);
        }
    }

    /// <summary>Ends and reopens, pauses and resumes. It ends after the last note's time, so that no note is refused.</summary>
    private static async Task InterruptAsync(ISessionStore store, SessionId id)
    {
        foreach (var action in (SessionAction[])[SessionAction.Pause, SessionAction.Resume, SessionAction.Complete, SessionAction.Reopen, SessionAction.Fail, SessionAction.Reopen])
            await store.ChangeAsync(Asha, id, new(action, Invented.Noon.AddSeconds(200), "why"), Cancel);
    }

    private static (TargetState, DateTimeOffset?, int?) Naive(SessionTarget target, List<Step> steps)
    {
        var heard = steps.SelectMany(static s => s.Captures).Where(c => c.Meter == target.Meter).ToList();
        var last = steps.Where(s => s.Note is not null && Meter(s.Meter) == target.Meter).Select(static s => s.Note!).OrderBy(static n => n.At).ThenBy(static n => n.Kind).LastOrDefault();
        var state = heard.Count > 0
            ? heard.Any(static c => c.Heard == HeardState.Decoded) ? TargetState.Decoded : heard.Any(static c => c.Heard == HeardState.Suspicious) ? TargetState.Suspicious : TargetState.Captured
            : last?.Kind switch { NoteKind.Manual => TargetState.Manual, NoteKind.Unreadable => TargetState.Unreadable, _ => TargetState.Missing };
        return (state, heard.Count > 0 ? heard.Min(static c => c.At) : null, heard.Max(static c => c.RssiDbm));
    }

    private sealed record Step(IReadOnlyList<Capture> Captures, int Meter, TargetNote? Note);
}
