using Sluice.Metering;
using Sluice.Metering.Files;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;
using Sluice.Metering.Storage;

namespace Sluice.Host.Jobs;

/// <summary>Runs the jobs of one data directory: a few at a time, fair between societies, on from the last checkpoint after an interruption.</summary>
public sealed class JobRunner : IJobQueue, IAsyncDisposable
{
    private const string Worker = "jobs";
    private const string Waiting = "Trying again soon: ";
    private const int MaxText = 200;

    private readonly Lock gate = new();
    private readonly IJobStore store;
    private readonly IFileStore files;
    private readonly Dictionary<string, IJobHandler> handlers;
    private readonly JobOptions options;
    private readonly TimeProvider clock;
    private readonly InstallationScope installation = Authorizer.ForWorker(Worker);
    private readonly CancellationTokenSource stopping = new();
    private readonly JobSchedule schedule;
    private readonly Dictionary<Guid, object> secrets = [];
    private readonly Dictionary<Guid, CancellationTokenSource> cancels = [];
    private readonly Dictionary<Guid, TaskCompletionSource> ends = [];
    private readonly HashSet<Task> tasks = [];
    private bool started;
    private bool stopped;

    /// <param name="store">Where jobs are kept.</param>
    /// <param name="files">Where their files are.</param>
    /// <param name="handlers">One for each kind.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="clock">The clock.</param>
    public JobRunner(IJobStore store, IFileStore files, IEnumerable<IJobHandler> handlers, JobOptions options, TimeProvider clock)
    {
        this.store = store;
        this.files = files;
        this.handlers = handlers.ToDictionary(static h => h.Kind);
        this.options = options;
        this.clock = clock;
        schedule = new(options.Parallel);
    }

    /// <summary>Something went wrong that an operator should see: the job and what happened.</summary>
    public event Action<JobId, Exception>? Faulted;

    /// <summary>Takes up what was left from last time, then runs whatever comes.</summary>
    /// <exception cref="StorageException">The store cannot be read.</exception>
    public async Task StartAsync(CancellationToken ct)
    {
        foreach (var job in await store.ListUnfinishedAsync(installation, ct)) lock (gate) schedule.Add(job);
        lock (gate)
        {
            started = true;
            Track(SweepAsync());
        }
        Pump();
    }

    public async ValueTask<Job> StartAsync(JobScope scope, JobId id, string kind, string request, CancellationToken ct, object? secret = null)
    {
        if (!handlers.ContainsKey(kind)) throw new ArgumentException($"There is no handler of '{kind}'.", nameof(kind));
        var job = new Job { Id = id, Society = scope.Society, Kind = kind, Request = request, CreatedBy = scope.Caller.Subject, CreatedAt = Timestamps.Stored(clock.GetUtcNow()) };
        await store.AddAsync(scope, job, ct);
        lock (gate)
        {
            if (secret is not null) secrets[id.Value] = secret;
            schedule.Add(job);
        }
        Pump();
        return job;
    }

    public async ValueTask<Job?> CancelAsync(JobScope scope, JobId id, CancellationToken ct)
    {
        var job = await store.UpdateAsync(scope, id, Cancelled, ct);
        if (job is null) return null;
        lock (gate) if (cancels.TryGetValue(id.Value, out var cancel)) Track(cancel.CancelAsync());
        if (job.IsFinished) Forget(id);
        return job;
    }

    public async ValueTask<Job?> WaitAsync(JobScope scope, JobId id, TimeSpan patience, CancellationToken ct)
    {
        if (await store.FindAsync(scope, id, ct) is not { IsFinished: false }) return await store.FindAsync(scope, id, ct);
        Task end;
        lock (gate)
        {
            if (!ends.TryGetValue(id.Value, out var source)) ends.Add(id.Value, source = new(TaskCreationOptions.RunContinuationsAsynchronously));
            end = source.Task;
        }
        if (await store.FindAsync(scope, id, ct) is { IsFinished: true }) Forget(id);   // it ended before anybody was told that we wait
        try
        {
            await end.WaitAsync(patience, clock, ct);
        }
        catch (TimeoutException)
        {
            // It goes on; who asked may ask again.
        }
        return await store.FindAsync(scope, id, ct);
    }

    /// <summary>Interrupts what runs; it goes on at the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        if (stopped) return;
        stopped = true;
        Task[] running;
        lock (gate)
        {
            started = false;
            running = [.. tasks];
        }
        await stopping.CancelAsync();
        await Task.WhenAll(running);
        stopping.Dispose();
    }

    private void Pump()
    {
        lock (gate)
        {
            while (started && schedule.Take() is { } job)
            {
                var cancel = CancellationTokenSource.CreateLinkedTokenSource(stopping.Token);
                cancels.Add(job.Id.Value, cancel);
                Track(Task.Run(() => RunAsync(job, cancel)));
            }
        }
    }

    private void Track(Task task)
    {
        tasks.Add(task);
        _ = task.ContinueWith(t => { lock (gate) tasks.Remove(t); }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    private async Task RunAsync(Job job, CancellationTokenSource cancel)
    {
        var scope = ScopeOf(job);
        try
        {
            for (var delay = options.FirstDelay; !await TryRunAsync(scope, job.Id, cancel.Token); delay = delay * 2 < options.MaxDelay ? delay * 2 : options.MaxDelay)
                await Task.Delay(delay, clock, cancel.Token);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            if (!stopping.IsCancellationRequested) await EndAsync(scope, job.Id, j => Ended(j, JobState.Cancelled));
        }
        catch (Exception e)   // a handler's mistake must not stop the others
        {
            Faulted?.Invoke(job.Id, e);
            await EndAsync(scope, job.Id, j => Ended(j, JobState.Failed) with { Error = new("Internal", "The job ended by a mistake of the program; the server's log has the details.") });
        }
        lock (gate)
        {
            cancels.Remove(job.Id.Value);
            schedule.Ended(job.Society);
        }
        cancel.Dispose();
        Forget(job.Id);
        Pump();
    }

    /// <returns>False when the store failed: try again later.</returns>
    private async Task<bool> TryRunAsync(JobScope scope, JobId id, CancellationToken ct)
    {
        try
        {
            var now = Timestamps.Stored(clock.GetUtcNow());
            var job = await store.UpdateAsync(scope, id, j => Begun(j, now), ct);
            if (job is null or { IsFinished: true }) return true;
            object? secret;
            lock (gate) secret = secrets.GetValueOrDefault(id.Value);
            var run = new JobRun(store, job, scope, secret, clock);
            var end = handlers.TryGetValue(job.Kind, out var handler)
                ? await handler.RunAsync(run, ct)
                : JobEnd.Failed("UnknownKind", $"This sluice has no handler for jobs of kind '{job.Kind}'.");
            var ended = await store.UpdateAsync(scope, id,
                j => Ended(j, end.Error is null ? JobState.Succeeded : JobState.Failed) with { Progress = run.Progress, Result = end.Result, Error = end.Error, CancelRequested = false },
                CancellationToken.None);
            if (ended is not null && handler is not null) await TellAsync(handler, ended, scope, ct);
            return true;
        }
        catch (StorageException e)
        {
            Faulted?.Invoke(id, e);
            await SayAsync(scope, id, e.Message, ct);
            return false;
        }
    }

    /// <summary>The job has ended, whatever comes of telling.</summary>
    private async ValueTask TellAsync(IJobHandler handler, Job ended, JobScope scope, CancellationToken ct)
    {
        try
        {
            await handler.EndedAsync(ended, scope, ct);
        }
        catch (Exception e)   // a handler's mistake must not make of a job that ended one that failed
        {
            Faulted?.Invoke(ended.Id, e);
        }
    }

    /// <summary>Shows who waits for the job what it waits for itself, when the store of jobs is not the one that failed.</summary>
    private async ValueTask SayAsync(JobScope scope, JobId id, string fault, CancellationToken ct)
    {
        var text = $"{Waiting}{fault}";
        if (text.Length > MaxText) text = $"{text[..(MaxText - 1)]}…";
        try
        {
            await store.UpdateAsync(scope, id, j => j.IsFinished ? j : j with { Progress = j.Progress with { Text = text } }, ct);
        }
        catch (StorageException e)
        {
            Faulted?.Invoke(id, e);
        }
    }

    private Job Begun(Job job, DateTimeOffset now)
    {
        if (job.IsFinished) return job;
        if (job.CancelRequested) return Ended(job, JobState.Cancelled);
        if (job.Attempt >= options.MaxAttempts)
            return Ended(job, JobState.Failed) with { Error = new("GivenUp", GivenUp(job)) };
        return job with { State = JobState.Running, StartedAt = job.StartedAt ?? now, Attempt = job.Attempt + 1 };
    }

    private static string GivenUp(Job job) => job.Progress.Text is { } text && text.StartsWith(Waiting, StringComparison.Ordinal)
        ? $"It was tried {job.Attempt} times. {text[Waiting.Length..]} Then start it again."
        : $"It was started {job.Attempt} times without getting on: the server stopped each time. See the server's log; then start it again.";

    /// <summary>What waits ends at once; what runs is told.</summary>
    private Job Cancelled(Job job) => job.State switch
    {
        JobState.Queued => Ended(job, JobState.Cancelled) with { CancelRequested = true },
        JobState.Running => job with { CancelRequested = true },
        _ => job,
    };

    private Job Ended(Job job, JobState state) => job with { State = state, FinishedAt = Timestamps.Stored(clock.GetUtcNow()) };

    /// <summary>Writes the end, waiting for a store that fails; a stop of the server leaves it for the next start.</summary>
    private async Task EndAsync(JobScope scope, JobId id, Func<Job, Job> end)
    {
        for (var delay = options.FirstDelay; ; delay = options.MaxDelay)
        {
            try
            {
                await store.UpdateAsync(scope, id, j => j.IsFinished ? j : end(j), CancellationToken.None);
                return;
            }
            catch (StorageException e)
            {
                Faulted?.Invoke(id, e);
            }
            try
            {
                await Task.Delay(delay, clock, stopping.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Tells who waits that the job has ended, and drops what only its run needed.</summary>
    private void Forget(JobId id)
    {
        lock (gate)
        {
            secrets.Remove(id.Value);
            if (ends.Remove(id.Value, out var end)) end.SetResult();
        }
    }

    private async Task SweepAsync()
    {
        try
        {
            while (true)
            {
                await RemoveOldAsync(stopping.Token);
                await Task.Delay(options.SweepEach, clock, stopping.Token);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task RemoveOldAsync(CancellationToken ct)
    {
        try
        {
            while (await store.ListFinishedAsync(installation, clock.GetUtcNow() - options.Keep, 100, ct) is { Count: > 0 } old)
                foreach (var job in old)
                {
                    await files.DeleteFolderAsync(FileName.OfJob(job), ct);
                    await store.RemoveAsync(ScopeOf(job), job.Id, ct);
                }
        }
        catch (StorageException e)
        {
            Faulted?.Invoke(default, e);
        }
    }

    private JobScope ScopeOf(Job job) => job.Society is { } society ? Authorizer.ForWorker(society, Worker) : installation;
}
