using Sluice.Metering.Jobs;

namespace Sluice.Host.Jobs;

/// <summary>A job under way.</summary>
internal sealed class JobRun(IJobStore store, Job job, JobScope scope, object? secret, TimeProvider clock) : IJobRun
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private long? written;

    public Job Job { get; } = job;

    public JobScope Scope { get; } = scope;

    public object? Secret { get; } = secret;

    /// <summary>The last progress said, written or not.</summary>
    public JobProgress Progress { get; private set; } = job.Progress;

    public async ValueTask ReportAsync(JobProgress progress, CancellationToken ct)
    {
        Progress = progress;
        if (written is { } last && clock.GetElapsedTime(last) < Interval) return;
        written = clock.GetTimestamp();
        await store.UpdateAsync(Scope, Job.Id, job => job with { Progress = progress }, ct);
    }

    public async ValueTask CheckpointAsync(string checkpoint, JobProgress progress, CancellationToken ct)
    {
        Progress = progress;
        written = clock.GetTimestamp();
        await store.UpdateAsync(Scope, Job.Id, job => job with { Progress = progress, Checkpoint = checkpoint, Attempt = 1 }, ct);
    }
}
