using Sluice.Metering.Sessions;
using static Sluice.Storage.Contract.Sessions.InventedRound;

namespace Sluice.Storage.Contract.Sessions;

public abstract partial class SessionStoreTests
{
    [Fact]
    public async Task Pauses_do_not_count_as_time_worked()
    {
        var store = await WithRoundAsync(targets: 1);
        Assert.Equal(SessionOutcome.Done, await ChangeAsync(store, Asha, SessionAction.Pause, 60));
        Assert.Equal(TimeSpan.FromSeconds(60), (await RoundAsync(store)).Elapsed(Invented.Noon.AddHours(5)));
        Assert.Equal(SessionOutcome.Done, await ChangeAsync(store, Asha, SessionAction.Resume, 1000));
        Assert.Equal(SessionOutcome.Done, await ChangeAsync(store, Asha, SessionAction.Complete, 1030));
        var round = await RoundAsync(store);
        Assert.Equal((TimeSpan.FromSeconds(90), SessionStatus.Completed, (DateTimeOffset?)Invented.Noon.AddSeconds(1030), 4L), (round.Elapsed(Invented.Noon.AddHours(5)), round.Status, round.EndedAt, round.Version));
    }

    [Fact]
    public async Task A_round_that_ended_can_be_reopened_with_a_reason()
    {
        var store = await WithRoundAsync(targets: 1);
        await ChangeAsync(store, Asha, SessionAction.Complete, 60);
        Assert.Equal(SessionOutcome.BadText, await ChangeAsync(store, Asha, SessionAction.Reopen, 70));
        Assert.Equal(SessionOutcome.Done, await ChangeAsync(store, Asha, SessionAction.Reopen, 70, "tower B was forgotten"));
        var round = await RoundAsync(store);
        Assert.Equal((SessionStatus.Active, null, "tower B was forgotten", TimeSpan.FromSeconds(65)), (round.Status, round.EndedAt, round.Reason, round.Elapsed(Invented.Noon.AddSeconds(75))));
    }

    [Fact]
    public async Task Giving_up_needs_a_reason()
    {
        var store = await WithRoundAsync(targets: 1);
        Assert.Equal(SessionOutcome.BadText, await ChangeAsync(store, Asha, SessionAction.Fail, 5, " "));
        Assert.Equal(SessionOutcome.Done, await ChangeAsync(store, Asha, SessionAction.Fail, 5, "reader broken"));
        Assert.Equal((SessionStatus.Failed, "reader broken"), ((await RoundAsync(store)).Status, (await RoundAsync(store)).Reason));
    }

    [Theory]
    [InlineData(SessionAction.Pause, "NoChange Done WrongStatus WrongStatus", "paused active completed failed")]
    [InlineData(SessionAction.Resume, "Done NoChange WrongStatus WrongStatus", "paused active completed failed")]
    [InlineData(SessionAction.Complete, "Done Done NoChange WrongStatus", "paused active completed failed")]
    [InlineData(SessionAction.Fail, "Done Done WrongStatus NoChange", "paused active completed failed")]
    [InlineData(SessionAction.Reopen, "WrongStatus NoChange Done Done", "paused active completed failed")]
    public async Task An_action_fits_some_statuses(SessionAction action, string outcomes, string statuses)
    {
        var store = await NewSessionStoreAsync();
        var seen = new List<SessionOutcome>();
        foreach (var (status, i) in statuses.Split(' ').Select(static (s, i) => (s, i)))
        {
            await store.StartAsync(Asha, Round(i + 1), [], Cancel);
            if (status != "active")
            {
                var there = status switch { "paused" => SessionAction.Pause, "completed" => SessionAction.Complete, _ => SessionAction.Fail };
                await store.ChangeAsync(Asha, Id(i + 1), new(there, Invented.Noon, "why"), Cancel);
            }
            var before = await store.FindAsync(Asha, Id(i + 1), Cancel);
            var result = await store.ChangeAsync(Asha, Id(i + 1), new(action, Invented.Noon.AddSeconds(9), "because"), Cancel);
            Assert.Equal(before!.Version + (result.Outcome == SessionOutcome.Done ? 1 : 0), result.Session!.Version);
            seen.Add(result.Outcome);
        }
        Assert.Equal(outcomes, string.Join(' ', seen));
    }

    [Fact]
    public async Task Only_who_takes_part_or_manages_changes_a_round()
    {
        var store = await WithRoundAsync(targets: 1);
        Assert.Equal(SessionOutcome.NotTakingPart, await ChangeAsync(store, Bela, SessionAction.Pause, 1));
        Assert.Equal(SessionOutcome.Done, await ChangeAsync(store, Bela, SessionAction.Join, 2));
        Assert.Equal(SessionOutcome.NoChange, await ChangeAsync(store, Bela, SessionAction.Join, 3));
        Assert.Equal(SessionOutcome.Done, await ChangeAsync(store, Bela, SessionAction.Pause, 4));
        Assert.Equal(SessionOutcome.NotStarter, await ChangeAsync(store, Bela, SessionAction.Fail, 5, "no time"));
        Assert.Equal(SessionOutcome.Done, await ChangeAsync(store, Bela, SessionAction.Leave, 6));
        Assert.Equal(SessionOutcome.NotTakingPart, await ChangeAsync(store, Bela, SessionAction.Resume, 7));
        Assert.Equal(SessionOutcome.Done, await ChangeAsync(store, Admin, SessionAction.Fail, 8, "no time"));
        Assert.Equal(SessionOutcome.WrongStatus, await ChangeAsync(store, Bela, SessionAction.Join, 9));
        Assert.Equal(SessionOutcome.Done, await ChangeAsync(store, Asha, SessionAction.Reopen, 10, "time again"));
        var round = await RoundAsync(store);
        Assert.Equal([("asha", null), ("bela", (DateTimeOffset?)Invented.Noon.AddSeconds(6))], round.Participants.Select(static p => (p.Subject, p.LeftAt)));
        Assert.True(round.TookPart("bela"));
        Assert.False(round.TakesPart("bela"));
    }

    [Fact]
    public async Task A_round_has_at_most_a_hundred_people()
    {
        var store = await WithRoundAsync(targets: 1);
        for (var i = 1; i < ScanSession.MaxParticipants; i++) Assert.Equal(SessionOutcome.Done, await ChangeAsync(store, Technician(i), SessionAction.Join, i));
        Assert.Equal(SessionOutcome.Full, await ChangeAsync(store, Technician(100), SessionAction.Join, 100));
        await ChangeAsync(store, Technician(7), SessionAction.Leave, 101);
        Assert.Equal(SessionOutcome.Done, await ChangeAsync(store, Technician(7), SessionAction.Join, 102));
        Assert.Equal(100, (await RoundAsync(store)).Participants.Count);
    }

    [Fact]
    public async Task A_round_can_be_given_another_name()
    {
        var store = await WithRoundAsync(targets: 1);
        Assert.Equal(SessionOutcome.BadText, await ChangeAsync(store, Asha, SessionAction.Rename, 1, new string('x', 101)));
        Assert.Equal(SessionOutcome.Done, await ChangeAsync(store, Asha, SessionAction.Rename, 1, "March, tower A"));
        Assert.Equal("March, tower A", (await RoundAsync(store)).Name);
    }
}
