using Sluice.Metering.Sessions;
using static Sluice.Storage.Contract.Sessions.InventedRound;

namespace Sluice.Storage.Contract.Sessions;

public abstract partial class SessionStoreTests
{
    private static ValueTask<NoteOutcome> NoteAsync(ISessionStore store, int meter, TargetNote note) => store.NoteAsync(Asha, Id(), Meter(meter), note, Cancel);

    [Fact]
    public async Task A_typed_reading_completes_a_meter()
    {
        var store = await WithRoundAsync(targets: 4);
        Assert.Equal(NoteOutcome.Noted, await NoteAsync(store, 1, Typed(12.50m)));
        Assert.Equal(NoteOutcome.NoChange, await NoteAsync(store, 1, Typed(12.50m)));
        var target = await TargetAsync(store, 1);
        Assert.Equal((TargetState.Manual, "asha", "12.50"), (target.State, target.Note!.By, target.Note.ReadingM3.ToString()));
        Assert.Equal((1, 4, 25m, 3), Numbers((await RoundAsync(store)).Progress));
    }

    [Fact]
    public async Task An_unreadable_meter_is_handled_but_not_read()
    {
        var store = await WithRoundAsync(targets: 4);
        Assert.Equal(NoteOutcome.Noted, await NoteAsync(store, 1, Unreadable()));
        Assert.Equal("door locked", (await TargetAsync(store, 1)).Note!.Text);
        var progress = (await RoundAsync(store)).Progress;
        Assert.Equal((0, 4, 0m, 3), Numbers(progress));
        Assert.Equal(1, progress.Unreadable);
    }

    [Fact]
    public async Task Of_two_notes_the_one_made_later_counts_whichever_comes_first()
    {
        var store = await WithRoundAsync(targets: 2);
        await NoteAsync(store, 1, Unreadable(second: 10));
        Assert.Equal(NoteOutcome.Older, await NoteAsync(store, 1, Typed(second: 5)));
        await NoteAsync(store, 2, Typed(second: 5));
        Assert.Equal(NoteOutcome.Noted, await NoteAsync(store, 2, Unreadable(second: 10)));
        Assert.Equal((await TargetAsync(store, 1)).Note, (await TargetAsync(store, 2)).Note);
        Assert.Equal(2, (await RoundAsync(store)).Counts.Unreadable);
    }

    [Fact]
    public async Task A_note_can_be_taken_back()
    {
        var store = await WithRoundAsync(targets: 1);
        await NoteAsync(store, 1, Typed(second: 5));
        Assert.Equal(NoteOutcome.Noted, await NoteAsync(store, 1, new(NoteKind.Nothing, Invented.Noon.AddSeconds(6), "")));
        Assert.Equal(1, (await RoundAsync(store)).Progress.Remaining);
    }

    [Fact]
    public async Task The_radio_outranks_a_note()
    {
        var store = await WithRoundAsync(targets: 2);
        await NoteAsync(store, 1, Unreadable());
        await store.CaptureAsync(Asha, Id(), [Heard(1), Heard(2)], Cancel);
        Assert.Equal(NoteOutcome.NotedBeside, await NoteAsync(store, 2, Typed()));
        Assert.Equal(new StateCounts(0, 0, 2, 0, 0, 0), (await RoundAsync(store)).Counts);
        Assert.Equal((NoteKind.Unreadable, NoteKind.Manual), ((await TargetAsync(store, 1)).Note!.Kind, (await TargetAsync(store, 2)).Note!.Kind));
    }

    [Fact]
    public async Task After_the_end_only_notes_made_before_it_are_taken()
    {
        var store = await WithRoundAsync(targets: 2);
        await ChangeAsync(store, Asha, SessionAction.Complete, 60);
        Assert.Equal(NoteOutcome.Ended, await NoteAsync(store, 1, Typed(second: 61)));
        Assert.Equal(NoteOutcome.Noted, await NoteAsync(store, 1, Typed(second: 59)));
        Assert.True((await TargetAsync(store, 1)).Late);
    }

    [Fact]
    public async Task Only_targets_can_be_noted_and_only_by_those_who_work_on_the_round()
    {
        var store = await WithRoundAsync(targets: 1);
        Assert.Equal(NoteOutcome.NotATarget, await NoteAsync(store, 2, Typed()));
        Assert.Equal(NoteOutcome.NotTakingPart, await store.NoteAsync(Bela, Id(), Meter(1), Typed(), Cancel));
        Assert.Equal(NoteOutcome.Noted, await store.NoteAsync(Admin, Id(), Meter(1), Typed(), Cancel));
        Assert.Equal(NoteOutcome.NoSession, await store.NoteAsync(Asha, Id(2), Meter(1), Typed(), Cancel));
    }

    [Fact]
    public async Task Faulty_notes_are_refused()
    {
        var store = await WithRoundAsync(targets: 1);
        foreach (var note in (TargetNote[])[Typed(-1m), Typed() with { ReadingM3 = null }, Unreadable() with { Text = "" }, Unreadable() with { Text = new('x', 2001) }, Typed(1234567890123456789m)])
            await Assert.ThrowsAsync<ArgumentException>(async () => await NoteAsync(store, 1, note));
        Assert.Equal(1, (await RoundAsync(store)).Counts.Missing);
    }

    private static (int, int, decimal, int) Numbers(Progress progress) => (progress.Completed, progress.Total, progress.Percentage, progress.Remaining);
}
