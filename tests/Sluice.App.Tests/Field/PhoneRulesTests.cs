using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Sessions;
using Sluice.Ui;
using Sluice.Ui.Field.Readers;
using Sluice.Ui.Field.Rounds;

namespace Sluice.App.Tests.Field;

public sealed class PhoneRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_backlog_is_dated_by_the_readers_clock_once_that_is_known()
    {
        var clock = new ReaderClock();
        Assert.Equal(Noon, clock.HeardAt(Noon, 100));                                        // live
        Assert.Equal(Noon.AddSeconds(20), clock.HeardAt(Noon.AddSeconds(90), 120));          // handed over 70 s late
        Assert.Equal(Noon.AddSeconds(91), clock.HeardAt(Noon.AddSeconds(91), 3));            // switched off and on: its clock began anew
        Assert.Equal(Noon.AddSeconds(92), clock.HeardAt(Noon.AddSeconds(92), null));         // a reader without clock
    }

    [Fact]
    public void What_a_full_backlog_did_not_hold_is_said_to_be_lost()
    {
        var watch = new AwayWatch();
        watch.Set(ReaderState.Connected, Noon);
        watch.Set(ReaderState.Lost, Noon.AddSeconds(10));
        watch.Set(ReaderState.Connected, Noon.AddSeconds(310));
        watch.Take(AwayWatch.BacklogBytes, Noon.AddSeconds(310.2));
        for (var i = 0; i < 34; i++) watch.Heard(1000 + i, Noon.AddSeconds(310.2));
        Assert.Null(watch.Report);
        watch.Take(59, Noon.AddSeconds(312));
        Assert.Equal(new AwayReport(TimeSpan.FromSeconds(300), 34, TimeSpan.FromSeconds(300 - 33)), watch.Report);
    }

    [Fact]
    public void A_backlog_that_is_not_full_lost_nothing()
    {
        var watch = new AwayWatch();
        watch.Set(ReaderState.Lost, Noon);
        watch.Set(ReaderState.Connected, Noon.AddSeconds(5));
        watch.Take(590, Noon.AddSeconds(5.1));
        watch.Take(59, Noon.AddSeconds(9));
        Assert.Equal(TimeSpan.Zero, watch.Report!.Lost);
    }

    [Fact]
    public void Voice_says_when_a_floor_is_nearly_done_and_when_all_is()
    {
        var round = Round(4);
        var voice = new VoiceGuide(new Texts());
        Assert.Null(voice.After(round, Hear(round, 0)));
        Assert.Equal("Tower A, floor 3, 2 left.", voice.After(round, Hear(round, 1)));
        Assert.Equal("Tower A, floor 3, 1 left.", voice.After(round, Hear(round, 2)));
        Assert.Null(voice.After(round, Hear(round, 2)));
        Assert.Equal("All meters are read.", voice.After(round, Hear(round, 3)));
    }

    [Fact]
    public void The_phone_counts_as_the_server_does()
    {
        var round = Round(4);
        Hear(round, 1);
        var note = new TargetNote(NoteKind.Unreadable, Noon.AddMinutes(1), "u", Text: "locked");
        Assert.Equal(NoteOutcome.Noted, round.Note(round.Targets[2].Meter, note));
        Assert.Equal(NoteOutcome.NotATarget, round.Note(new(round.Targets[0].Meter.Manufacturer, 1), note));
        round.Hear(round.Merge([new(new(round.Targets[0].Meter.Manufacturer, 0x12345678), HeardState.Captured, Noon)]));
        Assert.Equal(new Progress(1, 1, 2), round.Session.Progress);
        Assert.Equal(StateCounts.Of(round.Targets), round.Session.Counts);
        Assert.Equal(1, round.Session.Unlisted);
        Assert.Equal("A", Assert.Single(round.Towers).Tower);
        Assert.Equal(round.Targets[0].Flat, round.Next(null)!.Flat);
    }

    private static IReadOnlyList<SessionTarget> Hear(RoundOnPhone round, int target) => round.Hear(round.Merge([new(round.Targets[target].Meter, HeardState.Captured, Noon)]));

    private static RoundOnPhone Round(int meters)
    {
        var session = SessionRules.Begin(new() { Id = new(Guid.CreateVersion7()), Society = SocietyId.Parse("demo"), User = "u", Mode = ScanMode.Tower, Name = "Round", StartedAt = Noon }, "U");
        return new(session, [.. Enumerable.Range(0, meters).Select(i => new SessionTarget
        {
            Ordinal = i,
            Meter = MeterId.TryParse($"KAM.9000000{i + 1}", out var id) ? id : default,
            Tower = "A",
            Flat = "301",
            Floor = 3,
        })], []);
    }
}
