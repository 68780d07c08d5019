using System.Text;
using Microsoft.Data.Sqlite;
using Sluice.Metering.Keys;
using Sluice.Metering.Storage;
using Sluice.Metering.Telegrams;
using Sluice.Storage.Contract;
using Sluice.WMBus.Security;

namespace Sluice.Storage.Sqlite.Tests;

public sealed class DurabilityTests : IAsyncDisposable
{
    private readonly TemporaryStore temporary = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => temporary.DisposeAsync();

    [Fact]
    public async Task Everything_is_there_after_closing_and_opening()
    {
        var ids = await temporary.Store.Telegrams.AppendAsync([Invented.Telegram()], Cancel);
        await temporary.Store.Readings.AppendAsync([Invented.Reading()], Cancel);
        await temporary.Store.Formats.SaveAsync(7, new byte[] { 4, 0x13 }, Invented.Noon, Cancel);
        await temporary.Store.Keys!.PutAsync([new MeterKey(0x90000001, new byte[16])], Cancel);
        var again = await temporary.ReopenAsync();
        Assert.Equal(ids, (await again.Telegrams.ListPendingAsync(0, 10, Cancel)).Select(t => t.Id));
        Assert.Equal(1, (await again.Readings.CountAsync(Cancel)).Readings);
        Assert.Single(await again.Formats.LoadAsync(Cancel));
        Assert.Single(await again.Keys!.LoadAsync(Cancel));
    }

    [Fact]
    public async Task What_is_acknowledged_is_in_the_file_while_the_writer_is_still_open()
    {
        await temporary.Store.Telegrams.AppendAsync([Invented.Telegram()], Cancel);
        using var other = new SqliteConnection($"Data Source={temporary.Database};Pooling=False");
        other.Open();
        using var count = other.CreateCommand();
        count.CommandText = "SELECT count(*) FROM telegram";
        Assert.Equal(1L, count.ExecuteScalar());
    }

    [Fact]
    public async Task A_full_disk_is_said_loses_nothing_acknowledged_and_is_over_when_there_is_room()
    {
        var store = temporary.Open(new SqliteOptions { MaxPages = 60 });
        var acknowledged = new List<long>();
        var full = await Assert.ThrowsAsync<StorageException>(async () =>
        {
            for (var n = 0; n < 10_000; n++)
                acknowledged.AddRange(await store.Telegrams.AppendAsync([.. Enumerable.Repeat(new TelegramArrival(new byte[400], Invented.Noon), 10)], Cancel));
        });
        Assert.Equal(StorageFault.Full, full.Fault);
        Assert.NotEmpty(acknowledged);
        Assert.Equal(acknowledged.Count, (await store.Telegrams.CountAsync(Cancel))[DecodeState.Pending]);

        store = await temporary.ReopenAsync();
        Assert.Equal(acknowledged, (await store.Telegrams.ListPendingAsync(0, 10_000, Cancel)).Select(t => t.Id));
        Assert.Single(await store.Telegrams.AppendAsync([Invented.Telegram()], Cancel));
    }

    [Fact]
    public async Task One_callers_mistake_does_not_undo_what_others_commit_with_it()
    {
        var store = temporary.Store;
        var bad = store.WriteAsync<int>(s => throw new InvalidOperationException("mistake"), 1, Cancel);
        var good = store.Telegrams.AppendAsync([Invented.Telegram()], Cancel);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await bad);
        Assert.Single(await good);
    }

    [Fact]
    public async Task Repeats_are_found_in_older_segments()
    {
        var store = temporary.Store;
        await store.Readings.AppendAsync([Invented.Reading(1)], Cancel);
        await store.WriteAsync(s => { s.Control("UPDATE sqlite_sequence SET seq = 1000000 WHERE name = 'reading'"); return 0; }, 1, Cancel);
        await store.Readings.AppendAsync([Invented.Reading(2), Invented.Reading(3)], Cancel);
        var again = await store.Readings.AppendAsync([Invented.Reading(1) with { TelegramId = 9 }, Invented.Reading(3) with { TelegramId = 10 }], Cancel);
        Assert.All(again, o => Assert.Equal(Metering.Readings.AppendOutcome.AlreadyStored, o));
        Assert.Equal(3, (await store.Readings.CountAsync(Cancel)).Readings);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_is_refused()
    {
        _ = temporary.Store;
        await temporary.Store.WriteAsync(s => { s.Control("PRAGMA user_version = 99"); return 0; }, 1, Cancel);
        var refused = await Assert.ThrowsAsync<StorageException>(() => temporary.ReopenAsync());
        Assert.Contains("newer sluice", refused.Message);
    }

    [Fact]
    public void A_file_that_is_no_database_is_refused()
    {
        File.WriteAllText(temporary.Database, new string('x', 5000));
        Assert.Contains("no database", Assert.Throws<StorageException>(() => temporary.Open()).Message);
    }

    [Fact]
    public void A_data_directory_is_held_by_one_process_at_a_time()
    {
        using (DataDirectory.Open(temporary.Folder))
        {
            Assert.Equal(StorageFault.InUse, Assert.Throws<StorageException>(() => DataDirectory.Open(temporary.Folder)).Fault);
        }
        DataDirectory.Open(temporary.Folder).Dispose();
    }

    [Fact]
    public async Task No_file_holds_a_meter_key_in_the_clear()
    {
        byte[] secret = [.. "sixteen byte key"u8];
        await temporary.Store.Keys!.PutAsync([new MeterKey(0x90000001, secret)], Cancel);
        foreach (var file in Directory.GetFiles(temporary.Folder))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var copy = new MemoryStream();
            await stream.CopyToAsync(copy, Cancel);
            Assert.Equal(-1, copy.ToArray().AsSpan().IndexOf(secret));
            Assert.DoesNotContain(Convert.ToHexString(secret), Encoding.Latin1.GetString(copy.ToArray()), StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task A_key_moved_to_another_meter_does_not_open()
    {
        await temporary.Store.Keys!.PutAsync([new MeterKey(0x90000001, new byte[16])], Cancel);
        await temporary.Store.WriteAsync(s => { s.Control("UPDATE meter_key SET serial = serial + 1"); return 0; }, 1, Cancel);
        await Assert.ThrowsAsync<KeyUnreadableException>(async () => await temporary.Store.Keys!.LoadAsync(Cancel));
    }

    [Fact]
    public async Task Another_key_file_does_not_open_the_keys_and_a_missing_one_is_not_replaced()
    {
        await temporary.Store.Keys!.PutAsync([new MeterKey(0x90000001, new byte[16])], Cancel);
        await temporary.CloseAsync();
        File.Delete(temporary.KeyFile);
        Assert.Throws<KeyUnreadableException>(() => LocalKeyFile.Open(temporary.KeyFile, mayCreate: false));
        await Assert.ThrowsAsync<KeyUnreadableException>(async () => await temporary.Open().Keys!.LoadAsync(Cancel));
    }

    [Fact]
    public void The_key_file_is_for_its_user_only()
    {
        if (OperatingSystem.IsWindows()) return;   // modes are a matter of Unix
        LocalKeyFile.Open(temporary.KeyFile, mayCreate: true);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(temporary.KeyFile));
        File.SetUnixFileMode(temporary.KeyFile, UnixFileMode.UserRead | UnixFileMode.GroupRead);
        Assert.Contains("chmod 600", Assert.Throws<KeyUnreadableException>(() => LocalKeyFile.Open(temporary.KeyFile, mayCreate: false)).Message);
    }

    [Fact]
    public async Task A_new_database_and_its_log_are_for_their_user_only()
    {
        if (OperatingSystem.IsWindows()) return;   // modes are a matter of Unix
        await temporary.Store.Telegrams.AppendAsync([Invented.Telegram(1)], Cancel);
        foreach (var file in new[] { temporary.Database, temporary.Database + "-wal", temporary.Database + "-shm" })
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }
}
