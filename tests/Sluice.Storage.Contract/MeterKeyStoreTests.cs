using Sluice.Metering.Keys;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Security;

namespace Sluice.Storage.Contract;

/// <summary>What every <see cref="IMeterKeyStore"/> promises.</summary>
public abstract class MeterKeyStoreTests
{
    protected abstract ValueTask<IMeterKeyStore> NewKeyStoreAsync();

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected static MeterKey Key(byte last, uint? serial = 0x90000001, Manufacturer? manufacturer = null, string name = "") =>
        new(serial, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, last], manufacturer, name);

    [Fact]
    public async Task Keys_come_back_with_whom_they_are_for()
    {
        var store = await NewKeyStoreAsync();
        MeterKey[] keys = [Key(1, name: "A-101"), Key(2, 0x00000001, new Manufacturer(0x2C2D)), Key(3, serial: null)];
        Assert.Equal([KeyOutcome.Added, KeyOutcome.Added, KeyOutcome.Added], await store.PutAsync(keys, Cancel));
        Assert.Equal(keys.Select(Describe), (await store.LoadAsync(Cancel)).Select(Describe));
    }

    [Fact]
    public async Task The_same_key_again_is_unchanged_but_takes_the_new_name()
    {
        var store = await NewKeyStoreAsync();
        await store.PutAsync([Key(1, name: "old")], Cancel);
        Assert.Equal([KeyOutcome.Unchanged], await store.PutAsync([Key(1, name: "new")], Cancel));
        Assert.Equal("new", Assert.Single(await store.LoadAsync(Cancel)).Name);
    }

    [Fact]
    public async Task Another_key_replaces_and_the_earlier_one_is_kept_before_it()
    {
        var store = await NewKeyStoreAsync();
        await store.PutAsync([Key(1)], Cancel);
        Assert.Equal([KeyOutcome.Replaced], await store.PutAsync([Key(2)], Cancel));
        Assert.Equal([1, 2], (await store.LoadAsync(Cancel)).Select(k => (int)k.Bytes[15]));
    }

    [Fact]
    public async Task An_empty_store_has_no_keys() => Assert.Empty(await (await NewKeyStoreAsync()).LoadAsync(Cancel));

    private static string Describe(MeterKey key) => $"{key.Serial:x8} {key.Manufacturer?.Code} {key.Name} {Convert.ToHexString(key.Bytes)}";
}
