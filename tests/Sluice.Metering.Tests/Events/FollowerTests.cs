using Microsoft.Extensions.Time.Testing;
using Sluice.Metering.Events;
using Sluice.Metering.Storage;
using Sluice.Storage.Contract;

namespace Sluice.Metering.Tests.Events;

public sealed class FollowerTests
{
    private readonly FakeTimeProvider clock = new(Invented.Noon);
    private readonly LiveHub live = new();
    private readonly InMemoryEventLog log;
    private readonly List<string> delivered = [];

    public FollowerTests() => log = new(clock, live);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Follower<StoredEvent> New(Func<IReadOnlyList<StoredEvent>, ValueTask>? deliver = null) => new("test", log, Scopes.Installation, FollowerSources.Events(log, Scopes.Installation), (page, _) =>
    {
        if (deliver is not null) return deliver(page);
        lock (delivered) delivered.AddRange(page.Select(static e => e.Subject));
        return default;
    }, clock);

    private async Task AppendAsync(params string[] subjects)
    {
        foreach (var subject in subjects) await log.AppendAsync(Scopes.GreenPark, new(EventTypes.JobFinished, subject, "{}"), Cancel);
    }

    private static async Task DrainAsync(Follower<StoredEvent> follower)
    {
        while (await follower.StepAsync(Cancel)) Cancel.ThrowIfCancellationRequested();
    }

    [Fact]
    public async Task A_new_follower_begins_with_what_comes_from_now_on_and_goes_on_after_a_restart()
    {
        await AppendAsync("before");
        await DrainAsync(New());
        await AppendAsync("a", "b");
        await DrainAsync(New());
        Assert.Equal(["a", "b"], delivered);
        await DrainAsync(New());
        await AppendAsync("c");
        await DrainAsync(New());
        Assert.Equal(["a", "b", "c"], delivered);
    }

    [Fact]
    public async Task What_was_not_delivered_is_delivered_again()
    {
        await DrainAsync(New());
        await AppendAsync("a", "b");
        await Assert.ThrowsAsync<StorageException>(() => New(_ => throw new StorageException(StorageFault.Full, "full")).StepAsync(Cancel).AsTask());
        await DrainAsync(New());
        Assert.Equal(["a", "b"], delivered);
    }

    [Fact]
    public async Task It_runs_when_something_comes_and_goes_on_after_a_fault()
    {
        var (faults, fail) = (0, true);
        var follower = New(page =>
        {
            if (fail) throw new StorageException(StorageFault.Full, "full");
            lock (delivered) delivered.AddRange(page.Select(static e => e.Subject));
            return default;
        });
        follower.Faulted += _ => Interlocked.Increment(ref faults);
        await follower.StepAsync(Cancel);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var running = follower.RunAsync(live, stop.Token);
        await AppendAsync("a");
        await EventuallyAsync(() => Volatile.Read(ref faults) > 0);
        fail = false;
        await EventuallyAsync(() =>
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            lock (delivered) return delivered.Count == 1;
        });
        await AppendAsync("b");
        await EventuallyAsync(() =>
        {
            lock (delivered) return delivered.Count == 2;
        });
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Equal(["a", "b"], delivered);
    }

    private static async Task EventuallyAsync(Func<bool> condition)
    {
        for (var i = 0; !condition(); i++)
        {
            Assert.True(i < 500, "It did not happen within 10 seconds.");
            await Task.Delay(20, Cancel);
        }
    }
}
