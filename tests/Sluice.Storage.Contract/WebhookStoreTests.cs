using Sluice.Metering.Identity;
using Sluice.Metering.Webhooks;

namespace Sluice.Storage.Contract;

/// <summary>What every <see cref="IWebhookStore"/> promises about endpoints and secrets.</summary>
public abstract partial class WebhookStoreTests
{
    private static readonly SocietyScope Scope = Scopes.GreenPark;

    protected abstract ValueTask<IWebhookStore> NewWebhooksAsync();

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static DateTimeOffset Hour(double hours) => Invented.Noon.AddHours(hours);

    private static WebhookEndpoint Endpoint(int number = 1, params string[] types) => new()
    {
        Id = new(new Guid($"0197f000-0000-7000-8000-{number:d12}")),
        Society = Scope.Society,
        Url = $"https://example.org/hook/{number}",
        Description = "billing",
        Types = types.Length > 0 ? types : ["session.completed", "alert.raised"],
        CreatedAt = Invented.Noon,
        CreatedBy = "alice",
    };

    [Fact]
    public async Task An_endpoint_is_found_in_its_society_only()
    {
        var store = await NewWebhooksAsync();
        Assert.True(await store.AddAsync(Scope, Endpoint(), [1, 2, 3], Cancel));
        Assert.Equivalent(Endpoint(), await store.FindAsync(Scope, Endpoint().Id, Cancel), strict: true);
        Assert.Equivalent(Endpoint(), Assert.Single(await store.ListAsync(Scope, Cancel)), strict: true);
        Assert.Null(await store.FindAsync(Scopes.LakeView, Endpoint().Id, Cancel));
        Assert.Null(await store.FindSecretsAsync(Scopes.LakeView, Endpoint().Id, Cancel));
        Assert.Null(await store.UpdateAsync(Scopes.LakeView, Endpoint().Id, static e => e, Hour(0), Cancel));
        Assert.False(await store.RotateAsync(Scopes.LakeView, Endpoint().Id, [9], Hour(1), Cancel));
        Assert.False(await store.RemoveAsync(Scopes.LakeView, Endpoint().Id, Cancel));
        Assert.Empty(await store.ListAsync(Scopes.LakeView, Cancel));
    }

    [Fact]
    public async Task A_society_has_no_more_endpoints_than_allowed()
    {
        var store = await NewWebhooksAsync();
        for (var i = 0; i < IWebhookStore.MaxEndpoints; i++) Assert.True(await store.AddAsync(Scope, Endpoint(i), [1], Cancel));
        Assert.False(await store.AddAsync(Scope, Endpoint(99), [1], Cancel));
        Assert.True(await store.AddAsync(Scopes.LakeView, Endpoint(99) with { Society = Scopes.LakeView.Society }, [1], Cancel));
    }

    [Fact]
    public async Task A_replaced_secret_stays_beside_the_new_one_with_its_end()
    {
        var store = await NewWebhooksAsync();
        await store.AddAsync(Scope, Endpoint(), [1, 1], Cancel);
        Assert.Equivalent(new WebhookSecrets([1, 1]), await store.FindSecretsAsync(Scope, Endpoint().Id, Cancel));
        Assert.True(await store.RotateAsync(Scope, Endpoint().Id, [2, 2], Hour(24), Cancel));
        Assert.Equivalent(new WebhookSecrets([2, 2], [1, 1], Hour(24)), await store.FindSecretsAsync(Scope, Endpoint().Id, Cancel));
        await store.RotateAsync(Scope, Endpoint().Id, [3, 3], Hour(30), Cancel);
        Assert.Equivalent(new WebhookSecrets([3, 3], [2, 2], Hour(30)), await store.FindSecretsAsync(Scope, Endpoint().Id, Cancel));
    }

    [Fact]
    public async Task A_change_keeps_id_society_and_maker()
    {
        var store = await NewWebhooksAsync();
        await store.AddAsync(Scope, Endpoint(), [1], Cancel);
        var changed = await store.UpdateAsync(Scope, Endpoint().Id, static e => e with { Url = "https://example.org/new", Types = ["export.ready"], CreatedBy = "mallory", Description = "" }, Hour(0), Cancel);
        Assert.Equivalent(Endpoint() with { Url = "https://example.org/new", Types = ["export.ready"], Description = "" }, changed, strict: true);
        Assert.Equivalent(changed, await store.FindAsync(Scope, Endpoint().Id, Cancel), strict: true);
    }

    [Fact]
    public async Task The_societies_that_want_a_type_are_those_with_an_enabled_endpoint_for_it()
    {
        var store = await NewWebhooksAsync();
        await store.AddAsync(Scope, Endpoint(1, "session.completed"), [1], Cancel);
        await store.AddAsync(Scopes.LakeView, Endpoint(2, "session.completed") with { Society = Scopes.LakeView.Society, Enabled = false }, [1], Cancel);
        Assert.Equal([Scope.Society], await store.ListWantingAsync(Scopes.Installation, "session.completed", Cancel));
        Assert.Empty(await store.ListWantingAsync(Scopes.Installation, "session", Cancel));
    }
}
