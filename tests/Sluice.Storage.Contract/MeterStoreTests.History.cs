using Sluice.Metering.Meters;

namespace Sluice.Storage.Contract;

public abstract partial class MeterStoreTests
{
    private static readonly DateTimeOffset Installed = new(2025, 4, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task A_replacement_keeps_the_history_of_both_meters_and_of_the_place()
    {
        var (_, meters) = await NewParkAsync();
        await meters.UpsertAsync(InPark, [Kitchen with { Purpose = MeterPurpose.CommonArea }], Now, Cancel);
        var at = Now.AddHours(1);
        var placed = Kitchen with { Id = Id(2), Tower = "elsewhere", Flat = "9", Status = MeterStatus.Maintenance, InstallationDate = new(2026, 3, 1) };
        Assert.Equal(ReplaceOutcome.Replaced, await meters.ReplaceAsync(InPark, new(Kitchen.Id, placed, at, 123.456m, 0.002m, 1), Cancel));
        Installation before = new(Kitchen.Id, "A", "101", "kitchen", Installed, at, FinalM3: 123.456m);
        Installation after = new(Id(2), "A", "101", "kitchen", at, FirstM3: 0.002m);
        Assert.Equal([before], await meters.HistoryAsync(InPark, Kitchen.Id, Cancel));
        Assert.Equal([after], await meters.HistoryAsync(InPark, Id(2), Cancel));
        Assert.Equal([before, after], await meters.ListInstalledAsync(InPark, Installed, at.AddMilliseconds(1), Cancel));
        Assert.Equal([after], await meters.ListInstalledAsync(InPark, at, at.AddMilliseconds(1), Cancel));
        Assert.Empty(await meters.ListInstalledAsync(InPark, at.AddMilliseconds(1), Now.AddDays(1), Cancel));
        Assert.Empty(await meters.ListInstalledAsync(InOther, Installed, at.AddDays(1), Cancel));
        Assert.Equal([before, after], await meters.HistoryAsync(InPark, "A", "101", Cancel));
        Assert.Equal((MeterStatus.Inactive, 2L), (await meters.FindAsync(InPark, Kitchen.Id, Cancel)) is { } old ? (old.Status, old.Version) : default);
        Assert.Equal(
            Kitchen with { Id = Id(2), Purpose = MeterPurpose.CommonArea, InstallationDate = new(2026, 3, 1), Version = 1 },
            await meters.FindAsync(InPark, Id(2), Cancel));
    }

    [Fact]
    public async Task The_directory_knows_which_meters_took_a_place()
    {
        var (_, meters) = await NewParkAsync();
        await meters.UpsertAsync(InPark, [Kitchen, Kitchen with { Id = Id(7), Place = "bath" }], Now, Cancel);
        await meters.ReplaceAsync(InPark, new(Kitchen.Id, Kitchen with { Id = Id(2) }, Now.AddHours(1)), Cancel);
        Assert.Equal([(Id(1), MeterStatus.Inactive, false), (Id(2), MeterStatus.Active, true), (Id(7), MeterStatus.Active, false)],
            (await meters.LoadDirectoryAsync(Installation, Cancel)).OrderBy(static e => e.Id).Select(static e => (e.Id, e.Status, e.TookAPlace)));
    }

    [Fact]
    public async Task A_replacement_that_cannot_be_changes_nothing()
    {
        var (_, meters) = await NewParkAsync();
        await meters.UpsertAsync(InPark, [Kitchen, Kitchen with { Id = Id(2) }, Kitchen with { Id = Id(5), Status = MeterStatus.Inactive }], Now, Cancel);
        await meters.UpsertAsync(InOther, [Kitchen with { Id = Id(3) }], Now, Cancel);
        MeterReplacement Swap(uint old, uint put) => new(Id(old), Kitchen with { Id = Id(put) }, Now);
        Assert.Equal(ReplaceOutcome.NotFound, await meters.ReplaceAsync(InPark, Swap(9, 4), Cancel));
        Assert.Equal(ReplaceOutcome.NotInstalled, await meters.ReplaceAsync(InPark, Swap(5, 4), Cancel));
        Assert.Equal(ReplaceOutcome.NewMeterInUse, await meters.ReplaceAsync(InPark, Swap(1, 2), Cancel));
        Assert.Equal(ReplaceOutcome.NewMeterInUse, await meters.ReplaceAsync(InPark, Swap(1, 3), Cancel));
        Assert.Equal(ReplaceOutcome.NewMeterInUse, await meters.ReplaceAsync(InPark, Swap(1, 1), Cancel));
        Assert.Equal(ReplaceOutcome.Conflict, await meters.ReplaceAsync(InPark, Swap(1, 4) with { OldVersion = 7 }, Cancel));
        Assert.Equal(ReplaceOutcome.BeforeInstallation, await meters.ReplaceAsync(InPark, Swap(1, 4) with { At = Installed.AddTicks(-1) }, Cancel));
        Assert.Equal(1, (await meters.FindAsync(InPark, Kitchen.Id, Cancel))!.Version);
        Assert.Null(Assert.Single(await meters.HistoryAsync(InPark, Kitchen.Id, Cancel)).To);
    }

    [Fact]
    public async Task Moving_taking_out_and_putting_back_are_in_the_history()
    {
        var (_, meters) = await NewParkAsync();
        await meters.UpsertAsync(InPark, [Kitchen], Now, Cancel);
        await meters.UpsertAsync(InPark, [Kitchen with { Status = MeterStatus.Maintenance }], Now.AddDays(1), Cancel);   // still hangs
        await meters.UpsertAsync(InPark, [Kitchen with { Flat = "102" }], Now.AddDays(2), Cancel);
        await meters.UpsertAsync(InPark, [Kitchen with { Flat = "102", Status = MeterStatus.Inactive }], Now.AddDays(3), Cancel);
        await meters.UpsertAsync(InPark, [Kitchen with { Flat = "102" }], Now.AddDays(4), Cancel);
        await meters.RemoveAsync(InPark, Kitchen.Id, null, Now.AddDays(5), Cancel);
        Assert.Equal(
            [
                new(Kitchen.Id, "A", "101", "kitchen", Installed, Now.AddDays(2)),
                new(Kitchen.Id, "A", "102", "kitchen", Now.AddDays(2), Now.AddDays(3)),
                new(Kitchen.Id, "A", "102", "kitchen", Now.AddDays(4), Now.AddDays(5)),
            ],
            await meters.HistoryAsync(InPark, Kitchen.Id, Cancel));
    }
}
