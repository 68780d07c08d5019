using System.Diagnostics.CodeAnalysis;

namespace Sluice.Contracts.Webhooks;

/// <summary>A webhook endpoint.</summary>
public sealed record WebhookDto
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>Where messages go.</summary>
    [SuppressMessage("Design", "CA1056", Justification = "It is kept as it was given.")]
    public required string Url { get; init; }

    /// <summary>What it is for; may be empty.</summary>
    public required string Description { get; init; }

    /// <summary>The events it is told.</summary>
    public required IReadOnlyList<string> EventTypes { get; init; }

    /// <summary>False: it is told nothing.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Why it is not enabled: PERSON (somebody switched it off), FAILING (it failed for days), GONE (it answered 410). Absent while it is enabled.</summary>
    public string? DisabledBecause { get; init; }

    /// <summary>Since when every attempt has failed; absent: the last one succeeded.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>The secret to verify signatures with, beginning with <c>whsec_</c>. In the answer that makes it only, and never again.</summary>
    public string? Secret { get; init; }

    /// <summary>Until when the secret before it signs, too; in the answer of the rotation only.</summary>
    public DateTimeOffset? PreviousSecretUntil { get; init; }
}

/// <summary>A society's webhook endpoints.</summary>
public sealed record WebhooksDto
{
    /// <summary>First made first.</summary>
    public required IReadOnlyList<WebhookDto> Items { get; init; }
}

/// <summary>A webhook endpoint to be made or changed. In a change, what is absent stays as it is.</summary>
public sealed record WebhookInput
{
    /// <summary>An https address without user name and fragment, at most 2,000 characters.</summary>
    [SuppressMessage("Design", "CA1056", Justification = "What is no address gets an answer in words.")]
    public string? Url { get; init; }

    /// <summary>At most 200 characters.</summary>
    public string? Description { get; init; }

    /// <summary>At least one of those that <c>GET /api/event-types</c> lists.</summary>
    public IReadOnlyList<string>? EventTypes { get; init; }

    /// <summary>True when absent in a new one.</summary>
    public bool? Enabled { get; init; }
}

/// <summary>The events there are.</summary>
public sealed record EventTypesDto
{
    /// <summary>By name.</summary>
    public required IReadOnlyList<EventTypeDto> Items { get; init; }
}

/// <summary>A kind of event.</summary>
public sealed record EventTypeDto
{
    /// <summary>For example <c>session.completed</c>.</summary>
    public required string Type { get; init; }

    /// <summary>When it happens.</summary>
    public required string Meaning { get; init; }
}
