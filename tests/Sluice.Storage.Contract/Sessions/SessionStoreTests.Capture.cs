using Sluice.Metering.Sessions;
using static Sluice.Storage.Contract.Sessions.InventedRound;

namespace Sluice.Storage.Contract.Sessions;

public abstract partial class SessionStoreTests
{
    [Fact]
    public async Task What_is_heard_counts_once_however_often_it_comes()
    {
        var store = await WithRoundAsync(targets: 5);
        Capture[] batch = [Heard(1), Heard(2, HeardState.Captured), Heard(3, HeardState.Suspicious), Heard(1)];
        Assert.Equal(new CaptureResult(3, 0), await store.CaptureAsync(Asha, Id(), batch, Cancel));
        Assert.Equal(new CaptureResult(0, 0), await store.CaptureAsync(Bela, Id(), batch, Cancel));
        var round = await RoundAsync(store);
        Assert.Equal(new StateCounts(Missing: 2, Captured: 1, Decoded: 1, Suspicious: 1, 0, 0), round.Counts);
        Assert.Equal((3, 5, 60m, 2), (round.Progress.Completed, round.Progress.Total, round.Progress.Percentage, round.Progress.Remaining));
        Assert.Equal(1, round.Version);
    }

    [Fact]
    public async Task A_key_that_arrives_later_turns_captured_into_decoded_and_nothing_turns_back()
    {
        var store = await WithRoundAsync(targets: 1);
        await store.CaptureAsync(Asha, Id(), [Heard(1, HeardState.Captured, second: 5, rssi: -90)], Cancel);
        await store.CaptureAsync(Asha, Id(), [Heard(1, HeardState.Suspicious, second: 9, rssi: -70)], Cancel);
        await store.CaptureAsync(Asha, Id(), [Heard(1, HeardState.Decoded, second: 7, rssi: null)], Cancel);
        await store.CaptureAsync(Asha, Id(), [Heard(1, HeardState.Suspicious, second: 3)], Cancel);
        var target = await TargetAsync(store, 1);
        Assert.Equal((TargetState.Decoded, (DateTimeOffset?)Invented.Noon.AddSeconds(3), (int?)-70, false), (target.State, target.HeardAt, target.RssiDbm, target.Late));
        Assert.Equal(new StateCounts(0, 0, 1, 0, 0, 0), (await RoundAsync(store)).Counts);
    }

    [Fact]
    public async Task What_comes_after_the_end_counts_and_is_marked_late()
    {
        var store = await WithRoundAsync(targets: 3);
        await store.CaptureAsync(Asha, Id(), [Heard(1, HeardState.Captured)], Cancel);
        await ChangeAsync(store, Asha, SessionAction.Complete, 60);
        await store.CaptureAsync(Asha, Id(), [Heard(1), Heard(2)], Cancel);
        Assert.Equal((TargetState.Decoded, false), ((await TargetAsync(store, 1)).State, (await TargetAsync(store, 1)).Late));
        Assert.Equal((TargetState.Decoded, true), ((await TargetAsync(store, 2)).State, (await TargetAsync(store, 2)).Late));
        Assert.Equal((2, SessionStatus.Completed), ((await RoundAsync(store)).Progress.Completed, (await RoundAsync(store)).Status));
    }

    [Fact]
    public async Task What_comes_during_a_pause_counts()
    {
        var store = await WithRoundAsync(targets: 3);
        await ChangeAsync(store, Asha, SessionAction.Pause, 60);
        await store.CaptureAsync(Asha, Id(), [Heard(1)], Cancel);
        Assert.Equal((TargetState.Decoded, false), ((await TargetAsync(store, 1)).State, (await TargetAsync(store, 1)).Late));
    }

    [Fact]
    public async Task Meters_that_are_no_targets_are_kept_beside()
    {
        var store = await WithRoundAsync(targets: 1);
        Assert.Equal(new CaptureResult(1, 2), await store.CaptureAsync(Asha, Id(), [Heard(1), Heard(900, HeardState.Captured, 4, -95), Heard(901)], Cancel));
        Assert.Equal(new CaptureResult(0, 1), await store.CaptureAsync(Asha, Id(), [Heard(900, HeardState.Decoded, 2, -75), Heard(900, HeardState.Captured, 8, null), Heard(902)], Cancel));
        var page = await store.ListUnlistedAsync(Asha, Id(), null, 2, Cancel);
        Assert.Equal(new HeardMeter(Meter(900), HeardState.Decoded, Invented.Noon.AddSeconds(2), Invented.Noon.AddSeconds(8), -75), page.Items[0]);
        var rest = await store.ListUnlistedAsync(Asha, Id(), page.Next, 2, Cancel);
        Assert.Equal([Meter(900), Meter(901), Meter(902)], page.Items.Concat(rest.Items).Select(static m => m.Meter));
        Assert.Null(rest.Next);
        var round = await RoundAsync(store);
        Assert.Equal((3, 1), (round.Unlisted, round.Progress.Total));
    }

    [Fact]
    public async Task In_free_roam_the_total_is_what_was_heard_of_the_society()
    {
        var store = await WithRoundAsync(targets: 10, ScanMode.FreeRoam);
        Assert.Equal((0, 0, 0m), ((await RoundAsync(store)).Progress.Total, (await RoundAsync(store)).Progress.Remaining, (await RoundAsync(store)).Progress.Percentage));
        await store.CaptureAsync(Asha, Id(), [Heard(1), Heard(2), Heard(900)], Cancel);
        var progress = (await RoundAsync(store)).Progress;
        Assert.Equal((2, 2, 0, 100m), (progress.Completed, progress.Total, progress.Remaining, progress.Percentage));
    }

    [Fact]
    public async Task Rounds_do_not_share_what_they_hear()
    {
        var store = await WithRoundAsync(targets: 2);
        await store.StartAsync(Bela, Round(2, user: "bela"), Targets(2), Cancel);
        await store.CaptureAsync(Bela, Id(2), [Heard(1), Heard(900)], Cancel);
        Assert.Equal((0, 0), ((await RoundAsync(store)).Progress.Completed, (await RoundAsync(store)).Unlisted));
        Assert.Equal(1, (await store.FindAsync(Asha, Id(2), Cancel))!.Progress.Completed);
    }

    [Fact]
    public async Task Percentage_is_100_only_when_all_are_read()
    {
        var store = await WithRoundAsync(targets: 1500);
        await store.CaptureAsync(Asha, Id(), [.. Enumerable.Range(1, 1499).Select(static i => Heard(i))], Cancel);
        Assert.Equal(99.9m, (await RoundAsync(store)).Progress.Percentage);
        await store.CaptureAsync(Asha, Id(), [Heard(1500)], Cancel);
        Assert.Equal(100m, (await RoundAsync(store)).Progress.Percentage);
    }
}
