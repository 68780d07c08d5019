using Sluice.Client;
using Sluice.Contracts.Jobs;

namespace Sluice.Ui.Shell;

/// <summary>Follows a job until it ends.</summary>
public static class JobWatch
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(1);

    /// <summary>True when the job has ended, well or not.</summary>
    public static bool HasEnded(string state) => state is "SUCCEEDED" or "FAILED" or "CANCELLED";

    /// <summary>Asks once a second.</summary>
    /// <param name="client">Whom.</param>
    /// <param name="job">What.</param>
    /// <param name="show">Called with each answer.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<JobDto> FollowAsync(SluiceClient client, JobDto job, Action<JobDto> show, TimeProvider clock, CancellationToken ct)
    {
        show(job);
        using var timer = new PeriodicTimer(Every, clock);
        while (!HasEnded(job.State) && await timer.WaitForNextTickAsync(ct))
        {
            job = await client.GetJobAsync(job.Id, ct);
            show(job);
        }
        return job;
    }
}
