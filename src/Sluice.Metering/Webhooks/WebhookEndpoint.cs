using System.Diagnostics.CodeAnalysis;
using Sluice.Metering.Identity;

namespace Sluice.Metering.Webhooks;

/// <summary>Somebody else's address that is told what happens in a society. Its secrets are kept apart, see <see cref="WebhookSecrets"/>.</summary>
public sealed record WebhookEndpoint
{
    /// <summary>The longest address, characters.</summary>
    public const int MaxUrl = 2_000;

    /// <summary>The longest description, characters.</summary>
    public const int MaxDescription = 200;

    /// <summary>Its id; never changes.</summary>
    public required WebhookId Id { get; init; }

    /// <summary>The society.</summary>
    public required SocietyId Society { get; init; }

    /// <summary>Where messages go; see <see cref="WebhookRules.ProblemOf"/> for what it must be.</summary>
    [SuppressMessage("Design", "CA1056", Justification = "It is kept as it was given.")]
    public required string Url { get; init; }

    /// <summary>What it is for; may be empty.</summary>
    public string Description { get; init; } = "";

    /// <summary>The events it wants, for example <c>session.completed</c>; at least one.</summary>
    public required IReadOnlyList<string> Types { get; init; }

    /// <summary>False: it gets nothing, and what waited for it is dead.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Why it is not enabled.</summary>
    public WebhookOff Off { get; init; }

    /// <summary>Since when every attempt has failed; null: the last one succeeded, or there was none.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>When it was made, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The subject of who made it.</summary>
    public required string CreatedBy { get; init; }
}

/// <summary>Why an endpoint is off. Numbers are stored.</summary>
public enum WebhookOff
{
    /// <summary>It is on.</summary>
    None = 0,

    /// <summary>Somebody switched it off.</summary>
    Person,

    /// <summary>Every attempt failed for <see cref="WebhookSchedule.DisableAfter"/>.</summary>
    Failing,

    /// <summary>It answered 410 Gone.</summary>
    Gone,
}
