using Sluice.Metering.Identity;
using Sluice.Metering.Keys;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Security;

namespace Sluice.Storage.Contract;

/// <summary>What every <see cref="IMeterKeyStore"/> promises.</summary>
public abstract class MeterKeyStoreTests
{
    private static readonly SocietyScope InPark = Authorizer.ForWorker(SocietyId.Parse("green-park"), "test");
    private static readonly SocietyScope InOther = Authorizer.ForWorker(SocietyId.Parse("other"), "test");
    private static readonly InstallationScope Installation = Authorizer.ForWorker("test");

    protected abstract ValueTask<IMeterKeyStore> NewKeyStoreAsync();

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected static MeterKey Key(byte last, uint? serial = 0x90000001, Manufacturer? manufacturer = null, string name = "") =>
        new(serial, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, last], manufacturer, name);

    [Fact]
    public async Task Keys_come_back_with_whom_they_are_for()
    {
        var store = await NewKeyStoreAsync();
        MeterKey[] keys = [Key(1, name: "A-101"), Key(2, 0x00000001, new Manufacturer(0x2C2D)), Key(3, serial: null)];
        Assert.Equal([KeyOutcome.Added, KeyOutcome.Added, KeyOutcome.Added], await store.PutAsync(InPark, keys, Cancel));
        var all = await store.LoadAsync(Installation, Cancel);
        Assert.Equal(keys.Select(Describe), all.Select(k => Describe(k.Key)));
        Assert.All(all, k => Assert.Equal(InPark.Society, k.Society));
    }

    [Fact]
    public async Task The_same_key_again_is_unchanged_but_takes_the_new_name()
    {
        var store = await NewKeyStoreAsync();
        await store.PutAsync(InPark, [Key(1, name: "old")], Cancel);
        Assert.Equal([KeyOutcome.Unchanged], await store.PutAsync(InPark, [Key(1, name: "new")], Cancel));
        Assert.Equal("new", Assert.Single(await store.LoadAsync(Installation, Cancel)).Key.Name);
    }

    [Fact]
    public async Task Another_key_replaces_and_the_earlier_one_is_kept_before_it()
    {
        var store = await NewKeyStoreAsync();
        await store.PutAsync(InPark, [Key(1)], Cancel);
        Assert.Equal([KeyOutcome.Replaced], await store.PutAsync(InPark, [Key(2)], Cancel));
        Assert.Equal([1, 2], (await store.LoadAsync(Installation, Cancel)).Select(k => (int)k.Key.Bytes[15]));
        Assert.Equal([1, 2], (await store.FindAsync(InPark, [0x90000001], Cancel)).Select(k => (int)k.Bytes[15]));
    }

    [Fact]
    public async Task Each_society_has_keys_of_its_own()
    {
        var store = await NewKeyStoreAsync();
        await store.PutAsync(InPark, [Key(1), Key(3, 0x90000003)], Cancel);
        Assert.Equal([KeyOutcome.Added], await store.PutAsync(InOther, [Key(2)], Cancel));
        Assert.Equal([Describe(Key(1))], (await store.FindAsync(InPark, [0x90000001, 0x90000002], Cancel)).Select(Describe));
        Assert.Equal([Describe(Key(2))], (await store.FindAsync(InOther, [0x90000001, 0x90000003], Cancel)).Select(Describe));
        Assert.Equal(3, (await store.LoadAsync(Installation, Cancel)).Count);
    }

    [Fact]
    public async Task An_empty_store_has_no_keys()
    {
        var store = await NewKeyStoreAsync();
        Assert.Empty(await store.LoadAsync(Installation, Cancel));
        Assert.Empty(await store.FindAsync(InPark, [1], Cancel));
    }

    private static string Describe(MeterKey key) => $"{key.Serial:x8} {key.Manufacturer?.Code} {key.Name} {Convert.ToHexString(key.Bytes)}";
}
