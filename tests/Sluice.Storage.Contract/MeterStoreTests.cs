using Sluice.Metering;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Societies;

namespace Sluice.Storage.Contract;

/// <summary>What every <see cref="IMeterStore"/> promises.</summary>
public abstract partial class MeterStoreTests
{
    private static readonly SocietyScope InPark = Authorizer.ForWorker(SocietyId.Parse("green-park"), "test");
    private static readonly SocietyScope InOther = Authorizer.ForWorker(SocietyId.Parse("other"), "test");
    private static readonly InstallationScope Installation = Authorizer.ForWorker("test");

    /// <summary>The meter most tests use.</summary>
    public static Meter Kitchen { get; } = new()
    {
        Id = Id(1),
        Society = SocietyId.Parse("green-park"),
        Tower = "A",
        Flat = "101",
        Place = "kitchen",
        InstallationDate = new(2025, 4, 1),
        Location = new(18.5, 73.9),
        Status = MeterStatus.Active,
    };

    private static DateTimeOffset Now => Invented.Noon;

    protected abstract ValueTask<RegistryStores> NewStoresAsync();

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_meter_comes_back_as_it_was_added_and_makes_its_tower_and_flat()
    {
        var (societies, meters) = await NewParkAsync();
        Assert.Equal([UpsertOutcome.Added], await meters.UpsertAsync(InPark, [Kitchen with { Version = 9, KeyFingerprint = "not kept" }], Now, Cancel));
        Assert.Equal(Kitchen with { Version = 1 }, await meters.FindAsync(InPark, Kitchen.Id, Cancel));
        var structure = await societies.StructureAsync(InPark, Cancel);
        Assert.Equal("A", Assert.Single(structure.Towers).Name);
        Assert.Equal("101", Assert.Single(structure.Flats).Number);
    }

    [Fact]
    public async Task Each_meter_of_a_batch_has_its_outcome_and_a_preview_says_the_same()
    {
        var (_, meters) = await NewParkAsync();
        await meters.UpsertAsync(InPark, [Kitchen, Kitchen with { Id = Id(2) }], Now, Cancel);
        await meters.UpsertAsync(InOther, [Kitchen with { Id = Id(3) }], Now, Cancel);
        Meter[] batch = [Kitchen, Kitchen with { Id = Id(2), Place = "bath" }, Kitchen with { Id = Id(3) }, Kitchen with { Id = Id(4) }];
        UpsertOutcome[] expected = [UpsertOutcome.Unchanged, UpsertOutcome.Updated, UpsertOutcome.Conflict, UpsertOutcome.Added];
        Assert.Equal(expected, await meters.PreviewAsync(InPark, batch, Cancel));
        Assert.Equal(expected, await meters.UpsertAsync(InPark, batch, Now, Cancel));
        Assert.Equal([1L, 2L, 1L], (await AllAsync(meters, InPark)).Select(m => m.Version));
        Assert.Equal(InOther.Society, Assert.Single(await AllAsync(meters, InOther)).Society);
    }

    [Fact]
    public async Task A_change_needs_the_version_that_was_read()
    {
        var (_, meters) = await NewParkAsync();
        await meters.UpsertAsync(InPark, [Kitchen], Now, Cancel);
        var read = (await meters.FindAsync(InPark, Kitchen.Id, Cancel))!;
        Assert.Equal(new(ChangeOutcome.Unchanged, 1), await meters.UpdateAsync(InPark, read, Now, Cancel));
        Assert.Equal(new(ChangeOutcome.Changed, 2), await meters.UpdateAsync(InPark, read with { Status = MeterStatus.Maintenance }, Now, Cancel));
        Assert.Equal(new(ChangeOutcome.Conflict, 2), await meters.UpdateAsync(InPark, read with { Place = "bath" }, Now, Cancel));
        Assert.Equal(MeterStatus.Maintenance, (await meters.FindAsync(InPark, Kitchen.Id, Cancel))!.Status);
        Assert.Equal(ChangeOutcome.NotFound, (await meters.UpdateAsync(InPark, read with { Id = Id(7) }, Now, Cancel)).Outcome);
    }

    [Fact]
    public async Task Another_societys_meter_is_not_there()
    {
        var (_, meters) = await NewParkAsync();
        await meters.UpsertAsync(InOther, [Kitchen], Now, Cancel);
        Assert.Null(await meters.FindAsync(InPark, Kitchen.Id, Cancel));
        Assert.Empty(await meters.FindBySerialAsync(InPark, Kitchen.Id.Serial, Cancel));
        Assert.Equal(ChangeOutcome.NotFound, (await meters.UpdateAsync(InPark, Kitchen with { Version = 1 }, Now, Cancel)).Outcome);
        Assert.Equal(ChangeOutcome.NotFound, (await meters.RemoveAsync(InPark, Kitchen.Id, null, Now, Cancel)).Outcome);
        Assert.Equal(ReplaceOutcome.NotFound, await meters.ReplaceAsync(InPark, new(Kitchen.Id, Kitchen with { Id = Id(2) }, Now), Cancel));
        Assert.Empty(await meters.HistoryAsync(InPark, Kitchen.Id, Cancel));
        await meters.SetKeyFingerprintsAsync(InPark, [(Kitchen.Id, "01234567")], Cancel);
        Assert.Null((await meters.FindAsync(InOther, Kitchen.Id, Cancel))!.KeyFingerprint);
    }

    [Fact]
    public async Task A_removed_meters_number_is_free_for_another_society()
    {
        var (_, meters) = await NewParkAsync();
        await meters.UpsertAsync(InPark, [Kitchen], Now, Cancel);
        Assert.Equal(ChangeOutcome.Conflict, (await meters.RemoveAsync(InPark, Kitchen.Id, 9, Now, Cancel)).Outcome);
        Assert.Equal(ChangeOutcome.Changed, (await meters.RemoveAsync(InPark, Kitchen.Id, 1, Now, Cancel)).Outcome);
        Assert.Equal([UpsertOutcome.Added], await meters.UpsertAsync(InOther, [Kitchen], Now, Cancel));
    }

    [Fact]
    public async Task The_directory_has_every_meter_and_counts_are_by_status()
    {
        var (_, meters) = await NewParkAsync();
        await meters.UpsertAsync(InPark, [Kitchen, Kitchen with { Id = Id(2), Status = MeterStatus.Inactive }], Now, Cancel);
        await meters.UpsertAsync(InOther, [Kitchen with { Id = Id(3) }], Now, Cancel);
        Assert.Equal(
            [new(Id(1), InPark.Society, MeterStatus.Active), new(Id(2), InPark.Society, MeterStatus.Inactive), new(Id(3), InOther.Society, MeterStatus.Active)],
            (await meters.LoadDirectoryAsync(Installation, Cancel)).OrderBy(e => e.Id));
        var counts = await meters.CountAsync(InPark, Cancel);
        Assert.Equal((1, 1, 2), (counts[MeterStatus.Active], counts[MeterStatus.Inactive], counts.Count));
    }

    [Fact]
    public async Task A_fingerprint_stays_through_changes_and_raises_no_version()
    {
        var (_, meters) = await NewParkAsync();
        await meters.UpsertAsync(InPark, [Kitchen], Now, Cancel);
        await meters.SetKeyFingerprintsAsync(InPark, [(Kitchen.Id, "01234567"), (Id(9), "89abcdef")], Cancel);
        await meters.UpsertAsync(InPark, [Kitchen with { Place = "bath" }], Now, Cancel);
        Assert.Equal(Kitchen with { Place = "bath", Version = 2, KeyFingerprint = "01234567" }, await meters.FindAsync(InPark, Kitchen.Id, Cancel));
    }

    [Fact]
    public async Task What_is_not_fit_is_refused_whole()
    {
        var (_, meters) = await NewParkAsync();
        await Assert.ThrowsAsync<ArgumentException>(async () => await meters.UpsertAsync(InPark, [Kitchen, Kitchen with { Id = Id(2), Tower = "" }], Now, Cancel));
        Assert.Empty(await AllAsync(meters, InPark));
    }

    private static MeterId Id(uint number) => new(new(0x2C2D), 0x90000000 + number);

    private static async Task<IReadOnlyList<Meter>> AllAsync(IMeterStore meters, SocietyScope scope, MeterFilter? filter = null) =>
        (await meters.ListAsync(scope, filter ?? MeterFilter.All, null, 1000, Cancel)).Items;

    private async Task<RegistryStores> NewParkAsync()
    {
        var stores = await NewStoresAsync();
        foreach (var scope in new[] { InPark, InOther })
            await stores.Societies.CreateAsync(Installation, new() { Id = scope.Society, Name = scope.Society.Text }, Cancel);
        return stores;
    }
}
