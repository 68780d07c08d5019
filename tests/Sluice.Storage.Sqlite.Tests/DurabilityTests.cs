using System.Text;
using Microsoft.Data.Sqlite;
using Sluice.Metering.Identity;
using Sluice.Metering.Keys;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
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
        var kept = await temporary.IntakeStores.KeepAsync([Invented.Reading(1), Invented.Reading(2)]);
        var waiting = await temporary.IntakeStores.KeepUndecodedAsync(new TelegramVerdict(0, DecodeState.NoKey, Invented.Meter()));
        await temporary.Store.Formats.SaveAsync(7, new byte[] { 4, 0x13 }, Invented.Noon, Cancel);
        await temporary.Store.Keys!.PutAsync(Authorizer.ForWorker(SocietyId.Parse("green-park"), "test"), [new MeterKey(0x90000001, new byte[16])], Cancel);
        var again = await temporary.ReopenAsync();
        Assert.Equal(waiting, (await again.Telegrams.ListWaitingForMeterAsync(null, 0, 10, Cancel)).Select(t => t.Id));
        foreach (var outcome in kept) Assert.NotNull(await again.Telegrams.FindAsync(outcome.TelegramId, Cancel));
        Assert.Equal([kept[1].Reading!.Sequence, kept[0].Reading!.Sequence], (await temporary.IntakeStores.AllAsync()).Select(r => r.Sequence));
        Assert.Equal(kept[1].Reading!.At, (await again.Readings.FindLatestAsync(Invented.Scope, MeterId.Of(Invented.Meter()), Cancel))!.LastHeard);
        Assert.Equal(new(1, 2, kept[1].Reading!.Sequence), await again.Readings.CountAsync(Invented.Installation, Cancel));
        var more = await temporary.IntakeStores.KeepAsync([Invented.Reading(1), Invented.Reading(3)]);
        Assert.Equal([DecodeState.Repeated, DecodeState.Decoded], more.Select(o => o.State));
        Assert.True(more[0].TelegramId > waiting[0]);
        Assert.Equal(3, (await again.Readings.ListByMeterAsync(Invented.Scope, MeterId.Of(Invented.Meter()), TimeRange.All, null, 10, Cancel)).Items.Count);
        Assert.Single(await again.Formats.LoadAsync(Cancel));
        Assert.Single(await again.Keys!.LoadAsync(Authorizer.ForWorker("test"), Cancel));
    }

    [Fact]
    public async Task What_is_acknowledged_is_in_the_file_while_the_writer_is_still_open()
    {
        await temporary.IntakeStores.KeepAsync([Invented.Reading()]);
        using var other = new SqliteConnection($"Data Source={temporary.Database};Pooling=False");
        other.Open();
        using var count = other.CreateCommand();
        count.CommandText = "SELECT count(*) FROM reading";
        Assert.Equal(1L, count.ExecuteScalar());
    }

    [Fact]
    public async Task A_full_disk_is_said_loses_nothing_acknowledged_and_is_over_when_there_is_room()
    {
        var store = temporary.Open(new SqliteOptions { MaxPages = 160 });
        var acknowledged = new List<long>();
        var full = await Assert.ThrowsAsync<StorageException>(async () =>
        {
            for (var n = 0; n < 10_000; n++)
                acknowledged.AddRange((await temporary.IntakeStores.KeepAsync(Enumerable.Range(n * 10, 10).Select(r => Invented.Reading(r, Invented.Meter((uint)r))))).Select(o => o.TelegramId));
        });
        Assert.Equal(StorageFault.Full, full.Fault);
        Assert.NotEmpty(acknowledged);
        Assert.Equal(acknowledged.Count, (await store.Telegrams.CountAsync(Cancel))[DecodeState.Decoded]);
        Assert.Equal(acknowledged.Count, (await store.Readings.ListLatestAsync(Invented.Scope, null, IReadingStore.MaxLatest, Cancel)).Items.Count);

        store = await temporary.ReopenAsync();
        foreach (var id in acknowledged) Assert.NotNull(await store.Telegrams.FindAsync(id, Cancel));
        Assert.Equal(acknowledged.Count, (await store.Readings.ListLatestAsync(Invented.Scope, null, IReadingStore.MaxLatest, Cancel)).Items.Count);
        Assert.True((await temporary.IntakeStores.KeepAsync([Invented.Reading(1_000_000)])).Single().IsNew);
    }

    [Fact]
    public async Task One_callers_mistake_does_not_undo_what_others_commit_with_it()
    {
        var store = temporary.Store;
        var bad = store.WriteAsync<int>(s => throw new InvalidOperationException("mistake"), 1, Cancel);
        var good = temporary.IntakeStores.KeepAsync([Invented.Reading()]);
        await Assert.ThrowsAsync<InvalidOperationException>(async () => await bad);
        Assert.Single(await good);
    }

    [Fact]
    public async Task Repeats_are_found_in_older_segments()
    {
        static Reading Bare(int number) => Invented.Reading(number) with { SessionNumber = null };
        await temporary.IntakeStores.KeepAsync([Bare(1), Bare(2)]);
        await temporary.Store.WriteAsync(s => { s.Control("UPDATE reading SET sequence = 1000000, previous = 999999, society_back = 999999 WHERE sequence = 2"); return 0; }, 1, Cancel);
        await temporary.ReopenAsync();
        Assert.Equal([DecodeState.Repeated, DecodeState.Decoded], (await temporary.IntakeStores.KeepAsync([Bare(1), Bare(3)])).Select(o => o.State));
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
        await temporary.Store.Keys!.PutAsync(Authorizer.ForWorker(SocietyId.Parse("green-park"), "test"), [new MeterKey(0x90000001, secret)], Cancel);
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
        await temporary.Store.Keys!.PutAsync(Authorizer.ForWorker(SocietyId.Parse("green-park"), "test"), [new MeterKey(0x90000001, new byte[16])], Cancel);
        await temporary.Store.WriteAsync(s => { s.Control("UPDATE meter_key SET serial = serial + 1"); return 0; }, 1, Cancel);
        await Assert.ThrowsAsync<KeyUnreadableException>(async () => await temporary.Store.Keys!.LoadAsync(Authorizer.ForWorker("test"), Cancel));
    }

    [Fact]
    public async Task Another_key_file_does_not_open_the_keys_and_a_missing_one_is_not_replaced()
    {
        await temporary.Store.Keys!.PutAsync(Authorizer.ForWorker(SocietyId.Parse("green-park"), "test"), [new MeterKey(0x90000001, new byte[16])], Cancel);
        await temporary.CloseAsync();
        File.Delete(temporary.KeyFile);
        Assert.Throws<KeyUnreadableException>(() => LocalKeyFile.Open(temporary.KeyFile, mayCreate: false));
        await Assert.ThrowsAsync<KeyUnreadableException>(async () => await temporary.Open().Keys!.LoadAsync(Authorizer.ForWorker("test"), Cancel));
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
        await temporary.IntakeStores.KeepAsync([Invented.Reading()]);
        foreach (var file in new[] { temporary.Database, temporary.Database + "-wal", temporary.Database + "-shm" })
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }
}
