using Sluice.Metering.Exports;

namespace Sluice.Storage.Contract;

/// <summary>What every <see cref="IExportScheduleStore"/> promises.</summary>
public abstract class ExportScheduleStoreTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 2, 6, 0, 0, TimeSpan.Zero);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected abstract ValueTask<IExportScheduleStore> NewScheduleStoreAsync();

    [Fact]
    public async Task A_schedule_comes_back_as_it_was_put()
    {
        var store = await NewScheduleStoreAsync();
        var schedule = Schedule(1) with
        {
            Name = "ädministration",
            Every = ScheduleEvery.Week,
            Weekday = DayOfWeek.Friday,
            Time = new(23, 30),
            Enabled = false,
            Export = new() { Format = ExportFormat.Billing, Template = "mygate", Folder = "a/b", Notify = "someone", By = "Somebody" },
        };
        Assert.True(await store.PutAsync(Scopes.GreenPark, schedule, Cancel));
        Assert.Equal(schedule, Assert.Single(await store.ListAsync(Scopes.GreenPark, Cancel)));
    }

    [Fact]
    public async Task What_it_was_made_for_stays_when_it_is_changed_and_never_goes_back()
    {
        var store = await NewScheduleStoreAsync();
        await store.PutAsync(Scopes.GreenPark, Schedule(1), Cancel);
        await store.NoteAsync(Scopes.GreenPark, Id(1), At, Id(7), Cancel);
        await store.NoteAsync(Scopes.GreenPark, Id(1), At.AddDays(-1), Id(8), Cancel);
        await store.NoteAsync(Scopes.LakeView, Id(1), At.AddDays(1), Id(9), Cancel);
        await store.PutAsync(Scopes.GreenPark, Schedule(1) with { Name = "other" }, Cancel);
        var kept = Assert.Single(await store.ListAsync(Scopes.GreenPark, Cancel));
        Assert.Equal(("other", At, Id(7)), (kept.Name, kept.LastDue!.Value, kept.LastExport!.Value));
    }

    [Fact]
    public async Task Schedules_are_their_societys_own_and_a_bounded_number()
    {
        var store = await NewScheduleStoreAsync();
        for (var n = 1; n <= ExportSchedule.Max; n++) Assert.True(await store.PutAsync(Scopes.GreenPark, Schedule(n), Cancel));
        Assert.False(await store.PutAsync(Scopes.GreenPark, Schedule(99), Cancel));
        Assert.True(await store.PutAsync(Scopes.GreenPark, Schedule(3), Cancel));
        Assert.True(await store.PutAsync(Scopes.LakeView, Schedule(99), Cancel));
        Assert.Equal([Scopes.GreenPark.Society, Scopes.LakeView.Society], (await store.SocietiesAsync(Scopes.Installation, Cancel)).OrderBy(static s => s.Text));
        Assert.False(await store.RemoveAsync(Scopes.LakeView, Id(1), Cancel));
        Assert.True(await store.RemoveAsync(Scopes.GreenPark, Id(1), Cancel));
        Assert.False(await store.RemoveAsync(Scopes.GreenPark, Id(1), Cancel));
        Assert.Equal(ExportSchedule.Max - 1, (await store.ListAsync(Scopes.GreenPark, Cancel)).Count);
    }

    private static Guid Id(int n) => new($"0190a000-0000-7000-8000-{n:x12}");

    private static ExportSchedule Schedule(int n) => new() { Id = Id(n), Export = new(), CreatedBy = "somebody", Since = At };
}
