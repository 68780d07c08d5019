namespace Sluice.Contracts.Webhooks;

/// <summary>One message on its way to one endpoint.</summary>
public sealed record WebhookDeliveryDto
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The header <c>webhook-id</c>.</summary>
    public required string MessageId { get; init; }

    /// <summary>The event's type.</summary>
    public required string Type { get; init; }

    /// <summary>PENDING, DELIVERED or DEAD.</summary>
    public required string State { get; init; }

    /// <summary>When it was queued.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Attempts so far.</summary>
    public required int Attempts { get; init; }

    /// <summary>When the next attempt is due; absent: there will be none.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }

    /// <summary>When it was delivered or given up.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The last attempt.</summary>
    public WebhookAttemptDto? LastAttempt { get; init; }

    /// <summary>Every attempt, oldest first; when one delivery is asked for.</summary>
    public IReadOnlyList<WebhookAttemptDto>? History { get; init; }

    /// <summary>The body exactly as it is sent; when one delivery is asked for.</summary>
    public string? Body { get; init; }
}

/// <summary>One attempt to deliver.</summary>
public sealed record WebhookAttemptDto
{
    /// <summary>From 1.</summary>
    public required int Number { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>How long it took, milliseconds.</summary>
    public required int DurationMs { get; init; }

    /// <summary>The HTTP status; absent: there was no answer.</summary>
    public int? Status { get; init; }

    /// <summary>STATUS, TIMEOUT, REDIRECT, ADDRESS, CONNECTION or CERTIFICATE; absent when it succeeded.</summary>
    public string? Failure { get; init; }

    /// <summary>What went wrong, in words.</summary>
    public string? Detail { get; init; }

    /// <summary>The first 500 characters of the answer.</summary>
    public string? Answer { get; init; }
}

/// <summary>A page of deliveries.</summary>
public sealed record WebhookDeliveriesPage
{
    /// <summary>Last queued first.</summary>
    public required IReadOnlyList<WebhookDeliveryDto> Items { get; init; }

    /// <summary>Pass it as <c>next</c> for the next page; absent on the last.</summary>
    public string? Next { get; init; }
}

/// <summary>Which finished deliveries are sent once more.</summary>
public sealed record WebhookReplayDto
{
    /// <summary>Queued at this time or later; absent: from the first one kept.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>Queued before this; absent: to the last.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>True (also when absent): dead ones only. False: delivered ones, too.</summary>
    public bool? DeadOnly { get; init; }
}

/// <summary>What was queued.</summary>
public sealed record WebhookQueuedDto
{
    /// <summary>How many deliveries.</summary>
    public required int Queued { get; init; }

    /// <summary>The message of a test.</summary>
    public string? MessageId { get; init; }
}
