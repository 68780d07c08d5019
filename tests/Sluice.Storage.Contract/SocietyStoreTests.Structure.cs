using Sluice.Metering;
using Sluice.Metering.Identity;
using Sluice.Metering.Societies;

namespace Sluice.Storage.Contract;

public abstract partial class SocietyStoreTests
{
    private static readonly Flat Flat101 = new() { Tower = "A", Number = "101", Floor = 1, Type = "2BHK", Coordinates = new(18.51, 73.91) };

    private static readonly Resident[] Two = [new("Invented One", "one@example.org"), new("Invented Two", "", new DateOnly(2026, 2, 1))];

    [Fact]
    public async Task Towers_and_flats_come_back_by_name()
    {
        var societies = await NewParkAsync();
        Assert.Equal(new(ChangeOutcome.Changed, 1), await societies.PutTowerAsync(InPark, new("B", new(1, 2), 10), Cancel));
        Assert.Equal(new(ChangeOutcome.Changed, 1), await societies.PutFlatAsync(InPark, Flat101, Cancel));
        var structure = await societies.StructureAsync(InPark, Cancel);
        Assert.Equal([new("A", Version: 1), new("B", new(1, 2), 10, 1)], structure.Towers);
        var flat = Assert.Single(structure.Flats);
        Assert.Equal(Flat101 with { Version = 1, Residents = flat.Residents }, flat);
        Assert.Equal(new("B", new(1, 2), 10, 1), await societies.FindTowerAsync(InPark, "B", Cancel));
        Assert.Null(await societies.FindTowerAsync(InPark, "b", Cancel));
    }

    [Fact]
    public async Task Putting_needs_version_0_to_add_and_the_stored_one_to_change()
    {
        var societies = await NewParkAsync();
        await societies.PutTowerAsync(InPark, new("A"), Cancel);
        Assert.Equal(new(ChangeOutcome.Exists, 1), await societies.PutTowerAsync(InPark, new("A", Floors: 3), Cancel));
        Assert.Equal(new(ChangeOutcome.Changed, 2), await societies.PutTowerAsync(InPark, new("A", Floors: 4, Version: 1), Cancel));
        Assert.Equal(new(ChangeOutcome.Conflict, 2), await societies.PutTowerAsync(InPark, new("A", Floors: 5, Version: 1), Cancel));
        Assert.Equal(ChangeOutcome.NotFound, (await societies.PutTowerAsync(InPark, new("Z", Version: 1), Cancel)).Outcome);
        await societies.PutFlatAsync(InPark, Flat101, Cancel);
        Assert.Equal(new(ChangeOutcome.Exists, 1), await societies.PutFlatAsync(InPark, Flat101, Cancel));
        Assert.Equal(new(ChangeOutcome.Changed, 2), await societies.PutFlatAsync(InPark, Flat101 with { Type = "3BHK", Version = 1 }, Cancel));
        Assert.Equal(new(ChangeOutcome.Conflict, 2), await societies.PutFlatAsync(InPark, Flat101 with { Version = 1 }, Cancel));
    }

    [Fact]
    public async Task Only_what_is_empty_can_be_removed()
    {
        var (societies, meters) = await NewStoresAsync();
        await societies.CreateAsync(Installation, Park, Cancel);
        await meters.UpsertAsync(InPark, [MeterStoreTests.Kitchen], Invented.Noon, Cancel);
        Assert.Equal(ChangeOutcome.NotEmpty, (await societies.RemoveFlatAsync(InPark, "A", "101", null, Cancel)).Outcome);
        await meters.RemoveAsync(InPark, MeterStoreTests.Kitchen.Id, null, Invented.Noon, Cancel);
        Assert.Equal(ChangeOutcome.NotEmpty, (await societies.RemoveTowerAsync(InPark, "A", null, Cancel)).Outcome);
        Assert.Equal(ChangeOutcome.Conflict, (await societies.RemoveFlatAsync(InPark, "A", "101", 9, Cancel)).Outcome);
        Assert.Equal(ChangeOutcome.Changed, (await societies.RemoveFlatAsync(InPark, "A", "101", 1, Cancel)).Outcome);
        Assert.Equal(ChangeOutcome.NotFound, (await societies.RemoveFlatAsync(InPark, "A", "101", 1, Cancel)).Outcome);
        Assert.Equal(ChangeOutcome.Changed, (await societies.RemoveTowerAsync(InPark, "A", 1, Cancel)).Outcome);
        Assert.Equal(ChangeOutcome.NotFound, (await societies.RemoveTowerAsync(InPark, "A", null, Cancel)).Outcome);
    }

    [Fact]
    public async Task A_merge_adds_what_is_missing_and_keeps_what_is_not_given()
    {
        var societies = await NewParkAsync();
        Assert.Equal(3, await societies.MergeAsync(InPark, [new("A", Floors: 9)], [Flat101, new() { Tower = "A", Number = "102" }], Cancel));
        Assert.Equal(1, await societies.MergeAsync(InPark, [new("A")], [Flat101, new() { Tower = "A", Number = "101", Type = "3BHK" }], Cancel));
        var flat = (await societies.FindFlatAsync(InPark, "A", "101", Cancel))!;
        Assert.Equal((1, "3BHK", Flat101.Coordinates, 2L), (flat.Floor, flat.Type, flat.Coordinates, flat.Version));
        Assert.Equal(9, (await societies.FindTowerAsync(InPark, "A", Cancel))!.Floors);
    }

    [Fact]
    public async Task Residents_are_seen_only_by_who_may_and_never_in_the_structure()
    {
        var societies = await NewParkAsync();
        Assert.Equal(ChangeOutcome.NotFound, (await societies.SetResidentsAsync(InPark, "A", "101", Two, Cancel)).Outcome);
        await societies.PutFlatAsync(InPark, Flat101, Cancel);
        Assert.Equal(new(ChangeOutcome.Changed, 2), await societies.SetResidentsAsync(InPark, "A", "101", Two, Cancel));
        await societies.PutFlatAsync(InPark, Flat101 with { Type = "4BHK", Version = 2 }, Cancel);
        Assert.Equal(Two, (await societies.FindFlatAsync(InPark, "A", "101", Cancel))!.Residents);
        Assert.Empty(Assert.Single((await societies.StructureAsync(InPark, Cancel)).Flats).Residents);
        Assert.True(Authorizer.TryEnter(new("t", Role.Scanner, new HashSet<SocietyId> { Park.Id }), Park.Id, Permission.SocietyRead, out var scanner));
        Assert.Empty((await societies.FindFlatAsync(scanner, "A", "101", Cancel))!.Residents);
    }

    [Fact]
    public async Task Residents_are_forgotten_by_flat_by_tower_or_by_the_day_they_left()
    {
        var societies = await NewParkAsync();
        await societies.MergeAsync(InPark, [], [.. new[] { ("A", "1"), ("A", "2"), ("B", "1") }.Select(f => new Flat { Tower = f.Item1, Number = f.Item2, Residents = Two })], Cancel);
        Assert.Equal(0, await societies.EraseResidentsAsync(InPark, null, null, new(2026, 2, 1), Cancel));
        Assert.Equal(1, await societies.EraseResidentsAsync(InPark, "A", "1", new(2026, 2, 2), Cancel));
        Assert.Equal([Two[0]], (await societies.FindFlatAsync(InPark, "A", "1", Cancel))!.Residents);
        Assert.Equal(3, await societies.EraseResidentsAsync(InPark, "A", null, null, Cancel));
        Assert.Equal(2, (await societies.FindFlatAsync(InPark, "B", "1", Cancel))!.Residents.Count);
        Assert.Equal(2, await societies.EraseResidentsAsync(InPark, null, null, null, Cancel));
    }

    [Fact]
    public async Task Another_societys_structure_is_another()
    {
        var societies = await NewParkAsync();
        await societies.PutFlatAsync(InPark, Flat101, Cancel);
        var other = Authorizer.ForWorker(SocietyId.Parse("other"), "test");
        await societies.CreateAsync(Installation, Park with { Id = other.Society }, Cancel);
        Assert.Empty((await societies.StructureAsync(other, Cancel)).Flats);
        Assert.Null(await societies.FindFlatAsync(other, "A", "101", Cancel));
        Assert.Equal(ChangeOutcome.NotFound, (await societies.RemoveFlatAsync(other, "A", "101", null, Cancel)).Outcome);
    }

    private async Task<ISocietyStore> NewParkAsync()
    {
        var (societies, _) = await NewStoresAsync();
        await societies.CreateAsync(Installation, Park, Cancel);
        return societies;
    }

    [Fact]
    public async Task Many_flats_are_found_at_once_without_their_residents()
    {
        var societies = await NewParkAsync();
        Flat[] flats = [Flat101, Flat101 with { Number = "10\"2" }, Flat101 with { Tower = "B", Floor = null, Coordinates = null }];
        foreach (var flat in flats) await societies.PutFlatAsync(InPark, flat, Cancel);
        await societies.SetResidentsAsync(InPark, "A", "101", Two, Cancel);
        (string, string)[] asked = [("A", "101"), ("A", "10\"2"), ("B", "101"), ("B", "102"), ("", "")];
        var found = await societies.FindFlatsAsync(InPark, asked, Cancel);
        Assert.Equal(asked[..3], found.Keys.OrderBy(static k => k.Tower).ThenByDescending(static k => k.Number));
        foreach (var (place, flat) in found)
        {
            Assert.Empty(flat.Residents);
            var alone = (await societies.FindFlatAsync(InPark, place.Tower, place.Number, Cancel))!;
            Assert.Equal(alone with { Residents = flat.Residents }, flat);
        }
        Assert.Empty(await societies.FindFlatsAsync(Authorizer.ForWorker(SocietyId.Parse("other"), "test"), asked, Cancel));
    }
}
