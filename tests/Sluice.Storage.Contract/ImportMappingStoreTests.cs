using Sluice.Metering.Imports;

namespace Sluice.Storage.Contract;

/// <summary>What every <see cref="IImportMappingStore"/> promises.</summary>
public abstract class ImportMappingStoreTests
{
    protected abstract ValueTask<IImportMappingStore> NewMappingStoreAsync();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mapping_comes_back_as_it_was_put_and_the_later_one_counts()
    {
        var store = await NewMappingStoreAsync();
        Assert.True(await store.PutAsync(Scopes.GreenPark, Mapping("b"), Cancel));
        Assert.True(await store.PutAsync(Scopes.GreenPark, Mapping("a") with { DateFormat = "dd/MM/yyyy" }, Cancel));
        Assert.True(await store.PutAsync(Scopes.GreenPark, Mapping("b") with { Constants = new Dictionary<string, string> { ["meterType"] = "x" } }, Cancel));
        var all = await store.ListAsync(Scopes.GreenPark, Cancel);
        Assert.Equal(["a dd/MM/yyyy Meter No,Meter ", "b  Meter No,Meter meterType=x"], all.Select(Describe));
        Assert.Equal(Describe(all[1]), Describe((await store.FindAsync(Scopes.GreenPark, "b", Cancel))!));
    }

    [Fact]
    public async Task Mappings_are_their_societys_own()
    {
        var store = await NewMappingStoreAsync();
        await store.PutAsync(Scopes.GreenPark, Mapping("a"), Cancel);
        Assert.Null(await store.FindAsync(Scopes.LakeView, "a", Cancel));
        Assert.Empty(await store.ListAsync(Scopes.LakeView, Cancel));
        Assert.False(await store.RemoveAsync(Scopes.LakeView, "a", Cancel));
        Assert.True(await store.RemoveAsync(Scopes.GreenPark, "a", Cancel));
        Assert.False(await store.RemoveAsync(Scopes.GreenPark, "a", Cancel));
    }

    [Fact]
    public async Task A_society_has_a_bounded_number_of_them()
    {
        var store = await NewMappingStoreAsync();
        for (var n = 0; n < IImportMappingStore.MaxMappings; n++) Assert.True(await store.PutAsync(Scopes.GreenPark, Mapping($"m{n}"), Cancel));
        Assert.False(await store.PutAsync(Scopes.GreenPark, Mapping("more"), Cancel));
        Assert.True(await store.PutAsync(Scopes.GreenPark, Mapping("m7"), Cancel));
        Assert.True(await store.PutAsync(Scopes.LakeView, Mapping("more"), Cancel));
    }

    private static ImportMapping Mapping(string name) => new() { Name = name, Columns = new Dictionary<string, IReadOnlyList<string>> { ["serialNumber"] = ["Meter No", "Meter"] } };

    private static string Describe(ImportMapping mapping) =>
        $"{mapping.Name} {mapping.DateFormat} {string.Join(',', mapping.Columns["serialNumber"])} {string.Join(',', mapping.Constants.Select(static c => $"{c.Key}={c.Value}"))}";
}
