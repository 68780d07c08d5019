using Sluice.Metering.Identity;
using Sluice.Metering.Readings;

namespace Sluice.Metering.Webhooks;

/// <summary>Webhook endpoints with their secrets, messages, and what became of their deliveries.</summary>
/// <remarks>Safe for use from many threads; a change is durable when its call returns. Secrets are encrypted at rest under a data key of the society.
/// Providers fail with <see cref="Storage.StorageException"/>, and with <see cref="Keys.KeyUnreadableException"/> when a secret does not open.</remarks>
public interface IWebhookStore
{
    /// <summary>Most endpoints of a society.</summary>
    const int MaxEndpoints = 20;

    /// <summary>The largest page.</summary>
    const int MaxPage = 1_000;

    /// <summary>Keeps a new endpoint.</summary>
    /// <returns>False when the society has <see cref="MaxEndpoints"/> already.</returns>
    ValueTask<bool> AddAsync(SocietyScope scope, WebhookEndpoint endpoint, byte[] secret, CancellationToken ct);

    /// <summary>The society's endpoints, first made first.</summary>
    ValueTask<IReadOnlyList<WebhookEndpoint>> ListAsync(SocietyScope scope, CancellationToken ct);

    /// <summary>An endpoint of the society; null when there is none.</summary>
    ValueTask<WebhookEndpoint?> FindAsync(SocietyScope scope, WebhookId id, CancellationToken ct);

    /// <summary>Changes an endpoint: all but id, society and maker. What waits for one that is switched off is dead from then on.</summary>
    /// <param name="now">The time, for what becomes dead.</param>
    /// <returns>The endpoint after it; null when there is none.</returns>
    ValueTask<WebhookEndpoint?> UpdateAsync(SocietyScope scope, WebhookId id, Func<WebhookEndpoint, WebhookEndpoint> change, DateTimeOffset now, CancellationToken ct);

    /// <summary>Removes an endpoint with its secrets and deliveries.</summary>
    /// <returns>False when there is none.</returns>
    ValueTask<bool> RemoveAsync(SocietyScope scope, WebhookId id, CancellationToken ct);

    /// <summary>Gives an endpoint a new secret; the one until now signs, too, for a while.</summary>
    /// <returns>False when there is no such endpoint.</returns>
    ValueTask<bool> RotateAsync(SocietyScope scope, WebhookId id, byte[] secret, DateTimeOffset previousUntil, CancellationToken ct);

    /// <summary>The secrets to sign with; null when there is no such endpoint.</summary>
    ValueTask<WebhookSecrets?> FindSecretsAsync(SocietyScope scope, WebhookId id, CancellationToken ct);

    /// <summary>Queues a message for every enabled endpoint that wants its type. Safe to repeat: an endpoint gets a message id once.</summary>
    /// <param name="only">Queue it for this endpoint alone, whatever it wants; null: for those that want it.</param>
    /// <param name="now">The time: the first attempt is due at once.</param>
    /// <returns>How many deliveries were made.</returns>
    ValueTask<int> EnqueueAsync(SocietyScope scope, WebhookMessage message, WebhookId? only, DateTimeOffset now, CancellationToken ct);

    /// <summary>An endpoint's deliveries, last queued first.</summary>
    /// <param name="state">Of this state; null: any.</param>
    /// <exception cref="FormatException"><paramref name="next"/> is not a cursor of this list.</exception>
    ValueTask<Page<WebhookDelivery>> ListDeliveriesAsync(SocietyScope scope, WebhookId endpoint, WebhookState? state, string? next, int limit, CancellationToken ct);

    /// <summary>A delivery with its message and attempts, oldest first; null when the endpoint has no such delivery.</summary>
    ValueTask<WebhookRecord?> FindDeliveryAsync(SocietyScope scope, WebhookId endpoint, long id, CancellationToken ct);

    /// <summary>Queues finished deliveries once more.</summary>
    /// <returns>How many.</returns>
    ValueTask<int> ReplayAsync(SocietyScope scope, WebhookId endpoint, WebhookReplay replay, DateTimeOffset now, CancellationToken ct);

    /// <summary>Enabled endpoints with a delivery that is due: those whose last attempt succeeded first.</summary>
    ValueTask<IReadOnlyList<WebhookEndpoint>> ListDueAsync(InstallationScope worker, DateTimeOffset now, CancellationToken ct);

    /// <summary>When the first attempt after a time is due; null: none is.</summary>
    ValueTask<DateTimeOffset?> NextDueAsync(InstallationScope worker, DateTimeOffset after, CancellationToken ct);

    /// <summary>The endpoint's delivery that is due first, with its message; null when none is due.</summary>
    ValueTask<(WebhookDelivery Delivery, WebhookMessage Message)?> FirstDueAsync(SocietyScope scope, WebhookId endpoint, DateTimeOffset now, CancellationToken ct);

    /// <summary>Notes an attempt, by <see cref="WebhookRules.After"/>.</summary>
    /// <param name="chance">0 to 1, exclusive, for the delay.</param>
    /// <returns>The delivery and its endpoint after it, and whether this switched the endpoint off; null when the delivery is gone or was finished meanwhile.</returns>
    ValueTask<(WebhookDelivery Delivery, WebhookEndpoint Endpoint, bool SwitchedOff)?> NoteAsync(SocietyScope scope, long delivery, WebhookAttempt attempt, double chance, CancellationToken ct);

    /// <summary>The societies with an enabled endpoint that wants a type.</summary>
    ValueTask<IReadOnlySet<SocietyId>> ListWantingAsync(InstallationScope worker, string type, CancellationToken ct);

    /// <summary>How many deliveries are in each state.</summary>
    ValueTask<IReadOnlyDictionary<WebhookState, long>> CountAsync(InstallationScope worker, CancellationToken ct);

    /// <summary>Forgets finished deliveries, and messages nobody needs any more.</summary>
    /// <param name="deliveredBefore">Delivered before this.</param>
    /// <param name="deadBefore">Dead before this.</param>
    /// <param name="limit">At most so many deliveries.</param>
    /// <returns>How many deliveries were forgotten.</returns>
    ValueTask<int> TrimAsync(InstallationScope worker, DateTimeOffset deliveredBefore, DateTimeOffset deadBefore, int limit, CancellationToken ct);
}

/// <summary>Which deliveries are queued once more.</summary>
/// <param name="Delivery">This one alone; null: those in the time.</param>
/// <param name="From">Queued at this time or later; null: any.</param>
/// <param name="To">Queued before this; null: any.</param>
/// <param name="DeadOnly">True: dead letters only.</param>
public sealed record WebhookReplay(long? Delivery = null, DateTimeOffset? From = null, DateTimeOffset? To = null, bool DeadOnly = false);

/// <summary>A delivery in full.</summary>
public sealed record WebhookRecord(WebhookDelivery Delivery, WebhookMessage Message, IReadOnlyList<WebhookAttempt> Attempts);
