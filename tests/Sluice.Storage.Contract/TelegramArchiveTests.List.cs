using Sluice.Metering.Telegrams;
using Sluice.WMBus.Frames;

namespace Sluice.Storage.Contract;

public abstract partial class TelegramArchiveTests
{
    [Fact]
    public async Task The_backlog_is_listed_in_pages_until_it_has_verdicts()
    {
        var archive = await NewArchiveAsync();
        var ids = await archive.AppendAsync([.. Enumerable.Range(1, 5).Select(Invented.Telegram)], Cancel);
        await archive.SetVerdictsAsync([new(ids[1], DecodeState.Decoded)], Cancel);
        Assert.Equal([ids[0], ids[2]], (await archive.ListPendingAsync(0, 2, Cancel)).Select(t => t.Id));
        Assert.Equal([ids[3], ids[4]], (await archive.ListPendingAsync(ids[2], 2, Cancel)).Select(t => t.Id));
        Assert.Empty(await archive.ListPendingAsync(ids[4], 2, Cancel));
    }

    [Fact]
    public async Task A_key_finds_the_undecrypted_telegrams_of_its_serial_number()
    {
        var archive = await NewArchiveAsync();
        var ids = await archive.AppendAsync([.. Enumerable.Range(1, 6).Select(Invented.Telegram)], Cancel);
        await archive.SetVerdictsAsync(
        [
            new(ids[0], DecodeState.NoKey, Invented.Meter()),
            new(ids[1], DecodeState.WrongKey, Invented.Meter() with { Manufacturer = new Manufacturer(1), Version = 2 }),
            new(ids[2], DecodeState.NoKey, Invented.Meter(0x90000002)),
            new(ids[3], DecodeState.Decoded, Invented.Meter()),
            new(ids[4], DecodeState.UnknownFormat, Invented.Meter(), 7),
            new(ids[5], DecodeState.NoKey, Invented.Meter(0x00000001)),
        ], Cancel);
        Assert.Equal([ids[0], ids[1]], (await archive.ListLackingKeyAsync(0x90000001, 0, 100, Cancel)).Select(t => t.Id));
        Assert.Equal([ids[1]], (await archive.ListLackingKeyAsync(0x90000001, ids[0], 100, Cancel)).Select(t => t.Id));
        Assert.Equal([ids[5]], (await archive.ListLackingKeyAsync(0x00000001, 0, 100, Cancel)).Select(t => t.Id));
        Assert.Equal([ids[0], ids[1], ids[2]], (await archive.ListLackingKeyAsync(null, 0, 3, Cancel)).Select(t => t.Id));
    }

    [Fact]
    public async Task A_format_finds_the_telegrams_of_its_signature()
    {
        var archive = await NewArchiveAsync();
        var ids = await archive.AppendAsync([.. Enumerable.Range(1, 4).Select(Invented.Telegram)], Cancel);
        await archive.SetVerdictsAsync(
        [
            new(ids[0], DecodeState.UnknownFormat, Invented.Meter(), 0x61EB),
            new(ids[1], DecodeState.UnknownFormat, Invented.Meter(), 0xFFFF),
            new(ids[2], DecodeState.NoKey, Invented.Meter(), 0x61EB),
            new(ids[3], DecodeState.UnknownFormat, Invented.Meter(2), 0x61EB),
        ], Cancel);
        Assert.Equal([ids[0], ids[3]], (await archive.ListLackingFormatAsync(0x61EB, 0, 100, Cancel)).Select(t => t.Id));
        Assert.Equal([ids[0], ids[1], ids[3]], (await archive.ListLackingFormatAsync(null, 0, 100, Cancel)).Select(t => t.Id));
        Assert.Equal([ids[1]], (await archive.ListLackingFormatAsync(0xFFFF, 0, 100, Cancel)).Select(t => t.Id));
    }
}
