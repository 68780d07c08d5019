namespace Sluice.Metering.Webhooks;

/// <summary>When is tried again. Written down for people in docs/webhooks.md, and a test compares them.</summary>
public static class WebhookSchedule
{
    /// <summary>How long an attempt may take, from the look-up of the name to the end of the answer.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <summary>An endpoint whose every attempt failed for so long is switched off.</summary>
    public static readonly TimeSpan DisableAfter = TimeSpan.FromDays(5);

    /// <summary>How long a replaced secret still signs beside the new one.</summary>
    public static readonly TimeSpan RotationTime = TimeSpan.FromHours(24);

    /// <summary>How long what was delivered can be looked up and replayed.</summary>
    public static readonly TimeSpan KeepDelivered = TimeSpan.FromDays(7);

    /// <summary>How long dead letters are kept.</summary>
    public static readonly TimeSpan KeepDead = TimeSpan.FromDays(30);

    /// <summary>The longest wait a receiver can ask for.</summary>
    public static readonly TimeSpan MaxRetryAfter = TimeSpan.FromHours(24);

    /// <summary>How much longer than it should be a delay may get by chance, so that not all come back at once: a fifth.</summary>
    public const double Jitter = 0.2;

    /// <summary>The delay after the first, second … failed attempt. After one more failure the delivery is dead.</summary>
    public static IReadOnlyList<TimeSpan> Delays { get; } =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2),
        TimeSpan.FromHours(5), TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    /// <summary>The delay after a failed attempt; null: that was the last one.</summary>
    /// <param name="tries">Attempts made since it was queued or replayed, at least 1.</param>
    /// <param name="chance">0 to 1, exclusive.</param>
    /// <param name="asked">What the receiver asked for; null: nothing.</param>
    public static TimeSpan? After(int tries, double chance, TimeSpan? asked)
    {
        if (tries > Delays.Count) return null;
        var delay = Delays[tries - 1] * (1 + (Jitter * chance));
        return asked is { } wait && wait > delay ? (wait < MaxRetryAfter ? wait : MaxRetryAfter) : delay;
    }
}
