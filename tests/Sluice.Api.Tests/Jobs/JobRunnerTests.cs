using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Sluice.Host.Jobs;
using Sluice.Metering.Files;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;
using Sluice.Metering.Storage;
using Sluice.Storage.Contract;

namespace Sluice.Api.Tests.Jobs;

public sealed class JobRunnerTests : IAsyncDisposable
{
    private readonly InMemoryJobStore store = new();
    private readonly FakeTimeProvider clock = new(Invented.Noon);
    private readonly InMemoryFileStore files;
    private readonly TestHandler handler = new();
    private readonly List<JobRunner> runners = [];

    public JobRunnerTests() => files = new(clock);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        foreach (var runner in runners) await runner.DisposeAsync();
    }

    [Fact]
    public async Task A_job_runs_and_its_result_and_progress_are_kept()
    {
        handler.Work = static async (run, ct) =>
        {
            await run.ReportAsync(new(1, 2, "half"), ct);
            await run.ReportAsync(new(2, 2, "all"), ct);
            return new("""{"n":1}""");
        };
        var runner = await StartAsync();
        var job = await EndOf(runner, await AddAsync(runner));
        Assert.Equal((JobState.Succeeded, """{"n":1}""", new JobProgress(2, 2, "all"), 1), (job.State, job.Result, job.Progress, job.Attempt));
        Assert.Equal((Invented.Noon.AddMilliseconds(1), Invented.Noon.AddMilliseconds(1)), (job.StartedAt, job.FinishedAt));
    }

    [Fact]
    public async Task Progress_is_written_at_most_each_quarter_of_a_second_and_checkpoints_at_once()
    {
        var seen = new List<long>();
        handler.Work = async (run, ct) =>
        {
            for (var n = 1; n <= 8; n++)
            {
                if (n == 7) await run.CheckpointAsync("{}", new(n, 8), ct);
                else await run.ReportAsync(new(n, 8), ct);
                seen.Add((await store.FindAsync(run.Scope, run.Job.Id, ct))!.Progress.Done);
                clock.Advance(TimeSpan.FromMilliseconds(100));
            }
            return new(null);
        };
        var runner = await StartAsync();
        await EndOf(runner, await AddAsync(runner));
        Assert.Equal([1, 1, 1, 4, 4, 4, 7, 7], seen);
    }

    [Fact]
    public async Task A_failure_a_handler_says_is_the_jobs_error()
    {
        handler.Work = static (_, _) => new(JobEnd.Failed("BadFile", "It is no table."));
        var runner = await StartAsync();
        var job = await EndOf(runner, await AddAsync(runner));
        Assert.Equal((JobState.Failed, new JobError("BadFile", "It is no table.")), (job.State, job.Error));
    }

    [Fact]
    public async Task A_mistake_of_a_handler_ends_its_job_only_and_is_told_without_details()
    {
        handler.Work = static (run, _) => run.Job.Request == "bad" ? throw new InvalidOperationException("secret") : new(new JobEnd(null));
        var runner = await StartAsync();
        var faults = new List<Exception>();
        runner.Faulted += (_, e) => faults.Add(e);
        var bad = await EndOf(runner, await AddAsync(runner, request: "bad"));
        Assert.Equal((JobState.Failed, "Internal"), (bad.State, bad.Error!.Code));
        Assert.DoesNotContain("secret", bad.Error.Message, StringComparison.Ordinal);
        Assert.Single(faults);
        Assert.Equal(JobState.Succeeded, (await EndOf(runner, await AddAsync(runner))).State);
    }

    [Fact]
    public async Task A_fault_of_the_store_is_waited_out_longer_each_time()
    {
        var starts = new List<TimeSpan>();
        handler.Work = (run, _) =>
        {
            starts.Add(clock.GetUtcNow() - Invented.Noon);
            return starts.Count < 4 ? throw new StorageException(StorageFault.Full, "full") : new(new JobEnd(null));
        };
        var runner = await StartAsync();
        var job = await AddAsync(runner);
        var end = EndOf(runner, job);
        await PushClockUntilAsync(end);
        Assert.Equal((JobState.Succeeded, 4), ((await end).State, (await end).Attempt));
        Assert.Equal(4, starts.Count);
        Assert.True(
            starts[1] >= TimeSpan.FromSeconds(1) && starts[2] >= starts[1] + TimeSpan.FromSeconds(2) && starts[3] >= starts[2] + TimeSpan.FromSeconds(4),
            string.Join(' ', starts));
    }

    [Fact]
    public async Task A_store_that_keeps_failing_ends_the_job_with_its_reason()
    {
        handler.Work = static (_, _) => throw new StorageException(StorageFault.Broken, "broken");
        var runner = await StartAsync(new() { MaxAttempts = 3 });
        var end = EndOf(runner, await AddAsync(runner));
        await PushClockUntilAsync(end);
        Assert.Equal((JobState.Failed, "GivenUp"), ((await end).State, (await end).Error!.Code));
    }

    [Fact]
    public async Task A_waiting_job_is_cancelled_at_once_and_never_runs()
    {
        var first = new TaskCompletionSource();
        handler.Work = async (run, _) =>
        {
            await first.Task;
            return new(run.Job.Request);
        };
        var runner = await StartAsync();
        var running = await AddAsync(runner);
        var waiting = await AddAsync(runner);   // one society has one of the two places
        Assert.Equal(JobState.Cancelled, (await runner.CancelAsync(Scopes.GreenPark, waiting.Id, Cancel))!.State);
        first.SetResult();
        Assert.Equal(JobState.Succeeded, (await EndOf(runner, running)).State);
        Assert.Equal(JobState.Succeeded, (await EndOf(runner, await AddAsync(runner))).State);
        Assert.DoesNotContain(waiting.Id, handler.Ran);
    }

    [Fact]
    public async Task A_running_job_is_told_to_stop_and_keeps_what_it_did()
    {
        var working = new TaskCompletionSource();
        handler.Work = async (run, ct) =>
        {
            await run.CheckpointAsync("""{"row":5}""", new(5, 10), ct);
            working.SetResult();
            await Task.Delay(Timeout.Infinite, ct);
            return new(null);
        };
        var runner = await StartAsync();
        var job = await AddAsync(runner);
        await working.Task;
        await runner.CancelAsync(Scopes.GreenPark, job.Id, Cancel);
        job = await EndOf(runner, job);
        Assert.Equal((JobState.Cancelled, """{"row":5}""", new JobProgress(5, 10)), (job.State, job.Checkpoint, job.Progress));
    }

    [Fact]
    public async Task Another_society_can_neither_cancel_a_job_nor_learn_its_end()
    {
        var go = new TaskCompletionSource();
        handler.Work = async (_, _) =>
        {
            await go.Task;
            return new(null);
        };
        var runner = await StartAsync();
        var job = await AddAsync(runner);
        Assert.Null(await runner.CancelAsync(Scopes.LakeView, job.Id, Cancel));
        Assert.Null(await runner.WaitAsync(Scopes.LakeView, job.Id, TimeSpan.FromHours(1), Cancel));
        go.SetResult();
        Assert.Equal(JobState.Succeeded, (await EndOf(runner, job)).State);
    }

    [Fact]
    public async Task After_a_stop_a_job_goes_on_from_its_checkpoint_without_its_secret()
    {
        var working = new TaskCompletionSource();
        handler.Work = async (run, ct) =>
        {
            if (run.Job.Checkpoint is { } from) return new($$"""{"from":{{from}},"secret":"{{run.Secret}}"}""");
            Assert.Equal("password", run.Secret);
            await run.CheckpointAsync("5", new(5, 10), ct);
            working.SetResult();
            await Task.Delay(Timeout.Infinite, ct);
            return new(null);
        };
        var runner = await StartAsync();
        var job = await runner.StartAsync(Scopes.GreenPark, JobId.New(clock), handler.Kind, "{}", Cancel, "password");
        await working.Task;
        await runner.DisposeAsync();
        Assert.Equal(JobState.Running, (await store.FindAsync(Scopes.GreenPark, job.Id, Cancel))!.State);
        job = await EndOf(await StartAsync(), job);
        Assert.Equal((JobState.Succeeded, """{"from":5,"secret":""}""", 2), (job.State, job.Result, job.Attempt));
    }

    [Fact]
    public async Task A_job_that_ends_the_server_each_time_is_given_up()
    {
        var job = new Job { Id = JobId.New(clock), Society = Scopes.GreenPark.Society, Kind = handler.Kind, CreatedBy = "x", CreatedAt = Invented.Noon, State = JobState.Running, Attempt = 8 };
        await store.AddAsync(Scopes.GreenPark, job, Cancel);
        job = await EndOf(await StartAsync(), job);
        Assert.Equal((JobState.Failed, "GivenUp"), (job.State, job.Error!.Code));
        Assert.Empty(handler.Ran);
    }

    [Fact]
    public async Task A_society_with_many_jobs_does_not_keep_another_one_waiting()
    {
        var (begun, go) = (new SemaphoreSlim(0), new SemaphoreSlim(0));
        handler.Work = async (_, ct) =>
        {
            begun.Release();
            await go.WaitAsync(ct);
            return new(null);
        };
        var runner = await StartAsync();
        var many = new List<Job>();
        for (var n = 0; n < 5; n++) many.Add(await AddAsync(runner));
        var other = await AddAsync(runner, Scopes.LakeView);
        await begun.WaitAsync(Cancel);
        await begun.WaitAsync(Cancel);
        Assert.Equivalent(new[] { many[0].Id, other.Id }, handler.Ran);
        go.Release(6);
        Assert.Equal(JobState.Succeeded, (await EndOf(runner, other, Scopes.LakeView)).State);
        foreach (var job in many) Assert.Equal(JobState.Succeeded, (await EndOf(runner, job)).State);
        Assert.Equal(2, handler.MostAtOnce);
        Assert.Equal(many.Select(static j => j.Id), handler.Ran.Where(id => id != other.Id));
    }

    [Fact]
    public async Task Old_finished_jobs_go_with_their_files()
    {
        handler.Work = static (_, _) => new(new JobEnd(null));
        var runner = await StartAsync();
        var old = await EndOf(runner, await AddAsync(runner));
        await files.PutAsync(FileName.OfJob(old, "upload"), new MemoryStream([1]), 10, Cancel);
        clock.Advance(TimeSpan.FromDays(20));
        var young = await EndOf(runner, await AddAsync(runner));
        clock.Advance(TimeSpan.FromDays(11));
        await runner.DisposeAsync();
        var next = await StartAsync();
        await EndOf(next, await AddAsync(next));
        Assert.Null(await store.FindAsync(Scopes.GreenPark, old.Id, Cancel));
        Assert.Null(await files.OpenAsync(FileName.OfJob(old, "upload"), Cancel));
        Assert.NotNull(await store.FindAsync(Scopes.GreenPark, young.Id, Cancel));
    }

    private async Task<JobRunner> StartAsync(JobOptions? options = null)
    {
        var runner = new JobRunner(store, files, [handler], options ?? new(), clock);
        runners.Add(runner);
        await runner.StartAsync(Cancel);
        return runner;
    }

    private async Task<Job> AddAsync(JobRunner runner, SocietyScope? scope = null, string request = "{}")
    {
        clock.Advance(TimeSpan.FromMilliseconds(1));   // ids in the order they were made
        return await runner.StartAsync(scope ?? Scopes.GreenPark, JobId.New(clock), handler.Kind, request, Cancel);
    }

    private static async Task<Job> EndOf(JobRunner runner, Job job, SocietyScope? scope = null)
    {
        var ended = await runner.WaitAsync(scope ?? Scopes.GreenPark, job.Id, TimeSpan.FromDays(40), Cancel);
        Assert.True(ended!.IsFinished, ended.State.ToString());
        return ended;
    }

    private async Task PushClockUntilAsync(Task end)
    {
        for (; !end.IsCompleted; await Task.Delay(1, Cancel)) clock.Advance(TimeSpan.FromSeconds(0.5));
    }

    private sealed class TestHandler : IJobHandler
    {
        private readonly Lock gate = new();
        private int now;

        public string Kind => "test." + GetType().Name.ToLower(CultureInfo.InvariantCulture);

        public Func<IJobRun, CancellationToken, ValueTask<JobEnd>> Work { get; set; } = static (_, _) => new(new JobEnd(null));

        public List<JobId> Ran { get; } = [];

        public int MostAtOnce { get; private set; }

        public async ValueTask<JobEnd> RunAsync(IJobRun run, CancellationToken ct)
        {
            lock (gate)
            {
                Ran.Add(run.Job.Id);
                MostAtOnce = Math.Max(MostAtOnce, ++now);
            }
            try
            {
                return await Work(run, ct);
            }
            finally
            {
                lock (gate) now--;
            }
        }
    }
}
