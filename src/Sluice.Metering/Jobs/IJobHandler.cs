namespace Sluice.Metering.Jobs;

/// <summary>Does the work of one kind of job.</summary>
/// <remarks>
/// It may be interrupted at any point, by a crash too, and is then called again with the last checkpoint: what it did after that checkpoint it does again, so that must do no harm.
/// A <see cref="Storage.StorageException"/> is waited out and tried again; any other exception ends the job.
/// </remarks>
public interface IJobHandler
{
    /// <summary>The kind it runs.</summary>
    string Kind { get; }

    /// <summary>Works until done.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="ct"/> was cancelled: the job is cancelled, or the server stops and goes on later.</exception>
    ValueTask<JobEnd> RunAsync(IJobRun run, CancellationToken ct);

    /// <summary>Called once after the end of a job is stored; not again when the server stops meanwhile. Nothing to do for most.</summary>
    ValueTask EndedAsync(Job job, JobScope scope, CancellationToken ct) => default;
}

/// <summary>A job under way, as its handler sees it.</summary>
public interface IJobRun
{
    /// <summary>The job when it was started, with the checkpoint to go on from.</summary>
    Job Job { get; }

    /// <summary>The worker's right to the job's society (or installation).</summary>
    JobScope Scope { get; }

    /// <summary>What was handed over at the start and is not stored, for example a password; null after a restart.</summary>
    object? Secret { get; }

    /// <summary>Says how far the work is. Call it as often as you like: it is written at most each 250 ms.</summary>
    ValueTask ReportAsync(JobProgress progress, CancellationToken ct);

    /// <summary>Says where to go on from after an interruption; durable when it returns.</summary>
    ValueTask CheckpointAsync(string checkpoint, JobProgress progress, CancellationToken ct);
}

/// <summary>How a job ended.</summary>
/// <param name="Result">JSON for who asked; may be null.</param>
/// <param name="Error">Why it failed; null: it succeeded.</param>
public sealed record JobEnd(string? Result, JobError? Error = null)
{
    /// <summary>It failed.</summary>
    public static JobEnd Failed(string code, string message, string? result = null) => new(result, new(code, message));
}
