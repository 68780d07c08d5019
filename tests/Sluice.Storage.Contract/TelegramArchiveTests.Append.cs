using System.Collections.Concurrent;
using Sluice.Metering.Telegrams;

namespace Sluice.Storage.Contract;

public abstract partial class TelegramArchiveTests
{
    [Fact]
    public async Task What_was_appended_is_found_unchanged_and_pending()
    {
        var archive = await NewArchiveAsync();
        var sent = Invented.Telegram();
        var id = Assert.Single(await archive.AppendAsync([sent], Cancel));
        Assert.True(id > 0);
        var found = await archive.FindAsync(id, Cancel);
        Assert.NotNull(found);
        Assert.Equal(sent with { Bytes = default }, found.Arrival with { Bytes = default });
        Assert.Equal(sent.Bytes.ToArray(), found.Arrival.Bytes.ToArray());
        Assert.Equal(new(id, DecodeState.Pending), found.Verdict);
    }

    [Fact]
    public async Task What_a_receiver_does_not_say_stays_unsaid()
    {
        var archive = await NewArchiveAsync();
        var ids = await archive.AppendAsync([new(new byte[] { 1 }, Invented.Noon)], Cancel);
        var found = (await archive.FindAsync(ids[0], Cancel))!.Arrival;
        Assert.Null(found.RssiDbm);
        Assert.Null(found.Receiver);
        Assert.Null(found.HeardAt);
    }

    [Fact]
    public async Task Numbers_rise_in_the_order_of_batches()
    {
        var archive = await NewArchiveAsync();
        var first = await archive.AppendAsync([Invented.Telegram(1), Invented.Telegram(2)], Cancel);
        var second = await archive.AppendAsync([Invented.Telegram(3)], Cancel);
        long[] all = [.. first, .. second];
        Assert.Equal(all.Order().Distinct(), all);
    }

    [Fact]
    public async Task The_same_telegram_twice_is_archived_twice()
    {
        var archive = await NewArchiveAsync();
        var ids = await archive.AppendAsync([Invented.Telegram(), Invented.Telegram()], Cancel);
        Assert.NotEqual(ids[0], ids[1]);
        Assert.Equal(2, (await archive.CountAsync(Cancel))[DecodeState.Pending]);
    }

    [Fact]
    public async Task An_empty_batch_changes_nothing()
    {
        var archive = await NewArchiveAsync();
        Assert.Empty(await archive.AppendAsync([], Cancel));
        Assert.Empty(await archive.ListPendingAsync(0, 10, Cancel));
    }

    [Theory, InlineData(0), InlineData(TelegramArrival.MaxBytes + 1)]
    public async Task A_telegram_without_bytes_or_with_too_many_refuses_the_whole_batch(int length)
    {
        var archive = await NewArchiveAsync();
        await Assert.ThrowsAsync<ArgumentException>(async () =>
            await archive.AppendAsync([Invented.Telegram(), new(new byte[length], Invented.Noon)], Cancel));
        Assert.Empty(await archive.ListPendingAsync(0, 10, Cancel));
    }

    [Fact]
    public async Task Many_callers_at_once_lose_nothing()
    {
        var archive = await NewArchiveAsync();
        var ids = new ConcurrentBag<long>();
        await Task.WhenAll(Enumerable.Range(0, 50).Select(n => Task.Run(async () =>
        {
            foreach (var id in await archive.AppendAsync([Invented.Telegram(2 * n), Invented.Telegram((2 * n) + 1)], Cancel)) ids.Add(id);
        }, Cancel)));
        Assert.Equal(100, ids.Distinct().Count());
        Assert.Equal(ids.Order(), (await archive.ListPendingAsync(0, 1000, Cancel)).Select(t => t.Id));
    }
}
