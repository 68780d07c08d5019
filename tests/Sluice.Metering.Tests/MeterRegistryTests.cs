using Microsoft.Extensions.Time.Testing;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Societies;
using Sluice.Storage.Contract;

namespace Sluice.Metering.Tests;

public sealed class MeterRegistryTests
{
    private static readonly SocietyScope InPark = Authorizer.ForWorker(SocietyId.Parse("green-park"), "test");
    private readonly MeterDirectory directory = new();
    private readonly MeterRegistry registry;
    private readonly List<MeterId> added = [];

    public MeterRegistryTests()
    {
        directory.Added += added.AddRange;
        var societies = new InMemorySocietyStore();
        registry = new(new InMemoryMeterStore(societies), directory, new FakeTimeProvider(Invented.Noon));
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Meter Kitchen => MeterStoreTests.Kitchen;

    [Fact]
    public async Task An_added_meter_is_found_and_announced_once()
    {
        await registry.UpsertAsync(InPark, [Kitchen], Cancel);
        await registry.UpsertAsync(InPark, [Kitchen with { Place = "bath" }], Cancel);
        Assert.True(directory.TryFind(Kitchen.Id, out var entry));
        Assert.Equal(new(Kitchen.Id, InPark.Society, MeterStatus.Active), entry);
        Assert.Equal([Kitchen.Id], added);
    }

    [Fact]
    public async Task Another_societys_meter_stays_where_it_is()
    {
        await registry.UpsertAsync(InPark, [Kitchen], Cancel);
        await registry.UpsertAsync(Authorizer.ForWorker(SocietyId.Parse("other"), "test"), [Kitchen], Cancel);
        Assert.Equal(InPark.Society, directory.SocietyOf(Kitchen.Id));
    }

    [Fact]
    public async Task A_meter_that_took_a_place_is_known_as_such_after_changes()
    {
        await registry.UpsertAsync(InPark, [Kitchen], Cancel);
        var next = Kitchen with { Id = new(Kitchen.Id.Manufacturer, 0x90000002) };
        await registry.ReplaceAsync(InPark, new(Kitchen.Id, next, Invented.Noon), Cancel);
        await registry.UpdateAsync(InPark, next with { Status = MeterStatus.Maintenance, Version = 1 }, Cancel);
        Assert.True(directory.TryFind(next.Id, out var entry));
        Assert.Equal((MeterStatus.Maintenance, true), (entry.Status, entry.TookAPlace));
    }

    [Fact]
    public async Task Status_replacement_and_removal_reach_the_directory()
    {
        await registry.UpsertAsync(InPark, [Kitchen], Cancel);
        await registry.UpdateAsync(InPark, Kitchen with { Status = MeterStatus.Maintenance, Version = 1 }, Cancel);
        Assert.True(directory.TryFind(Kitchen.Id, out var entry) && entry.Status == MeterStatus.Maintenance);
        var next = Kitchen with { Id = new(Kitchen.Id.Manufacturer, 0x90000002) };
        await registry.ReplaceAsync(InPark, new(Kitchen.Id, next, Invented.Noon), Cancel);
        Assert.True(directory.TryFind(Kitchen.Id, out entry) && entry.Status == MeterStatus.Inactive);
        Assert.Equal([Kitchen.Id, next.Id], added);
        await registry.RemoveAsync(InPark, next.Id, null, Cancel);
        Assert.Null(directory.SocietyOf(next.Id));
    }

    [Fact]
    public async Task Keys_are_fetched_before_anybody_can_find_a_new_meter()
    {
        var early = new List<bool>();
        registry.Adding = (_, meters, _) =>
        {
            early.Add(directory.SocietyOf(meters[0].Id) is null);
            return default;
        };
        await registry.UpsertAsync(InPark, [Kitchen], Cancel);
        Assert.Equal([true], early);
    }
}
