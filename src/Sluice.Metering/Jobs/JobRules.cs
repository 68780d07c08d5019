using Sluice.Metering.Identity;

namespace Sluice.Metering.Jobs;

/// <summary>What every job store does the same way.</summary>
public static class JobRules
{
    /// <summary>Checks a job before it is stored in a scope.</summary>
    /// <exception cref="ArgumentException">It does not belong there, or is too large.</exception>
    public static Job Checked(JobScope scope, Job job)
    {
        if (job.Society != scope.Society) throw new ArgumentException($"The job is of '{Owner(job.Society)}', the scope of '{Owner(scope.Society)}'.", nameof(job));
        foreach (var text in (ReadOnlySpan<string?>)[job.Request, job.Checkpoint, job.Result])
            if (text?.Length > Job.MaxJson) throw new ArgumentException($"A text of the job has {text.Length} characters; the most is {Job.MaxJson}.", nameof(job));
        return job;
    }

    /// <summary>Applies a change, keeping what never changes.</summary>
    public static Job Changed(JobScope scope, Job before, Func<Job, Job> change) => Checked(scope, change(before)) with
    {
        Id = before.Id,
        Kind = before.Kind,
        Request = before.Request,
        CreatedAt = before.CreatedAt,
        CreatedBy = before.CreatedBy,
    };

    /// <summary>The society's id; empty for the installation.</summary>
    public static string Owner(SocietyId? society) => society?.Text ?? "";

    /// <summary>The cursor after a job.</summary>
    public static string Cursor(JobId last) => $"j{last.Value:N}";

    /// <summary>The job a page ends before; null for the first page.</summary>
    /// <exception cref="FormatException">It is no such cursor.</exception>
    public static JobId? Before(string? next, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, IJobStore.MaxPage);
        if (next is null) return null;
        return next is ['j', ..] && JobId.TryParse(next[1..], out var id) ? id : throw new FormatException("This is no cursor of a list of jobs.");
    }
}
