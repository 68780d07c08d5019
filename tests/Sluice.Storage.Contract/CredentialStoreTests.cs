using Sluice.Metering.Identity;

namespace Sluice.Storage.Contract;

/// <summary>What every <see cref="ICredentialStore"/> promises.</summary>
public abstract class CredentialStoreTests
{
    private static readonly SocietyScope Green = Scopes.Of("green-park"), Blue = Scopes.Of("blue-hill");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected abstract ValueTask<ICredentialStore> NewCredentialStoreAsync();

    [Fact]
    public async Task A_credential_comes_back_as_it_was_added()
    {
        var store = await NewCredentialStoreAsync();
        var key = Credential("one", CredentialKind.ApiKey) with { ExpiresAt = Invented.Noon.AddDays(30) };
        Assert.True(await store.AddAsync(Green, key, new byte[] { 1, 2, 3 }, Cancel));
        var found = await store.FindAsync("one", Cancel);
        Assert.Equal(key, found!.Credential);
        Assert.Equal([1, 2, 3], found.Hash.ToArray());
        Assert.Null(await store.FindAsync("two", Cancel));
    }

    [Fact]
    public async Task A_society_sees_its_own_of_the_kind_in_the_order_they_were_made()
    {
        var store = await NewCredentialStoreAsync();
        await store.AddAsync(Green, Credential("b", CredentialKind.ApiKey), new byte[32], Cancel);
        await store.AddAsync(Green, Credential("a", CredentialKind.ApiKey) with { CreatedAt = Invented.Noon.AddSeconds(1) }, new byte[32], Cancel);
        await store.AddAsync(Green, Credential("roof", CredentialKind.Gateway), new byte[32], Cancel);
        await store.AddAsync(Blue, Credential("other", CredentialKind.ApiKey), new byte[32], Cancel);
        Assert.Equal(["b", "a"], (await store.ListAsync(Green, CredentialKind.ApiKey, Cancel)).Select(static c => c.Id));
        Assert.Equal(["roof"], (await store.ListAsync(Green, CredentialKind.Gateway, Cancel)).Select(static c => c.Id));
    }

    [Fact]
    public async Task Only_its_society_revokes_it_and_the_first_time_stays()
    {
        var store = await NewCredentialStoreAsync();
        await store.AddAsync(Green, Credential("one", CredentialKind.ApiKey), new byte[32], Cancel);
        Assert.False(await store.RevokeAsync(Blue, CredentialKind.ApiKey, "one", Invented.Noon, Cancel));
        Assert.False(await store.RevokeAsync(Green, CredentialKind.Gateway, "one", Invented.Noon, Cancel));
        Assert.True((await store.FindAsync("one", Cancel))!.Credential.IsInForce(Invented.Noon));
        Assert.True(await store.RevokeAsync(Green, CredentialKind.ApiKey, "one", Invented.Noon, Cancel));
        Assert.True(await store.RevokeAsync(Green, CredentialKind.ApiKey, "one", Invented.Noon.AddDays(1), Cancel));
        var revoked = (await store.FindAsync("one", Cancel))!.Credential;
        Assert.Equal(Invented.Noon, revoked.RevokedAt);
        Assert.False(revoked.IsInForce(Invented.Noon));
    }

    [Fact]
    public async Task The_time_of_use_only_rises()
    {
        var store = await NewCredentialStoreAsync();
        await store.AddAsync(Green, Credential("one", CredentialKind.Gateway), new byte[32], Cancel);
        await store.MarkUsedAsync("one", Invented.Noon.AddMinutes(5), Cancel);
        await store.MarkUsedAsync("one", Invented.Noon, Cancel);
        await store.MarkUsedAsync("nobody", Invented.Noon, Cancel);
        Assert.Equal(Invented.Noon.AddMinutes(5), (await store.FindAsync("one", Cancel))!.Credential.LastUsedAt);
    }

    [Fact]
    public async Task One_more_than_the_most_is_refused_until_one_is_revoked()
    {
        var store = await NewCredentialStoreAsync();
        for (var i = 0; i < ICredentialStore.MaxInForce; i++) Assert.True(await store.AddAsync(Green, Credential($"k{i}", CredentialKind.ApiKey), new byte[32], Cancel));
        Assert.False(await store.AddAsync(Green, Credential("more", CredentialKind.ApiKey), new byte[32], Cancel));
        Assert.Null(await store.FindAsync("more", Cancel));
        await store.RevokeAsync(Green, CredentialKind.ApiKey, "k7", Invented.Noon, Cancel);
        Assert.True(await store.AddAsync(Green, Credential("more", CredentialKind.ApiKey), new byte[32], Cancel));
    }

    private static Credential Credential(string id, CredentialKind kind) => new(id, Green.Society, kind, $"name of {id}", Invented.Noon, "anna");
}
