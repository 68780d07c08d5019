namespace Sluice.Metering.Jobs;

/// <summary>Where work for the background is handed in.</summary>
public interface IJobQueue
{
    /// <summary>Stores the job and lets it run when its turn comes; durable when the call returns.</summary>
    /// <param name="scope">Whose job.</param>
    /// <param name="id">Its id, from <see cref="JobId.New"/>: files of the job are stored under it before.</param>
    /// <param name="kind">Which handler.</param>
    /// <param name="request">JSON of the handler; no secrets.</param>
    /// <param name="ct">Stops waiting for the store.</param>
    /// <param name="secret">For this run only, never stored: a job that was interrupted comes back without it.</param>
    /// <exception cref="ArgumentException">There is no handler of this kind.</exception>
    ValueTask<Job> StartAsync(JobScope scope, JobId id, string kind, string request, CancellationToken ct, object? secret = null);

    /// <summary>Asks a job to stop. A waiting one is cancelled at once, a running one as soon as its handler notices.</summary>
    /// <returns>The job as it is then; null when there is none in the scope.</returns>
    ValueTask<Job?> CancelAsync(JobScope scope, JobId id, CancellationToken ct);

    /// <summary>Waits until a job ends, at most so long.</summary>
    /// <returns>The job as it is then; null when there is none in the scope.</returns>
    ValueTask<Job?> WaitAsync(JobScope scope, JobId id, TimeSpan patience, CancellationToken ct);
}
