using Sluice.Metering.Jobs;

namespace Sluice.Storage.Contract;

/// <summary>What every <see cref="IJobStore"/> promises.</summary>
public abstract class JobStoreTests
{
    protected abstract ValueTask<IJobStore> NewJobStoreAsync();

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected static Job Job(int number, JobScope? scope = null) => new()
    {
        Id = new(new Guid($"0190a000-0000-7000-8000-{number:d12}")),
        Society = (scope ?? Scopes.GreenPark).Society,
        Kind = "import.meters",
        Request = """{"dryRun":true}""",
        CreatedBy = "somebody",
        CreatedAt = Invented.Noon,
    };

    [Fact]
    public async Task A_job_comes_back_as_it_was_added()
    {
        var store = await NewJobStoreAsync();
        await store.AddAsync(Scopes.GreenPark, Job(1), Cancel);
        await store.AddAsync(Scopes.Installation, Job(2, Scopes.Installation), Cancel);
        Assert.Equal(Job(1), await store.FindAsync(Scopes.GreenPark, Job(1).Id, Cancel));
        Assert.Equal(Job(2, Scopes.Installation), await store.FindAsync(Scopes.Installation, Job(2).Id, Cancel));
        Assert.Equal((true, Scopes.GreenPark.Society), await store.FindOwnerAsync(Job(1).Id, Cancel));
        Assert.Equal((true, null), await store.FindOwnerAsync(Job(2).Id, Cancel));
        Assert.Equal((false, null), await store.FindOwnerAsync(Job(3).Id, Cancel));
    }

    [Fact]
    public async Task A_changed_job_comes_back_with_every_change_and_with_what_never_changes()
    {
        var store = await NewJobStoreAsync();
        await store.AddAsync(Scopes.GreenPark, Job(1), Cancel);
        var changed = Job(1) with
        {
            State = JobState.Failed,
            Progress = new(7, 9, "rows"),
            StartedAt = Invented.Noon.AddSeconds(1),
            FinishedAt = Invented.Noon.AddSeconds(2),
            CancelRequested = true,
            Checkpoint = """{"row":7}""",
            Result = """{"added":7}""",
            Error = new("Code", "message"),
            Attempt = 3,
        };
        var stored = await store.UpdateAsync(Scopes.GreenPark, changed.Id, _ => changed with { Kind = "other", Request = "{}", CreatedBy = "other" }, Cancel);
        Assert.Equal(changed, stored);
        Assert.Equal(changed, await store.FindAsync(Scopes.GreenPark, changed.Id, Cancel));
    }

    [Fact]
    public async Task No_change_of_parallel_callers_is_lost()
    {
        var store = await NewJobStoreAsync();
        await store.AddAsync(Scopes.GreenPark, Job(1), Cancel);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(async () =>
            await store.UpdateAsync(Scopes.GreenPark, Job(1).Id, static j => j with { Progress = new(j.Progress.Done + 1, 20) }, Cancel), Cancel)));
        Assert.Equal(new JobProgress(20, 20), (await store.FindAsync(Scopes.GreenPark, Job(1).Id, Cancel))!.Progress);
    }

    [Fact]
    public async Task Another_societys_jobs_can_be_neither_seen_changed_nor_removed()
    {
        var store = await NewJobStoreAsync();
        await store.AddAsync(Scopes.GreenPark, Job(1), Cancel);
        foreach (JobScope other in new JobScope[] { Scopes.LakeView, Scopes.Installation })
        {
            Assert.Null(await store.FindAsync(other, Job(1).Id, Cancel));
            Assert.Empty((await store.ListAsync(other, null, 10, Cancel)).Items);
            Assert.Null(await store.UpdateAsync(other, Job(1).Id, static j => j with { Attempt = 9 }, Cancel));
            Assert.False(await store.RemoveAsync(other, Job(1).Id, Cancel));
        }
        Assert.Equal(Job(1), await store.FindAsync(Scopes.GreenPark, Job(1).Id, Cancel));
        await Assert.ThrowsAsync<ArgumentException>(async () => await store.AddAsync(Scopes.LakeView, Job(2), Cancel));
    }

    [Fact]
    public async Task Pages_go_from_the_newest_to_the_oldest_and_miss_none()
    {
        var store = await NewJobStoreAsync();
        foreach (var n in (int[])[3, 1, 5, 2, 4]) await store.AddAsync(Scopes.GreenPark, Job(n), Cancel);
        await store.AddAsync(Scopes.LakeView, Job(6, Scopes.LakeView), Cancel);
        var first = await store.ListAsync(Scopes.GreenPark, null, 2, Cancel);
        var second = await store.ListAsync(Scopes.GreenPark, first.Next, 2, Cancel);
        var third = await store.ListAsync(Scopes.GreenPark, second.Next, 2, Cancel);
        Assert.Equal([Job(5), Job(4), Job(3), Job(2), Job(1)], [.. first.Items, .. second.Items, .. third.Items]);
        Assert.Null(third.Next);
        await Assert.ThrowsAsync<FormatException>(async () => await store.ListAsync(Scopes.GreenPark, "nonsense", 2, Cancel));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await store.ListAsync(Scopes.GreenPark, null, IJobStore.MaxPage + 1, Cancel));
    }

    [Fact]
    public async Task Unfinished_and_finished_jobs_of_all_societies_are_found()
    {
        var store = await NewJobStoreAsync();
        await store.AddAsync(Scopes.GreenPark, Job(1), Cancel);
        await store.AddAsync(Scopes.LakeView, Job(2, Scopes.LakeView) with { State = JobState.Running }, Cancel);
        for (var n = 3; n <= 5; n++)
            await store.AddAsync(Scopes.Installation, Job(n, Scopes.Installation) with { State = JobState.Succeeded + (n - 3), FinishedAt = Invented.Noon.AddHours(-n) }, Cancel);
        Assert.Equal([Job(1).Id, Job(2).Id], (await store.ListUnfinishedAsync(Scopes.Installation, Cancel)).Select(static j => j.Id));
        Assert.Equal([Job(5).Id, Job(4).Id], (await store.ListFinishedAsync(Scopes.Installation, Invented.Noon.AddHours(-3), 10, Cancel)).Select(static j => j.Id));
        Assert.Equal([Job(5).Id], (await store.ListFinishedAsync(Scopes.Installation, Invented.Noon, 1, Cancel)).Select(static j => j.Id));
        Assert.True(await store.RemoveAsync(Scopes.Installation, Job(5).Id, Cancel));
        Assert.False(await store.RemoveAsync(Scopes.Installation, Job(5).Id, Cancel));
    }

    [Fact]
    public async Task A_job_that_grew_too_large_is_refused_and_stays_as_it_was()
    {
        var store = await NewJobStoreAsync();
        await store.AddAsync(Scopes.GreenPark, Job(1), Cancel);
        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await store.UpdateAsync(Scopes.GreenPark, Job(1).Id, static j => j with { Checkpoint = new('x', Sluice.Metering.Jobs.Job.MaxJson + 1) }, Cancel));
        Assert.Equal(Job(1), await store.FindAsync(Scopes.GreenPark, Job(1).Id, Cancel));
    }
}
