using Sluice.Metering.Identity;
using Sluice.Metering.Readings;

namespace Sluice.Metering.Jobs;

/// <summary>The jobs of all societies; a <see cref="JobScope"/> sees those of its own only.</summary>
/// <remarks>Safe for use from many threads. What a call changes is durable when it returns. Providers fail with <see cref="Storage.StorageException"/>.</remarks>
public interface IJobStore
{
    /// <summary>The most jobs of one page.</summary>
    const int MaxPage = 200;

    /// <summary>Adds a job.</summary>
    /// <exception cref="ArgumentException">Its society is not the scope's, or one of its texts is longer than <see cref="Job.MaxJson"/>.</exception>
    ValueTask AddAsync(JobScope scope, Job job, CancellationToken ct);

    /// <summary>A job; null when there is none in the scope.</summary>
    ValueTask<Job?> FindAsync(JobScope scope, JobId id, CancellationToken ct);

    /// <summary>Jobs, newest first.</summary>
    /// <param name="next">The cursor of the page before; null for the first page.</param>
    /// <param name="limit">1 to <see cref="MaxPage"/>.</param>
    /// <exception cref="FormatException"><paramref name="next"/> is not a cursor of this list.</exception>
    ValueTask<Page<Job>> ListAsync(JobScope scope, string? next, int limit, CancellationToken ct);

    /// <summary>Changes a job as it is now, atomically: no change of another caller is lost. Id, society, kind, request and creation never change.</summary>
    /// <param name="change">Quick and without effects of its own: it may be called again.</param>
    /// <returns>The changed job; null when there is none in the scope.</returns>
    /// <exception cref="ArgumentException">One of its texts is longer than <see cref="Job.MaxJson"/>.</exception>
    ValueTask<Job?> UpdateAsync(JobScope scope, JobId id, Func<Job, Job> change, CancellationToken ct);

    /// <summary>Whose job it is, for letting callers in. False when there is no such job.</summary>
    ValueTask<(bool Found, SocietyId? Society)> FindOwnerAsync(JobId id, CancellationToken ct);

    /// <summary>Every job that is not finished, of all societies, oldest first. For the worker that runs them.</summary>
    ValueTask<IReadOnlyList<Job>> ListUnfinishedAsync(InstallationScope worker, CancellationToken ct);

    /// <summary>Jobs of all societies that ended before a time, those that ended first at the front.</summary>
    ValueTask<IReadOnlyList<Job>> ListFinishedAsync(InstallationScope worker, DateTimeOffset before, int limit, CancellationToken ct);

    /// <summary>Removes a job.</summary>
    /// <returns>False when there was none in the scope.</returns>
    ValueTask<bool> RemoveAsync(JobScope scope, JobId id, CancellationToken ct);
}
