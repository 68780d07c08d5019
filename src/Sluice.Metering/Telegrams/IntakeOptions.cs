namespace Sluice.Metering.Telegrams;

/// <summary>Bounds of an <see cref="Intake"/>.</summary>
public sealed record IntakeOptions
{
    /// <summary>The most telegrams of one delivery; with <see cref="MaxDeliveries"/> it bounds memory.</summary>
    public const int MaxBatch = 2_000;

    /// <summary>Deliveries handled at a time; further ones wait. This is the back-pressure.</summary>
    public int MaxDeliveries { get; init; } = 64;

    /// <summary>How long after a failure of the store the backlog is tried again.</summary>
    public TimeSpan RetryAfter { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How far ahead of ours a receiver's clock may be and still be believed.</summary>
    public TimeSpan ClockTolerance { get; init; } = TimeSpan.FromMinutes(5);
}
