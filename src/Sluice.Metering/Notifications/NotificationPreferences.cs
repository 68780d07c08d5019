using Sluice.Metering.Identity;

namespace Sluice.Metering.Notifications;

/// <summary>What a person wants to be told about a society, and how.</summary>
public sealed record NotificationPreferences
{
    /// <summary>The person's subject.</summary>
    public required string Subject { get; init; }

    /// <summary>The society; null: the installation.</summary>
    public required SocietyId? Society { get; init; }

    /// <summary>What was chosen, by event type; for what is not in it, <see cref="NotificationCatalog"/> has the default.</summary>
    public IReadOnlyDictionary<string, NotificationChoice> Choices { get; init; } = new Dictionary<string, NotificationChoice>();

    /// <summary>When the quiet hours begin, in the society's time zone; null: there are none.</summary>
    public TimeOnly? QuietFrom { get; init; }

    /// <summary>When they end, exclusive; may be before <see cref="QuietFrom"/>: over midnight.</summary>
    public TimeOnly? QuietTo { get; init; }

    /// <summary>True: urgent news come at once even where a daily digest is chosen.</summary>
    public bool UrgentAtOnce { get; init; } = true;

    /// <summary>True: urgent news break the quiet hours.</summary>
    public bool UrgentBreaksQuiet { get; init; }

    /// <summary>When the daily digest comes, in the society's time zone.</summary>
    public TimeOnly DigestAt { get; init; } = new(7, 30);
}

/// <summary>What was chosen for a type of event.</summary>
/// <param name="When">When it is told.</param>
/// <param name="Channels">By which channels.</param>
public sealed record NotificationChoice(NotificationTiming When, IReadOnlyList<string> Channels);

/// <summary>When something is told. Numbers are stored.</summary>
public enum NotificationTiming
{
    /// <summary>Never.</summary>
    Off = 0,

    /// <summary>At once.</summary>
    Immediate,

    /// <summary>Once a day, with everything else of the day.</summary>
    Daily,
}
