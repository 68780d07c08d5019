using Microsoft.Extensions.Time.Testing;
using Sluice.Metering.Events;
using Sluice.Metering.Jobs;
using Sluice.Metering.Meters;
using Sluice.Metering.Sessions;
using Sluice.Storage.Contract;
using Sluice.Storage.Contract.Sessions;

namespace Sluice.Metering.Tests.Events;

public sealed class LiveHubTests
{
    private readonly LiveHub hub = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static MeterId Meter(int number) => MeterId.FromSortKey((ulong)number << 16);

    [Fact]
    public void What_came_meanwhile_comes_together()
    {
        using var one = hub.Subscribe(Scopes.GreenPark, LiveTopics.Sessions);
        for (var i = 0; i < 10; i++) hub.SessionChanged(Scopes.GreenPark.Society, InventedRound.Id(1), [Meter(1), Meter(2)]);
        hub.SessionChanged(Scopes.GreenPark.Society, InventedRound.Id(2), []);
        hub.SessionChanged(Scopes.LakeView.Society, InventedRound.Id(3), [Meter(3)]);
        var taken = one.Take();
        Assert.Equal(2, taken.Sessions.Count);
        Assert.Equal(2, taken.Sessions[InventedRound.Id(1)].Count);
        Assert.False(taken.Overflow);
        Assert.Empty(one.Take().Sessions);
    }

    [Fact]
    public void Only_what_was_asked_for_is_collected()
    {
        using var one = hub.Subscribe(Scopes.GreenPark, LiveTopics.Sessions | LiveTopics.Events, InventedRound.Id(1));
        hub.SessionChanged(Scopes.GreenPark.Society, InventedRound.Id(2), [Meter(1)]);
        hub.JobChanged(Scopes.GreenPark.Society, new(Guid.NewGuid()));
        Assert.False(one.WaitAsync(Cancel).IsCompleted);
        hub.EventAppended(Scopes.GreenPark.Society);
        Assert.True(one.WaitAsync(Cancel).IsCompleted);
    }

    [Fact]
    public void A_subscriber_that_takes_nothing_holds_bounded_memory_and_is_told_that_there_was_more()
    {
        using var one = hub.Subscribe(Scopes.GreenPark, LiveTopics.Sessions | LiveTopics.Jobs);
        hub.SessionChanged(Scopes.GreenPark.Society, InventedRound.Id(1), [.. Enumerable.Range(1, 50_000).Select(Meter)]);
        for (var i = 0; i < 10_000; i++) hub.JobChanged(Scopes.GreenPark.Society, new JobId(Guid.NewGuid()));
        var taken = one.Take();
        Assert.True(taken.Overflow);
        Assert.True(taken.Sessions.Sum(static s => s.Value.Count) + taken.Jobs.Count <= LiveSubscription.MaxChanges);
        hub.SessionChanged(Scopes.GreenPark.Society, InventedRound.Id(1), [Meter(1)]);
        Assert.False(one.Take().Overflow);
    }

    [Fact]
    public async Task Waiting_ends_by_a_signal_by_patience_by_cancelling_and_by_the_end()
    {
        var clock = new FakeTimeProvider();
        var one = hub.Subscribe(Scopes.Installation, LiveTopics.Events);
        var waiting = one.WaitAsync(TimeSpan.FromSeconds(30), clock, Cancel);
        hub.EventAppended(null);
        Assert.True(await waiting);
        one.Take();
        waiting = one.WaitAsync(TimeSpan.FromSeconds(30), clock, Cancel);
        clock.Advance(TimeSpan.FromSeconds(31));
        Assert.False(await waiting);
        using var cancel = new CancellationTokenSource();
        waiting = one.WaitAsync(TimeSpan.FromSeconds(30), clock, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        var end = one.WaitAsync(Cancel);
        one.Dispose();
        one.Dispose();
        await end;
        Assert.Equal(0, hub.Count);
    }

    [Fact]
    public async Task Subscribing_and_leaving_while_things_change_loses_nobody()
    {
        using var stays = hub.Subscribe(Scopes.GreenPark, LiveTopics.Events);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                using var one = hub.Subscribe(i % 2 == 0 ? Scopes.GreenPark : Scopes.LakeView, LiveTopics.Events);
                hub.EventAppended(Scopes.GreenPark.Society);
            }
        }, Cancel)));
        Assert.Equal(1, hub.Count);
        stays.Take();
        hub.EventAppended(Scopes.GreenPark.Society);
        Assert.Equal(LiveTopics.Events, stays.Take().Topics);
    }
}
