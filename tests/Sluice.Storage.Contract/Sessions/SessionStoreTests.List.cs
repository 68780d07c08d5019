using Sluice.Metering.Sessions;
using static Sluice.Storage.Contract.Sessions.InventedRound;

namespace Sluice.Storage.Contract.Sessions;

public abstract partial class SessionStoreTests
{
    [Fact]
    public async Task Rounds_are_listed_last_stored_first_page_by_page()
    {
        var store = await NewSessionStoreAsync();
        for (var i = 1; i <= 5; i++) await store.StartAsync(Asha, Round(i), Targets(2), Cancel);
        var ids = new List<SessionId>();
        string? next = null;
        do
        {
            var page = await store.ListAsync(Admin, new(), next, 2, Cancel);
            ids.AddRange(page.Items.Select(static r => r.Id));
            if (next is null) await store.StartAsync(Asha, Round(6), [], Cancel);
            next = page.Next;
        } while (next is not null);
        Assert.Equal([Id(5), Id(4), Id(3), Id(2), Id(1)], ids);
    }

    [Fact]
    public async Task Rounds_are_filtered_by_status_person_and_mode()
    {
        var store = await NewSessionStoreAsync();
        await store.StartAsync(Asha, Round(1), Targets(2), Cancel);
        await store.StartAsync(Asha, Round(2, ScanMode.Flat), Targets(2), Cancel);
        await store.StartAsync(Bela, Round(3, user: "bela"), Targets(2), Cancel);
        await ChangeAsync(store, Asha, SessionAction.Complete, 5);
        await store.ChangeAsync(Bela, Id(2), new(SessionAction.Join, Invented.Noon), Cancel);
        Assert.Equal([Id(3), Id(2)], await IdsAsync(store, new(Status: SessionStatus.Active)));
        Assert.Equal([Id(1)], await IdsAsync(store, new(Status: SessionStatus.Completed)));
        Assert.Equal([Id(3), Id(2)], await IdsAsync(store, new(User: "bela")));
        Assert.Equal([Id(2)], await IdsAsync(store, new(Mode: ScanMode.Flat)));
        Assert.Equal([Id(3)], await IdsAsync(store, new(SessionStatus.Active, "bela", ScanMode.Tower)));
        var two = (await store.ListAsync(Admin, new(Mode: ScanMode.Flat), null, 10, Cancel)).Items[0];
        Assert.Equal(["asha", "bela"], two.Participants.Select(static p => p.Subject));
        Assert.Equal(2, two.Counts.Missing);
    }

    [Fact]
    public async Task Targets_are_listed_in_order_and_filtered()
    {
        var store = await WithRoundAsync(targets: 48);
        await store.CaptureAsync(Asha, Id(), [Heard(3), Heard(30)], Cancel);
        var first = await store.ListTargetsAsync(Asha, Id(), new(State: TargetState.Missing), null, 2, Cancel);
        var second = await store.ListTargetsAsync(Asha, Id(), new(State: TargetState.Missing), first.Next, 2, Cancel);
        Assert.Equal([0, 1, 3, 4], first.Items.Concat(second.Items).Select(static t => t.Ordinal));
        Assert.Equal([Meter(30)], (await store.ListTargetsAsync(Asha, Id(), new(TargetState.Decoded, "B"), null, 10, Cancel)).Items.Select(static t => t.Meter));
        Assert.Equal([Meter(1), Meter(2)], (await store.ListTargetsAsync(Asha, Id(), new(Tower: "A", Flat: "101"), null, 10, Cancel)).Items.Select(static t => t.Meter));
        Assert.Null((await store.ListTargetsAsync(Asha, Id(), new(), null, 48, Cancel)).Next);
    }

    [Fact]
    public async Task Progress_is_counted_by_tower_and_flat()
    {
        var store = await WithRoundAsync(targets: 48);
        await store.CaptureAsync(Asha, Id(), [Heard(1), Heard(2, HeardState.Captured), Heard(25, HeardState.Suspicious)], Cancel);
        await NoteAsync(store, 26, Unreadable());
        Assert.Equal(
            [new("A", "", new(22, 1, 1, 0, 0, 0)), new("B", "", new(22, 0, 0, 1, 0, 1))],
            await store.CountByTowerAsync(Asha, Id(), Cancel));
        var flats = await store.CountByFlatAsync(Asha, Id(), null, Cancel);
        Assert.Equal(24, flats.Count);
        Assert.Equal(new FlatCounts("A", "101", new(0, 1, 1, 0, 0, 0)), flats[0]);
        Assert.Equal(new FlatCounts("A", "102", new(2, 0, 0, 0, 0, 0)), flats[1]);
        Assert.Equal(new FlatCounts("B", "101", new(0, 0, 0, 1, 0, 1)), (await store.CountByFlatAsync(Asha, Id(), "B", Cancel))[0]);
        Assert.Equal(12, (await store.CountByFlatAsync(Asha, Id(), "B", Cancel)).Count);
    }

    [Fact]
    public async Task Foreign_cursors_are_refused()
    {
        var store = await WithRoundAsync(targets: 2);
        foreach (var cursor in (string[])["x", "", "s-1", "sx"])
        {
            await Assert.ThrowsAsync<FormatException>(async () => await store.ListAsync(Asha, new(), cursor, 10, Cancel));
            await Assert.ThrowsAsync<FormatException>(async () => await store.ListTargetsAsync(Asha, Id(), new(), cursor, 10, Cancel));
            await Assert.ThrowsAsync<FormatException>(async () => await store.ListUnlistedAsync(Asha, Id(), cursor, 10, Cancel));
        }
    }

    private static async Task<IReadOnlyList<SessionId>> IdsAsync(ISessionStore store, SessionFilter filter) =>
        [.. (await store.ListAsync(Admin, filter, null, 10, Cancel)).Items.Select(static r => r.Id)];

    [Fact]
    public async Task The_meters_of_many_rounds_are_listed_at_once_in_order()
    {
        var store = await WithRoundAsync(targets: 5);
        await store.StartAsync(Asha, Round(2), [.. Targets(3).Reverse()], Cancel);
        await store.StartAsync(Asha, Round(3, ScanMode.FreeRoam), [], Cancel);
        var found = await store.ListTargetMetersAsync(Asha, [Id(), Id(2), Id(3), Id(9)], Cancel);
        Assert.Equal([Id(), Id(2), Id(3)], found.Keys.OrderBy(static k => k.Value));
        Assert.Equal([Meter(1), Meter(2), Meter(3), Meter(4), Meter(5)], found[Id()]);
        Assert.Equal([Meter(3), Meter(2), Meter(1)], found[Id(2)]);
        Assert.Empty(found[Id(3)]);
        Assert.Empty(await store.ListTargetMetersAsync(Stranger, [Id(), Id(2)], Cancel));
    }
}
