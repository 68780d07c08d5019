using Sluice.Metering.Identity;

namespace Sluice.Storage.Contract;

/// <summary>What every <see cref="IMembershipStore"/> promises.</summary>
public abstract class MembershipStoreTests
{
    private static readonly SocietyScope Green = Scopes.Of("green-park"), Blue = Scopes.Of("blue-hill");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected abstract ValueTask<IMembershipStore> NewMembershipStoreAsync();

    [Fact]
    public async Task Somebody_belongs_to_the_societies_they_were_added_to_and_to_no_other()
    {
        var store = await NewMembershipStoreAsync();
        Assert.Empty(await store.SocietiesOfAsync("anna", Cancel));
        await store.AddAsync(Green, "anna", Cancel);
        await store.AddAsync(Blue, "anna", Cancel);
        await store.AddAsync(Green, "anna", Cancel);
        await store.AddAsync(Green, "Anna", Cancel);
        Assert.Equal(["blue-hill", "green-park"], (await store.SocietiesOfAsync("anna", Cancel)).Select(static s => s.Text).Order(StringComparer.Ordinal));
        Assert.Equal(["green-park"], (await store.SocietiesOfAsync("Anna", Cancel)).Select(static s => s.Text));
        Assert.Equal(["Anna", "anna"], await store.MembersAsync(Green, Cancel));
        Assert.Equal(["anna"], await store.MembersAsync(Blue, Cancel));
    }

    [Fact]
    public async Task Who_is_removed_belongs_no_more_at_once()
    {
        var store = await NewMembershipStoreAsync();
        await store.AddAsync(Green, "anna", Cancel);
        Assert.Single(await store.SocietiesOfAsync("anna", Cancel));
        Assert.False(await store.RemoveAsync(Blue, "anna", Cancel));
        Assert.True(await store.RemoveAsync(Green, "anna", Cancel));
        Assert.Empty(await store.SocietiesOfAsync("anna", Cancel));
        Assert.Empty(await store.MembersAsync(Green, Cancel));
        Assert.False(await store.RemoveAsync(Green, "anna", Cancel));
    }
}
