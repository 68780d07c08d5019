using Sluice.Metering.Identity;
using Sluice.Metering.Sessions;
using static Sluice.Storage.Contract.Sessions.InventedRound;

namespace Sluice.Storage.Contract.Sessions;

public abstract partial class SessionStoreTests
{
    [Fact]
    public async Task A_round_starts_active_with_every_target_missing()
    {
        var store = await WithRoundAsync(targets: 48);
        var round = await RoundAsync(store);
        Assert.Equal((SessionStatus.Active, Invented.Noon, (DateTimeOffset?)Invented.Noon, 1L), (round.Status, round.StartedAt, round.ActiveSince, round.Version));
        Assert.Equal(("asha", ScanMode.Tower, "Round 1", GreenPark), (round.User, round.Mode, round.Name, round.Society));
        Assert.Equal([new Participant("asha", "asha@example.org", Invented.Noon)], round.Participants);
        Assert.Equal(new StateCounts(48, 0, 0, 0, 0, 0), round.Counts);
        Assert.Equal(Targets(48), await AllAsync(store));
    }

    [Fact]
    public async Task Starting_again_changes_nothing()
    {
        var store = await WithRoundAsync(targets: 4);
        await store.CaptureAsync(Asha, Id(), [Heard(1)], Cancel);
        Assert.Equal(StartOutcome.AlreadyStarted, await store.StartAsync(Asha, Round(at: Invented.Noon.AddHours(1)), Targets(3), Cancel));
        var round = await RoundAsync(store);
        Assert.Equal((4, 1, Invented.Noon), (round.Counts.All, round.Counts.Decoded, round.StartedAt));
    }

    [Theory]
    [InlineData("bela", ScanMode.Tower)]
    [InlineData("asha", ScanMode.Flat)]
    public async Task A_taken_id_is_a_conflict(string user, ScanMode mode)
    {
        var store = await WithRoundAsync(targets: 4);
        Assert.Equal(StartOutcome.Conflict, await store.StartAsync(Asha, Round(mode: mode, user: user), Targets(4), Cancel));
    }

    [Fact]
    public async Task Another_society_cannot_take_an_id_nor_see_the_round()
    {
        var store = await WithRoundAsync(targets: 4);
        Assert.Equal(StartOutcome.Conflict, await store.StartAsync(Stranger, Round() with { Society = Stranger.Society }, Targets(4), Cancel));
        Assert.Null(await store.FindAsync(Stranger, Id(), Cancel));
        Assert.Null(await store.CaptureAsync(Stranger, Id(), [Heard(1)], Cancel));
        Assert.Null(await store.FindTargetAsync(Stranger, Id(), Meter(1), Cancel));
        Assert.Equal(NoteOutcome.NoSession, await store.NoteAsync(Stranger, Id(), Meter(1), Typed(), Cancel));
        Assert.Equal(SessionOutcome.NoSession, await ChangeAsync(store, Stranger, SessionAction.Complete, 1));
        Assert.Empty((await store.ListTargetsAsync(Stranger, Id(), new(), null, 10, Cancel)).Items);
        Assert.Empty((await store.ListUnlistedAsync(Stranger, Id(), null, 10, Cancel)).Items);
        Assert.Empty((await store.ListAsync(Stranger, new(), null, 10, Cancel)).Items);
        Assert.Empty(await store.CountByFlatAsync(Stranger, Id(), null, Cancel));
        Assert.Empty(await store.CountByTowerAsync(Stranger, Id(), Cancel));
        Assert.Equal(4, (await RoundAsync(store)).Counts.Missing);
    }

    [Fact]
    public async Task The_society_of_a_round_is_found_by_its_id()
    {
        var store = await WithRoundAsync(targets: 1);
        Assert.Equal(GreenPark, await store.FindSocietyAsync(Id(), Cancel));
        Assert.Null(await store.FindSocietyAsync(Id(2), Cancel));
    }

    [Fact]
    public async Task A_round_without_targets_is_at_nought_percent()
    {
        var store = await WithRoundAsync(targets: 0);
        Assert.Equal((0, 0m), ((await RoundAsync(store)).Progress.Total, (await RoundAsync(store)).Progress.Percentage));
    }

    [Fact]
    public async Task Unfit_rounds_are_refused()
    {
        var store = await NewSessionStoreAsync();
        var twice = new[] { Targets(1)[0], Targets(1)[0] };
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.StartAsync(Asha, Round(), twice, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.StartAsync(Asha, Round() with { Society = SocietyId.Parse("hill-view") }, [], Cancel));
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.StartAsync(Asha, Round() with { Name = " " }, [], Cancel));
        Assert.Null(await store.FindAsync(Asha, Id(), Cancel));
    }
}
