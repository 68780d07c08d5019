using Sluice.Metering;
using Sluice.Metering.Identity;
using Sluice.Metering.Societies;

namespace Sluice.Storage.Contract;

/// <summary>What every <see cref="ISocietyStore"/> promises.</summary>
public abstract partial class SocietyStoreTests
{
    protected abstract ValueTask<RegistryStores> NewStoresAsync();

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected static Society Park { get; } = new()
    {
        Id = SocietyId.Parse("green-park"),
        Name = "Green Park",
        Address = "1 Lake Road\nPune",
        TimeZone = "Asia/Kolkata",
        Location = new(18.5, 73.9),
        OfflineKeys = true,
        Mqtt = MqttOut.Places,
        SlotMinutes = 30,
        Retention = new() { RoundTelegramDays = 1_000, GatewayTelegramDays = null, SessionLocationDays = 30, MovedOutResidentDays = 7 },
        CreatedAt = Invented.Noon,
    };

    protected static SocietyScope InPark { get; } = Authorizer.ForWorker(Park.Id, "test");

    protected static InstallationScope Installation { get; } = Authorizer.ForWorker("test");

    [Fact]
    public async Task A_society_comes_back_as_it_was_added()
    {
        var (societies, _) = await NewStoresAsync();
        Assert.Equal(new(ChangeOutcome.Changed, 1), await societies.CreateAsync(Installation, Park, Cancel));
        Assert.Equal(Park with { Version = 1 }, await societies.FindAsync(InPark, Cancel));
    }

    [Fact]
    public async Task An_id_is_taken_once()
    {
        var (societies, _) = await NewStoresAsync();
        await societies.CreateAsync(Installation, Park, Cancel);
        Assert.Equal(ChangeOutcome.Exists, (await societies.CreateAsync(Installation, Park with { Name = "Other" }, Cancel)).Outcome);
        Assert.Equal("Green Park", (await societies.FindAsync(InPark, Cancel))!.Name);
    }

    [Fact]
    public async Task A_change_needs_the_version_that_was_read()
    {
        var (societies, _) = await NewStoresAsync();
        await societies.CreateAsync(Installation, Park, Cancel);
        var read = (await societies.FindAsync(InPark, Cancel))!;
        Assert.Equal(new(ChangeOutcome.Changed, 2), await societies.UpdateAsync(InPark, read with { Name = "New", CreatedAt = default }, Cancel));
        Assert.Equal(new(ChangeOutcome.Conflict, 2), await societies.UpdateAsync(InPark, read with { Name = "Late" }, Cancel));
        Assert.Equal(Park with { Name = "New", Version = 2 }, await societies.FindAsync(InPark, Cancel));
    }

    [Fact]
    public async Task Callers_see_the_societies_they_belong_to_page_by_page()
    {
        var (societies, _) = await NewStoresAsync();
        foreach (var id in new[] { "c", "a", "b", "d" }) await societies.CreateAsync(Installation, Park with { Id = SocietyId.Parse(id) }, Cancel);
        var caller = new Caller("u", Role.SocietyAdmin, new HashSet<SocietyId> { SocietyId.Parse("d"), SocietyId.Parse("a"), SocietyId.Parse("gone") });
        var first = await societies.ListAsync(caller, null, 1, Cancel);
        var second = await societies.ListAsync(caller, first.Next, 1, Cancel);
        Assert.Equal(["a", "d"], first.Items.Concat(second.Items).Select(s => s.Id.Text));
        Assert.Null(second.Next);
        Assert.Equal(["a", "b", "c", "d"], (await societies.ListAsync(Installation, null, 10, Cancel)).Items.Select(s => s.Id.Text));
        Assert.Equal(4, (await societies.ListAsync(new Caller("s", Role.SuperAdmin, new HashSet<SocietyId>()), null, 10, Cancel)).Items.Count);
        Assert.Empty((await societies.ListAsync(caller with { Role = Role.Gateway }, null, 10, Cancel)).Items);
        await Assert.ThrowsAsync<FormatException>(async () => await societies.ListAsync(Installation, "NOT A CURSOR", 10, Cancel));
    }

    [Fact]
    public async Task A_society_with_meters_cannot_be_removed_and_an_empty_one_goes_with_all_it_has()
    {
        var (societies, meters) = await NewStoresAsync();
        await societies.CreateAsync(Installation, Park, Cancel);
        await meters.UpsertAsync(InPark, [MeterStoreTests.Kitchen], Invented.Noon, Cancel);
        Assert.Equal(ChangeOutcome.NotEmpty, (await societies.RemoveAsync(Installation, Park.Id, null, Cancel)).Outcome);
        await meters.RemoveAsync(InPark, MeterStoreTests.Kitchen.Id, null, Invented.Noon, Cancel);
        Assert.Equal(ChangeOutcome.Conflict, (await societies.RemoveAsync(Installation, Park.Id, 7, Cancel)).Outcome);
        Assert.Equal(ChangeOutcome.Changed, (await societies.RemoveAsync(Installation, Park.Id, 1, Cancel)).Outcome);
        Assert.Null(await societies.FindAsync(InPark, Cancel));
        Assert.Equal(ChangeOutcome.NotFound, (await societies.RemoveAsync(Installation, Park.Id, null, Cancel)).Outcome);
        await societies.CreateAsync(Installation, Park, Cancel);
        Assert.Empty((await societies.StructureAsync(InPark, Cancel)).Towers);
    }

    [Fact]
    public async Task What_is_not_fit_is_refused()
    {
        var (societies, _) = await NewStoresAsync();
        foreach (var bad in new[] { Park with { Name = "" }, Park with { TimeZone = "Mars/Base" }, Park with { SlotMinutes = 0 }, Park with { Location = new(91, 0) } })
            await Assert.ThrowsAsync<ArgumentException>(async () => await societies.CreateAsync(Installation, bad, Cancel));
    }
}
