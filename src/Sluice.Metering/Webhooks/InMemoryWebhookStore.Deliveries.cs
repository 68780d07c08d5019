using Sluice.Metering.Identity;
using Sluice.Metering.Readings;

namespace Sluice.Metering.Webhooks;

public sealed partial class InMemoryWebhookStore
{
    private readonly List<WebhookDelivery> deliveries = [];
    private readonly Dictionary<string, WebhookMessage> messages = new(StringComparer.Ordinal);
    private readonly Dictionary<long, List<WebhookAttempt>> attempts = [];
    private long lastId;

    public ValueTask<int> EnqueueAsync(SocietyScope scope, WebhookMessage message, WebhookId? only, DateTimeOffset now, CancellationToken ct)
    {
        lock (gate)
        {
            var made = 0;
            foreach (var (endpoint, _) in endpoints)
            {
                if (endpoint.Society != scope.Society || !endpoint.Enabled || (only is { } one ? endpoint.Id != one : !endpoint.Types.Contains(message.Type))) continue;
                if (deliveries.Exists(d => d.Endpoint == endpoint.Id && d.Message == message.Id)) continue;
                messages.TryAdd(message.Id, message with { At = Timestamps.Stored(message.At) });
                var at = Timestamps.Stored(now);
                deliveries.Add(new() { Id = ++lastId, Society = scope.Society, Endpoint = endpoint.Id, Message = message.Id, Type = message.Type, CreatedAt = at, NextAt = at });
                made++;
            }
            return new(made);
        }
    }

    public ValueTask<Page<WebhookDelivery>> ListDeliveriesAsync(SocietyScope scope, WebhookId endpoint, WebhookState? state, string? next, int limit, CancellationToken ct)
    {
        var before = WebhookRules.Before(next, limit);
        lock (gate) return new(WebhookRules.ToPage([.. Of(scope, endpoint).Where(d => d.Id < before && (state ?? d.State) == d.State).Reverse().Take(limit + 1)], limit));
    }

    public ValueTask<WebhookRecord?> FindDeliveryAsync(SocietyScope scope, WebhookId endpoint, long id, CancellationToken ct)
    {
        lock (gate)
            return new(Of(scope, endpoint).FirstOrDefault(d => d.Id == id) is { } delivery ? new WebhookRecord(delivery, messages[delivery.Message], [.. attempts.GetValueOrDefault(id, [])]) : null);
    }

    public ValueTask<int> ReplayAsync(SocietyScope scope, WebhookId endpoint, WebhookReplay replay, DateTimeOffset now, CancellationToken ct)
    {
        lock (gate)
        {
            var wanted = Of(scope, endpoint).Where(d => WebhookRules.IsWanted(d, replay)).ToList();
            foreach (var delivery in wanted) Put(WebhookRules.Replayed(delivery, Timestamps.Stored(now)));
            return new(wanted.Count);
        }
    }

    public ValueTask<IReadOnlyList<WebhookEndpoint>> ListDueAsync(InstallationScope worker, DateTimeOffset now, CancellationToken ct)
    {
        lock (gate)
            return new([.. endpoints.Select(static e => e.Endpoint).Where(e => e.Enabled && deliveries.Exists(d => d.Endpoint == e.Id && d.NextAt <= now)).OrderBy(static e => e.FailingSince is not null)]);
    }

    public ValueTask<DateTimeOffset?> NextDueAsync(InstallationScope worker, DateTimeOffset after, CancellationToken ct)
    {
        lock (gate) return new(deliveries.Where(d => d.NextAt > after && endpoints.Exists(e => e.Endpoint.Id == d.Endpoint && e.Endpoint.Enabled)).Min(static d => d.NextAt));
    }

    public ValueTask<(WebhookDelivery Delivery, WebhookMessage Message)?> FirstDueAsync(SocietyScope scope, WebhookId endpoint, DateTimeOffset now, CancellationToken ct)
    {
        lock (gate)
            return new(Of(scope, endpoint).Where(d => d.NextAt <= now).OrderBy(static d => d.NextAt).ThenBy(static d => d.Id).FirstOrDefault() is { } due ? (due, messages[due.Message]) : null);
    }

    public ValueTask<(WebhookDelivery Delivery, WebhookEndpoint Endpoint, bool SwitchedOff)?> NoteAsync(
        SocietyScope scope, long delivery, WebhookAttempt attempt, double chance, CancellationToken ct)
    {
        lock (gate)
        {
            if (deliveries.Find(d => d.Id == delivery && d.Society == scope.Society) is not { State: WebhookState.Pending } before) return new(((WebhookDelivery, WebhookEndpoint, bool)?)null);
            var index = IndexOf(scope, before.Endpoint);
            var (was, secrets) = endpoints[index];
            var (after, endpoint) = WebhookRules.After(before, was, attempt, chance);
            Put(after);
            if (!attempts.TryGetValue(delivery, out var list)) attempts.Add(delivery, list = []);
            list.Add(attempt with { RetryAfter = null });
            endpoints[index] = (endpoint, secrets);
            if (!endpoint.Enabled) GiveUp(endpoint.Id, attempt.At);
            return new((after, endpoint, was.Enabled && !endpoint.Enabled));
        }
    }

    public ValueTask<IReadOnlyDictionary<WebhookState, long>> CountAsync(InstallationScope worker, CancellationToken ct)
    {
        lock (gate) return new(deliveries.GroupBy(static d => d.State).ToDictionary(static g => g.Key, static g => (long)g.Count()));
    }

    public ValueTask<int> TrimAsync(InstallationScope worker, DateTimeOffset deliveredBefore, DateTimeOffset deadBefore, int limit, CancellationToken ct)
    {
        lock (gate)
        {
            var old = deliveries.Where(d => d.FinishedAt < (d.State == WebhookState.Delivered ? deliveredBefore : deadBefore)).Take(limit).Select(static d => d.Id).ToHashSet();
            deliveries.RemoveAll(d => old.Contains(d.Id));
            foreach (var id in messages.Keys.Where(id => !deliveries.Exists(d => d.Message == id)).ToList()) messages.Remove(id);
            return new(old.Count);
        }
    }

    private IEnumerable<WebhookDelivery> Of(SocietyScope scope, WebhookId endpoint) => deliveries.Where(d => d.Society == scope.Society && d.Endpoint == endpoint);

    private void Put(WebhookDelivery delivery) => deliveries[deliveries.FindIndex(d => d.Id == delivery.Id)] = delivery with { Last = delivery.Last is { } last ? last with { RetryAfter = null } : null };

    private void GiveUp(WebhookId endpoint, DateTimeOffset at)
    {
        foreach (var waiting in deliveries.Where(d => d.Endpoint == endpoint && d.State == WebhookState.Pending).ToList()) Put(WebhookRules.Dead(waiting, Timestamps.Stored(at)));
    }
}
