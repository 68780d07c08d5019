namespace Sluice.Host.Jobs;

/// <summary>Bounds of the work in the background.</summary>
public sealed record JobOptions
{
    /// <summary>Jobs that run at the same time. One society has at most all of these places but one, where there is more than one.</summary>
    public int Parallel { get; init; } = 2;

    /// <summary>Starts without a checkpoint between them after which a job is given up.</summary>
    public int MaxAttempts { get; init; } = 8;

    /// <summary>The wait before the second attempt after a fault of the store; doubles each time.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between attempts.</summary>
    public TimeSpan MaxDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a finished job and its files are kept.</summary>
    public TimeSpan Keep { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How often finished jobs are looked through.</summary>
    public TimeSpan SweepEach { get; init; } = TimeSpan.FromHours(6);
}
