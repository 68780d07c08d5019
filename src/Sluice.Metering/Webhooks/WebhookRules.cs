using System.Globalization;
using Sluice.Metering.Readings;

namespace Sluice.Metering.Webhooks;

/// <summary>How endpoints and deliveries change: what every <see cref="IWebhookStore"/> does alike.</summary>
public static class WebhookRules
{
    /// <summary>HTTP 410: the receiver wants no more.</summary>
    public const int Gone = 410;

    /// <summary>What is wrong with an endpoint; null: nothing.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <param name="allowHttp">True: <c>http</c> is allowed beside <c>https</c>.</param>
    /// <param name="known">The types there are.</param>
    public static FieldProblem? ProblemOf(WebhookEndpoint endpoint, bool allowHttp, IReadOnlyCollection<string> known)
    {
        if (endpoint.Url.Length > WebhookEndpoint.MaxUrl) return new("url", $"has at most {WebhookEndpoint.MaxUrl} characters.");
        if (!Uri.TryCreate(endpoint.Url, UriKind.Absolute, out var url) || url.Host.Length == 0) return new("url", "is an address such as https://example.org/sluice.");
        if (url.Scheme != Uri.UriSchemeHttps && !(allowHttp && url.Scheme == Uri.UriSchemeHttp)) return new("url", "begins with https://.");
        if (url.UserInfo.Length > 0) return new("url", "has no user name and password in it; messages are signed instead.");
        if (url.Fragment.Length > 0) return new("url", "has no fragment (#…); it would not be sent.");
        if (endpoint.Description.Length > WebhookEndpoint.MaxDescription) return new("description", $"has at most {WebhookEndpoint.MaxDescription} characters.");
        if (endpoint.Types.Count == 0) return new("eventTypes", "names at least one type; GET /api/event-types lists them.");
        return endpoint.Types.FirstOrDefault(t => !known.Contains(t)) is { } unknown ? new("eventTypes", $"has '{unknown[..Math.Min(unknown.Length, 60)]}', which is no type; GET /api/event-types lists them.") : null;
    }

    /// <summary>The delivery and its endpoint after an attempt.</summary>
    /// <param name="delivery">A pending delivery.</param>
    /// <param name="endpoint">Its endpoint.</param>
    /// <param name="attempt">What became of the attempt.</param>
    /// <param name="chance">0 to 1, exclusive, for the delay.</param>
    public static (WebhookDelivery Delivery, WebhookEndpoint Endpoint) After(WebhookDelivery delivery, WebhookEndpoint endpoint, WebhookAttempt attempt, double chance)
    {
        var tried = delivery with { Attempts = delivery.Attempts + 1, Tries = delivery.Tries + 1, Last = attempt };
        if (attempt.Failure == WebhookFailure.None)
            return (tried with { State = WebhookState.Delivered, NextAt = null, FinishedAt = attempt.At }, endpoint.FailingSince is null ? endpoint : endpoint with { FailingSince = null });
        var failing = endpoint with { FailingSince = endpoint.FailingSince ?? attempt.At };
        var off = attempt.Status == Gone ? WebhookOff.Gone : attempt.At - failing.FailingSince >= WebhookSchedule.DisableAfter ? WebhookOff.Failing : WebhookOff.None;
        if (off != WebhookOff.None && endpoint.Enabled) return (Dead(tried, attempt.At), failing with { Enabled = false, Off = off });
        return (WebhookSchedule.After(tried.Tries, chance, attempt.RetryAfter) is { } delay ? tried with { NextAt = Timestamps.Stored(attempt.At + delay) } : Dead(tried, attempt.At), failing);
    }

    /// <summary>The delivery given up.</summary>
    public static WebhookDelivery Dead(WebhookDelivery delivery, DateTimeOffset at) => delivery with { State = WebhookState.Dead, NextAt = null, FinishedAt = at };

    /// <summary>The delivery queued once more.</summary>
    public static WebhookDelivery Replayed(WebhookDelivery delivery, DateTimeOffset at) => delivery with { State = WebhookState.Pending, Tries = 0, NextAt = at, FinishedAt = null };

    /// <summary>True when a replay is about the delivery: it is finished, in the time, and of the state.</summary>
    public static bool IsWanted(WebhookDelivery delivery, WebhookReplay replay) =>
        delivery.State != WebhookState.Pending && (replay.Delivery is null || delivery.Id == replay.Delivery) && (!replay.DeadOnly || delivery.State == WebhookState.Dead)
        && delivery.CreatedAt >= (replay.From ?? DateTimeOffset.MinValue) && delivery.CreatedAt < (replay.To ?? DateTimeOffset.MaxValue);

    /// <summary>The exclusive upper end of ids for a page.</summary>
    /// <exception cref="FormatException"><paramref name="next"/> is not a cursor.</exception>
    public static long Before(string? next, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, IWebhookStore.MaxPage);
        if (next is null) return long.MaxValue;
        return next.StartsWith('d') && long.TryParse(next.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var before) && before > 0
            ? before
            : throw new FormatException("Not a cursor of this list.");
    }

    /// <summary>The page's rows and the cursor after them, of one row more than the page has.</summary>
    public static Page<WebhookDelivery> ToPage(IReadOnlyList<WebhookDelivery> rows, int limit) =>
        rows.Count > limit ? new([.. rows.Take(limit)], string.Create(CultureInfo.InvariantCulture, $"d{rows[limit - 1].Id}")) : new(rows, null);
}
