using System.Globalization;
using Sluice.Metering.Webhooks;
using Sluice.Storage.Contract;

namespace Sluice.Api.Tests.Webhooks;

/// <summary>Things for the route matrix.</summary>
internal static class WebhookFillers
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<string> EndpointAsync(RouteWorld world, string society)
    {
        var store = world.Service<IWebhookStore>();
        var (all, kept) = (await store.ListAsync(Scopes.Of(society), Cancel), Kept(society));
        if (all.Count > IWebhookStore.MaxEndpoints / 2)
            foreach (var old in all.Where(e => e.Id != kept)) await store.RemoveAsync(Scopes.Of(society), old.Id, Cancel);
        return await AddAsync(store, WebhookId.New(TimeProvider.System), society);
    }

    /// <summary>The endpoint that has the delivery of <see cref="DeliveryAsync"/>.</summary>
    public static async Task<string> WithDeliveryAsync(RouteWorld world, string society)
    {
        var (store, id) = (world.Service<IWebhookStore>(), Kept(society));
        return await store.FindAsync(Scopes.Of(society), id, Cancel) is null ? await AddAsync(store, id, society) : id.ToString();
    }

    public static async Task<string> DeliveryAsync(RouteWorld world, string society)
    {
        await WithDeliveryAsync(world, society);
        var (store, scope, id, now) = (world.Service<IWebhookStore>(), Scopes.Of(society), Kept(society), TimeProvider.System.GetUtcNow());
        await store.EnqueueAsync(scope, new($"matrix-{society}", "alert.raised", now, "{}"), id, now, Cancel);
        return (await store.ListDeliveriesAsync(scope, id, null, null, 1, Cancel)).Items[0].Id.ToString(CultureInfo.InvariantCulture);
    }

    private static async Task<string> AddAsync(IWebhookStore store, WebhookId id, string society)
    {
        var endpoint = new WebhookEndpoint
        {
            Id = id,
            Society = Scopes.Of(society).Society,
            Url = "https://hooks.invalid/",
            Types = ["alert.raised"],
            CreatedAt = TimeProvider.System.GetUtcNow(),
            CreatedBy = "matrix",
        };
        Assert.True(await store.AddAsync(Scopes.Of(society), endpoint, WebhookSecret.Make(), Cancel));
        return id.ToString();
    }

    private static WebhookId Kept(string society) => new(new Guid($"0197f000-0000-7000-8000-{society.Length:d12}"));
}
