using Sluice.Metering.Meters;

namespace Sluice.Storage.Contract;

public abstract partial class MeterStoreTests
{
    [Fact]
    public async Task Pages_go_on_where_the_last_one_ended()
    {
        var (_, meters) = await NewParkAsync();
        await meters.UpsertAsync(InPark, [.. Enumerable.Range(1, 25).Select(n => Kitchen with { Id = Id((uint)n) })], Now, Cancel);
        await meters.UpsertAsync(InOther, [Kitchen with { Id = Id(0x100) }], Now, Cancel);
        var seen = new List<MeterId>();
        string? next = null;
        do
        {
            var page = await meters.ListAsync(InPark, MeterFilter.All, next, 10, Cancel);
            seen.AddRange(page.Items.Select(m => m.Id));
            next = page.Next;
        }
        while (next is not null);
        Assert.Equal(Enumerable.Range(1, 25).Select(n => Id((uint)n)), seen);
        await Assert.ThrowsAsync<FormatException>(async () => await meters.ListAsync(InPark, MeterFilter.All, "x", 10, Cancel));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await meters.ListAsync(InPark, MeterFilter.All, null, 1001, Cancel));
    }

    public static TheoryData<MeterFilter, uint[]> Filters => new()
    {
        { new(), [1, 2, 3, 4, 5] },
        { new(Tower: "A"), [1, 2, 3] },
        { new(Tower: "A", Flat: "101"), [1, 2] },
        { new(Flat: "101"), [1, 2, 4] },
        { new(Status: MeterStatus.Maintenance), [2] },
        { new(Tower: "A", Status: MeterStatus.Active), [1, 3] },
        { new(Tower: "A", Flat: "101", Status: MeterStatus.Inactive), [] },
        { new(Purpose: MeterPurpose.Bulk), [5] },
        { new(Text: "000003"), [3] },
        { new(Text: "BAT"), [2] },
        { new(Text: "%"), [] },
        { new(Text: "_"), [] },
        { new(Tower: "A", Text: "102"), [3] },
        { new(Tower: ""), [5] },
    };

    [Theory, MemberData(nameof(Filters))]
    public async Task Filters_work_together(MeterFilter filter, uint[] expected)
    {
        var (_, meters) = await NewParkAsync();
        await meters.UpsertAsync(InPark,
            [
                Kitchen,
                Kitchen with { Id = Id(2), Place = "bath", Status = MeterStatus.Maintenance },
                Kitchen with { Id = Id(3), Flat = "102" },
                Kitchen with { Id = Id(4), Tower = "B" },
                Kitchen with { Id = Id(5), Tower = "", Flat = "", Place = "main", Purpose = MeterPurpose.Bulk },
            ], Now, Cancel);
        Assert.Equal(expected.Select(Id), (await AllAsync(meters, InPark, filter)).Select(m => m.Id));
    }

    [Fact]
    public async Task A_serial_number_is_found_with_every_maker()
    {
        var (_, meters) = await NewParkAsync();
        var foreign = Kitchen with { Id = new(new(0x1111), Kitchen.Id.Serial) };
        await meters.UpsertAsync(InPark, [Kitchen, foreign, Kitchen with { Id = Id(2) }], Now, Cancel);
        Assert.Equal([foreign.Id, Kitchen.Id], (await meters.FindBySerialAsync(InPark, Kitchen.Id.Serial, Cancel)).Select(m => m.Id));
    }

    [Fact]
    public async Task Many_meters_are_found_at_once_of_the_own_society_only()
    {
        var (_, meters) = await NewParkAsync();
        await meters.UpsertAsync(InPark, [.. Enumerable.Range(1, 5).Select(n => Kitchen with { Id = Id((uint)n) })], Now, Cancel);
        await meters.UpsertAsync(InOther, [Kitchen with { Id = Id(0x100) }], Now, Cancel);
        var found = await meters.FindManyAsync(InPark, [Id(2), Id(4), Id(9), Id(0x100)], Cancel);
        Assert.Equal([Id(2), Id(4)], found.Keys.Order());
        foreach (var (id, meter) in found) Assert.Equal(await meters.FindAsync(InPark, id, Cancel), meter);
        Assert.Empty(await meters.FindManyAsync(InPark, [], Cancel));
    }
}
