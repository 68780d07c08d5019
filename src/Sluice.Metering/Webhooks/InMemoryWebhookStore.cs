using Sluice.Metering.Identity;
using Sluice.Metering.Readings;

namespace Sluice.Metering.Webhooks;

/// <summary>Webhooks in memory, for tests.</summary>
public sealed partial class InMemoryWebhookStore : IWebhookStore
{
    private readonly Lock gate = new();
    private readonly List<(WebhookEndpoint Endpoint, WebhookSecrets Secrets)> endpoints = [];

    public ValueTask<bool> AddAsync(SocietyScope scope, WebhookEndpoint endpoint, byte[] secret, CancellationToken ct)
    {
        lock (gate)
        {
            if (endpoints.Count(e => e.Endpoint.Society == scope.Society) >= IWebhookStore.MaxEndpoints) return new(false);
            endpoints.Add((endpoint with { Society = scope.Society }, new(secret)));
            return new(true);
        }
    }

    public ValueTask<IReadOnlyList<WebhookEndpoint>> ListAsync(SocietyScope scope, CancellationToken ct)
    {
        lock (gate) return new([.. endpoints.Where(e => e.Endpoint.Society == scope.Society).Select(static e => e.Endpoint).OrderBy(static e => e.Id.Value)]);
    }

    public ValueTask<WebhookEndpoint?> FindAsync(SocietyScope scope, WebhookId id, CancellationToken ct)
    {
        lock (gate) return new(IndexOf(scope, id) is >= 0 and var i ? endpoints[i].Endpoint : null);
    }

    public ValueTask<WebhookEndpoint?> UpdateAsync(SocietyScope scope, WebhookId id, Func<WebhookEndpoint, WebhookEndpoint> change, DateTimeOffset now, CancellationToken ct)
    {
        lock (gate)
        {
            if (IndexOf(scope, id) is not (>= 0 and var i)) return new((WebhookEndpoint?)null);
            var before = endpoints[i].Endpoint;
            var after = change(before) with { Id = id, Society = before.Society, CreatedAt = before.CreatedAt, CreatedBy = before.CreatedBy };
            endpoints[i] = (after, endpoints[i].Secrets);
            if (!after.Enabled) GiveUp(id, now);
            return new(after);
        }
    }

    public ValueTask<bool> RemoveAsync(SocietyScope scope, WebhookId id, CancellationToken ct)
    {
        lock (gate)
        {
            if (IndexOf(scope, id) is not (>= 0 and var i)) return new(false);
            endpoints.RemoveAt(i);
            deliveries.RemoveAll(d => d.Endpoint == id);
            return new(true);
        }
    }

    public ValueTask<bool> RotateAsync(SocietyScope scope, WebhookId id, byte[] secret, DateTimeOffset previousUntil, CancellationToken ct)
    {
        lock (gate)
        {
            if (IndexOf(scope, id) is not (>= 0 and var i)) return new(false);
            endpoints[i] = (endpoints[i].Endpoint, new(secret, endpoints[i].Secrets.Current, previousUntil));
            return new(true);
        }
    }

    public ValueTask<WebhookSecrets?> FindSecretsAsync(SocietyScope scope, WebhookId id, CancellationToken ct)
    {
        lock (gate) return new(IndexOf(scope, id) is >= 0 and var i ? endpoints[i].Secrets : null);
    }

    public ValueTask<IReadOnlySet<SocietyId>> ListWantingAsync(InstallationScope worker, string type, CancellationToken ct)
    {
        lock (gate) return new(endpoints.Select(static e => e.Endpoint).Where(e => e.Enabled && e.Types.Contains(type)).Select(static e => e.Society).ToHashSet());
    }

    private int IndexOf(SocietyScope scope, WebhookId id) => endpoints.FindIndex(e => e.Endpoint.Id == id && e.Endpoint.Society == scope.Society);
}
