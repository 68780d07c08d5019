using Sluice.Metering.Telegrams;
using Sluice.WMBus.Frames;

namespace Sluice.Storage.Contract;

public abstract partial class TelegramArchiveTests
{
    [Fact]
    public async Task A_key_or_registration_finds_the_telegrams_that_wait_for_it_by_serial_number()
    {
        var stores = await NewStoresAsync();
        var archive = stores.Archive;
        var ids = await stores.KeepUndecodedAsync(
            new(0, DecodeState.NoKey, Invented.Meter()),
            new(0, DecodeState.WrongKey, Invented.Meter() with { Manufacturer = new Manufacturer(1), Version = 2 }),
            new(0, DecodeState.NoKey, Invented.Meter(0x90000002)),
            new(0, DecodeState.UnknownMeter, Invented.Meter()),
            new(0, DecodeState.UnknownFormat, Invented.Meter(), 7),
            new(0, DecodeState.NotForUs, Invented.Meter(0x00000001)));
        Assert.Equal([ids[0], ids[1], ids[3]], (await archive.ListWaitingForMeterAsync(0x90000001, 0, 100, Cancel)).Select(t => t.Id));
        Assert.Equal([ids[1], ids[3]], (await archive.ListWaitingForMeterAsync(0x90000001, ids[0], 100, Cancel)).Select(t => t.Id));
        Assert.Equal([ids[5]], (await archive.ListWaitingForMeterAsync(0x00000001, 0, 100, Cancel)).Select(t => t.Id));
        Assert.Equal([ids[0], ids[1], ids[2]], (await archive.ListWaitingForMeterAsync(null, 0, 3, Cancel)).Select(t => t.Id));
    }

    [Fact]
    public async Task A_format_finds_the_telegrams_of_its_signature()
    {
        var stores = await NewStoresAsync();
        var archive = stores.Archive;
        var ids = await stores.KeepUndecodedAsync(
            new(0, DecodeState.UnknownFormat, Invented.Meter(), 0x61EB),
            new(0, DecodeState.UnknownFormat, Invented.Meter(), 0xFFFF),
            new(0, DecodeState.NoKey, Invented.Meter(), 0x61EB),
            new(0, DecodeState.UnknownFormat, Invented.Meter(2), 0x61EB));
        Assert.Equal([ids[0], ids[3]], (await archive.ListLackingFormatAsync(0x61EB, 0, 100, Cancel)).Select(t => t.Id));
        Assert.Equal([ids[0], ids[1], ids[3]], (await archive.ListLackingFormatAsync(null, 0, 100, Cancel)).Select(t => t.Id));
        Assert.Equal([ids[1]], (await archive.ListLackingFormatAsync(0xFFFF, 0, 100, Cancel)).Select(t => t.Id));
    }

    [Fact]
    public async Task The_backlog_of_an_older_version_is_listed_until_it_has_verdicts()
    {
        var stores = await NewStoresAsync();
        var ids = await stores.KeepUndecodedAsync(new(0, DecodeState.Pending), new(0, DecodeState.Pending), new(0, DecodeState.Damaged), new(0, DecodeState.Pending));
        Assert.Equal([ids[0], ids[1]], (await stores.Archive.ListPendingAsync(0, 2, Cancel)).Select(t => t.Id));
        Assert.Equal([ids[3]], (await stores.Archive.ListPendingAsync(ids[1], 2, Cancel)).Select(t => t.Id));
        await stores.Intake.CommitAsync([new(Invented.Telegram(), new(ids[3], DecodeState.Damaged))], Cancel);
        Assert.Empty(await stores.Archive.ListPendingAsync(ids[1], 2, Cancel));
    }

    [Fact]
    public async Task A_society_sees_what_of_its_meters_could_not_be_decoded_and_why()
    {
        var stores = await NewStoresAsync();
        var ids = await stores.KeepUndecodedAsync(new(0, DecodeState.NoKey, Invented.Meter()), new(0, DecodeState.NotAuthentic, Invented.Meter()), new(0, DecodeState.NoKey, Invented.Meter(2)));
        await stores.KeepAsync([Invented.Reading()]);
        await stores.Intake.CommitAsync([new(Invented.Telegram(), new(0, DecodeState.UnknownMeter, Invented.Meter(3)))], Cancel);
        Assert.Equal([ids[2], ids[1], ids[0]], (await stores.Archive.ListUndecodedAsync(Invented.Scope, null, long.MaxValue, 10, Cancel)).Select(t => t.Id));
        Assert.Equal([ids[0]], (await stores.Archive.ListUndecodedAsync(Invented.Scope, DecodeState.NoKey, ids[2], 10, Cancel)).Select(t => t.Id));
        Assert.Equal([ids[2]], (await stores.Archive.ListUndecodedAsync(Invented.Scope, null, long.MaxValue, 1, Cancel)).Select(t => t.Id));
        Assert.Empty(await stores.Archive.ListUndecodedAsync(Invented.OtherScope, null, long.MaxValue, 10, Cancel));
    }

    [Fact]
    public async Task Many_telegrams_are_found_at_once_as_each_alone()
    {
        var stores = await NewStoresAsync();
        var archive = stores.Archive;
        var waiting = await stores.KeepUndecodedAsync(new(0, DecodeState.NoKey, Invented.Meter()), new(0, DecodeState.Damaged));
        var decoded = (await stores.KeepAsync([Invented.Reading(1), Invented.Reading(2), Invented.Reading(3)])).Select(static o => o.TelegramId).ToList();
        long[] asked = [waiting[0], decoded[0], decoded[2], 4711, 0];
        var found = await archive.FindManyAsync(asked, Cancel);
        Assert.Equal([waiting[0], decoded[0], decoded[2]], found.Keys.Order());
        foreach (var (id, telegram) in found)
        {
            var alone = (await archive.FindAsync(id, Cancel))!;
            Assert.Equal(alone.Verdict, telegram.Verdict);
            Assert.Equal(alone.Arrival.Bytes.ToArray(), telegram.Arrival.Bytes.ToArray());
        }
        Assert.Empty(await archive.FindManyAsync([], Cancel));
    }
}
