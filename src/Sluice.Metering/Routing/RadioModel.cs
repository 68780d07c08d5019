namespace Sluice.Metering.Routing;

/// <summary>How long to wait at a place: meters send without listening, and two bursts that overlap are lost (pure ALOHA).</summary>
/// <remarks>Fits what was heard by a hand-held reader standing still among flowIQ 2101 meters: a burst of 10 ms every 16 s, 233 to 240 meters a stop.</remarks>
public sealed record RadioModel
{
    /// <summary>The model of flowIQ 2101 meters.</summary>
    public static RadioModel FlowIq { get; } = new();

    /// <summary>Time between two telegrams of a meter.</summary>
    public TimeSpan Period { get; init; } = TimeSpan.FromSeconds(16);

    /// <summary>Length of a telegram on air.</summary>
    public TimeSpan Burst { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>The most meters a reader hears at one place.</summary>
    public int MetersPerStop { get; init; } = 240;

    /// <summary>Waiting ends when no more than this part of the meters on air is likely to be missing.</summary>
    public double MissingAllowed { get; init; } = 0.01;

    /// <summary>The chance that one telegram gets through among so many meters on air.</summary>
    public double Chance(int onAir) => Math.Exp(-2.0 * Math.Max(0, onAir) * (Burst / Period));

    /// <summary>How long to wait until those missing are likely heard: whole periods, as a meter is heard in this one or in the next.</summary>
    /// <param name="missing">Meters not heard yet; 0: no wait.</param>
    /// <param name="onAir">All meters in reach, those heard included.</param>
    public TimeSpan TimeToHear(int missing, int onAir)
    {
        if (missing <= 0) return TimeSpan.Zero;
        onAir = Math.Max(onAir, missing);
        var allowed = Math.Max(MissingAllowed * onAir, 0.5);
        var periods = Math.Log(missing / allowed) / -Math.Log(1 - Chance(onAir));
        // Where nothing gets through any more, waiting does not help: an hour says so.
        return double.IsFinite(periods) ? TimeSpan.FromTicks(Math.Min((long)Math.Max(1, Math.Ceiling(periods)) * Period.Ticks, TimeSpan.TicksPerHour)) : TimeSpan.FromHours(1);
    }
}
