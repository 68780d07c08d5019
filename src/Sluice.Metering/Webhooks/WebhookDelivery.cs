using Sluice.Metering.Identity;

namespace Sluice.Metering.Webhooks;

/// <summary>One message on its way to one endpoint.</summary>
public sealed record WebhookDelivery
{
    /// <summary>Given by the store, rising; 0 before.</summary>
    public long Id { get; init; }

    /// <summary>The society.</summary>
    public required SocietyId Society { get; init; }

    /// <summary>The endpoint.</summary>
    public required WebhookId Endpoint { get; init; }

    /// <summary>The message's id.</summary>
    public required string Message { get; init; }

    /// <summary>The message's type.</summary>
    public required string Type { get; init; }

    /// <summary>When it was queued, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>What happens with it.</summary>
    public WebhookState State { get; init; }

    /// <summary>Attempts so far, replays included.</summary>
    public int Attempts { get; init; }

    /// <summary>Attempts since it was queued or replayed.</summary>
    public int Tries { get; init; }

    /// <summary>When the next attempt is due; null: there will be none.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>When it was delivered or given up; null: neither yet.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>The last attempt; null: none yet.</summary>
    public WebhookAttempt? Last { get; init; }
}

/// <summary>What happens with a delivery. Numbers are stored.</summary>
public enum WebhookState
{
    /// <summary>An attempt is due, now or later.</summary>
    Pending = 0,

    /// <summary>The endpoint took it.</summary>
    Delivered,

    /// <summary>Given up: a dead letter, until somebody replays it.</summary>
    Dead,
}

/// <summary>One attempt to deliver.</summary>
/// <param name="Number">From 1, over all replays.</param>
/// <param name="At">When it began, UTC.</param>
/// <param name="TookMs">How long it took, milliseconds.</param>
/// <param name="Status">The HTTP status; null: there was no answer.</param>
/// <param name="Failure">What went wrong.</param>
/// <param name="Detail">The same in words; empty when nothing went wrong.</param>
/// <param name="Answer">The first characters of the answer, at most <see cref="MaxAnswer"/>.</param>
public sealed record WebhookAttempt(int Number, DateTimeOffset At, int TookMs, int? Status, WebhookFailure Failure = WebhookFailure.None, string Detail = "", string Answer = "")
{
    /// <summary>How much of an answer is kept.</summary>
    public const int MaxAnswer = 500;

    /// <summary>How long the receiver asked to be left alone; not stored.</summary>
    public TimeSpan? RetryAfter { get; init; }
}

/// <summary>What went wrong with an attempt. Numbers are stored.</summary>
public enum WebhookFailure
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Another status than 2xx.</summary>
    Status,

    /// <summary>No answer in time.</summary>
    Timeout,

    /// <summary>A redirect; they are never followed.</summary>
    Redirect,

    /// <summary>The address leads into a network that is not allowed.</summary>
    Address,

    /// <summary>No connection.</summary>
    Connection,

    /// <summary>The certificate is not good.</summary>
    Certificate,

    /// <summary>The endpoint was switched off while it waited.</summary>
    Off,
}
