using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;

namespace Sluice.Host.Jobs;

/// <summary>Whose turn it is: the society with the fewest jobs running, among those the one served longest ago, of its jobs the oldest. Not safe for many threads.</summary>
internal sealed class JobSchedule(int parallel)
{
    private readonly SortedDictionary<Guid, Job> waiting = [];
    private readonly Dictionary<string, int> running = [];
    private readonly Dictionary<string, long> served = [];
    private readonly int each = Math.Max(1, parallel - 1);
    private long turn;

    public void Add(Job job) => waiting[job.Id.Value] = job;

    /// <summary>Takes the next job that may run; null when none may now.</summary>
    public Job? Take()
    {
        if (running.Values.Sum() >= parallel) return null;
        var next = waiting.Values.Where(j => Running(j) < each).MinBy(j => (Running(j), served.GetValueOrDefault(JobRules.Owner(j.Society)), j.Id.Value));
        if (next is null) return null;
        waiting.Remove(next.Id.Value);
        var owner = JobRules.Owner(next.Society);
        running[owner] = Running(next) + 1;
        served[owner] = ++turn;
        return next;
    }

    /// <summary>A job taken has ended.</summary>
    public void Ended(SocietyId? society) => running[JobRules.Owner(society)]--;

    private int Running(Job job) => running.GetValueOrDefault(JobRules.Owner(job.Society));
}
