using Sluice.Metering.Events;
using Sluice.Metering.Identity;
using Sluice.Metering.Readings;

namespace Sluice.Metering.Jobs;

/// <summary>Jobs in memory, for tests.</summary>
/// <param name="events">Gets the events of jobs; null: nobody does.</param>
/// <param name="live">Told what changed; null: nobody.</param>
public sealed class InMemoryJobStore(InMemoryEventLog? events = null, LiveHub? live = null) : IJobStore
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<Guid, Job> jobs = [];   // Guids compare as their digits do

    public ValueTask AddAsync(JobScope scope, Job job, CancellationToken ct)
    {
        lock (gate) jobs.Add(job.Id.Value, JobRules.Checked(scope, job));
        live?.JobChanged(job.Society, job.Id);
        return default;
    }

    public ValueTask<Job?> FindAsync(JobScope scope, JobId id, CancellationToken ct)
    {
        lock (gate) return new(Find(scope, id));
    }

    public ValueTask<Page<Job>> ListAsync(JobScope scope, string? next, int limit, CancellationToken ct)
    {
        var before = JobRules.Before(next, limit);
        lock (gate)
        {
            List<Job> list = [.. jobs.Values.Reverse().Where(j => j.Society == scope.Society && (before is not { } b || j.Id.Value < b.Value)).Take(limit + 1)];
            return new(list.Count > limit ? new Page<Job>(list[..limit], JobRules.Cursor(list[limit - 1].Id)) : new(list, null));
        }
    }

    public ValueTask<Job?> UpdateAsync(JobScope scope, JobId id, Func<Job, Job> change, CancellationToken ct)
    {
        lock (gate)
        {
            if (Find(scope, id) is not { } before) return new((Job?)null);
            var after = jobs[id.Value] = JobRules.Changed(scope, before, change);
            if (EventFacts.Changed(before, after) is { } happened) events?.Append(after.Society, happened);
            live?.JobChanged(after.Society, id);
            return new(after);
        }
    }

    public ValueTask<(bool Found, SocietyId? Society)> FindOwnerAsync(JobId id, CancellationToken ct)
    {
        lock (gate) return new(jobs.TryGetValue(id.Value, out var job) ? (true, job.Society) : (false, null));
    }

    public ValueTask<IReadOnlyList<Job>> ListUnfinishedAsync(InstallationScope worker, CancellationToken ct)
    {
        lock (gate) return new([.. jobs.Values.Where(static j => !j.IsFinished)]);
    }

    public ValueTask<IReadOnlyList<Job>> ListFinishedAsync(InstallationScope worker, DateTimeOffset before, int limit, CancellationToken ct)
    {
        lock (gate) return new([.. jobs.Values.Where(j => j.FinishedAt < before).OrderBy(static j => j.FinishedAt).Take(limit)]);
    }

    public ValueTask<bool> RemoveAsync(JobScope scope, JobId id, CancellationToken ct)
    {
        lock (gate) return new(Find(scope, id) is not null && jobs.Remove(id.Value));
    }

    private Job? Find(JobScope scope, JobId id) => jobs.TryGetValue(id.Value, out var job) && job.Society == scope.Society ? job : null;
}
