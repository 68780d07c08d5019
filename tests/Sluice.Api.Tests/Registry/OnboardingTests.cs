using Microsoft.Extensions.DependencyInjection;
using Sluice.Host;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Societies;
using Sluice.Storage.Contract;
using Sluice.Storage.Sqlite;

namespace Sluice.Api.Tests.Registry;

public sealed class OnboardingTests : IDisposable
{
    private static readonly SocietyScope InDefault = Authorizer.ForWorker(SocietyId.Parse("default"), "test");
    private static readonly SocietyScope InDemo = Authorizer.ForWorker(SocietyId.Parse("demo"), "test");
    private readonly string data = Directory.CreateTempSubdirectory("sluice-api-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Keys_kept_before_there_were_societies_move_into_one_with_their_meters()
    {
        var meter = new InventedMeter(0x90000801);
        await using (var store = SqliteStore.Open(Path.Combine(data, "sluice.db"), LocalKeyFile.Open(Path.Combine(data, "sluice.key"), mayCreate: true), TimeProvider.System))
            await store.Keys!.PutAsync(Authorizer.ForWorker(default(SocietyId), "test"), [meter.Key], Cancel);
        await using (var first = await StartAsync(new() { Data = data, Urls = [] }))
        {
            Assert.Equal((1, 1), (first.Registered, first.Keys));
            var registered = await first.Services.GetRequiredService<IMeterStore>().FindAsync(InDefault, MeterId.Of(meter.Address), Cancel);
            Assert.Equal((meter.Key.Fingerprint, "A-101"), (registered!.KeyFingerprint, registered.Place));
        }
        await using var second = await StartAsync(new() { Data = data, Urls = [] });
        Assert.Equal((0, 1), (second.Registered, second.Keys));
    }

    [Fact]
    public async Task Meters_of_key_files_are_registered_once_and_stay_where_they_were_moved()
    {
        var options = new ServerOptions { Data = data, Urls = [], Keys = [new InventedMeter(0x90000811).Key, new InventedMeter(0x90000812).Key] };
        await using (var first = await StartAsync(options))
        {
            Assert.Equal(2, first.Registered);
            var (registry, societies) = (first.Services.GetRequiredService<MeterRegistry>(), first.Services.GetRequiredService<SocietyRegistry>());
            var id = MeterId.Of(new InventedMeter(0x90000811).Address);
            await registry.RemoveAsync(InDefault, id, null, Cancel);
            await societies.CreateAsync(Authorizer.ForWorker("test"), new() { Id = InDemo.Society, Name = "Own" }, Cancel);
            await registry.UpsertAsync(InDemo, [new() { Id = id, Society = InDemo.Society, Tower = "A", Flat = "1" }], Cancel);
        }
        await using var second = await StartAsync(options);
        Assert.Equal((0, 2), (second.Registered, second.Keys));
        Assert.NotNull((await second.Services.GetRequiredService<IMeterStore>().FindAsync(InDemo, MeterId.Of(new InventedMeter(0x90000811).Address), Cancel))!.KeyFingerprint);
    }

    [Fact]
    public async Task The_demonstration_is_made_once_and_what_people_changed_stays_changed()
    {
        var options = new ServerOptions { Data = data, Urls = [], Demo = true, DemoMeters = 24 };
        MeterId moved;
        await using (var first = await StartAsync(options))
        {
            var (societies, meters) = (first.Services.GetRequiredService<ISocietyStore>(), first.Services.GetRequiredService<IMeterStore>());
            Assert.Equal("Demo Gardens", (await societies.FindAsync(InDemo, Cancel))!.Name);
            var all = (await meters.ListAsync(InDemo, MeterFilter.All, null, 100, Cancel)).Items;
            Assert.Equal(24, all.Count);
            Assert.All(all, static m => Assert.True(m is { KeyFingerprint.Length: 8, Tower: "A", Flat.Length: > 0, Place.Length: > 0 }));
            var structure = await societies.StructureAsync(InDemo, Cancel);
            Assert.NotNull(Assert.Single(structure.Towers).Coordinates);
            Assert.Equal((8, 2), (structure.Flats.Count, structure.Flats.Max(static f => f.Floor)));
            Assert.True(await societies.EraseResidentsAsync(InDemo, null, null, null, Cancel) > 0);
            moved = all[0].Id;
            await first.Services.GetRequiredService<MeterRegistry>().UpdateAsync(InDemo, all[0] with { Place = "garden" }, Cancel);
        }
        await using var second = await StartAsync(options);
        Assert.Equal(24, second.Keys);
        Assert.Equal("garden", (await second.Services.GetRequiredService<IMeterStore>().FindAsync(InDemo, moved, Cancel))!.Place);
        Assert.Equal(0, await second.Services.GetRequiredService<ISocietyStore>().EraseResidentsAsync(InDemo, null, null, null, Cancel));
    }

    public void Dispose() => Directory.Delete(data, recursive: true);

    /// <summary>Opens and fills the store; listens to nobody.</summary>
    private static Task<SluiceServer> StartAsync(ServerOptions options) => SluiceServer.CreateAsync(options, TimeProvider.System, Cancel);
}
