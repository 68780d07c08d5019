using Sluice.Metering.Identity;
using System.IO.Compression;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Sluice.Metering.Audit;
using Sluice.Metering.Keys;
using Sluice.Metering.Storage;
using Sluice.Storage.Contract;
using Sluice.Storage.Sqlite.Backup;
using Sluice.Storage.Sqlite.People;
using Sluice.WMBus.Security;

namespace Sluice.Storage.Sqlite.Tests.Backup;

public sealed class BackupTests : IAsyncDisposable
{
    private const string Passphrase = "correct horse battery";

    private readonly TemporaryStore temporary = new();
    private readonly string outside = Directory.CreateTempSubdirectory("sluice-backup-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string BackupFile => Path.Combine(outside, "one.backup");

    private string Restored => Path.Combine(outside, "restored");

    public async ValueTask DisposeAsync()
    {
        await temporary.DisposeAsync();
        Directory.Delete(outside, recursive: true);
    }

    [Fact]
    public async Task What_is_restored_is_every_row_that_was_there()
    {
        await FillAsync(1, 300);
        await MakeAsync();
        await DataRestore.RestoreAsync(BackupFile, Restored, null, Cancel);
        var (before, after) = (Rows(temporary.Database), Rows(Path.Combine(Restored, "sluice.db")));
        Assert.True(before.Count > 600, $"{before.Count} rows");
        Assert.Equal(before, after);
        Assert.Null(SqliteAuditLog.Verify(Path.Combine(Restored, "sluice.db")).Break);
    }

    [Fact]
    public async Task A_backup_while_others_write_is_one_moment_of_the_database()
    {
        await FillAsync(1, 50);
        using var ending = new CancellationTokenSource();
        var written = 50;
        var writing = Task.Run(
            async () =>
            {
                while (!ending.IsCancellationRequested)
                {
                    await FillAsync(written + 1, 10);
                    Volatile.Write(ref written, written + 10);
                }
            },
            Cancel);
        while (Volatile.Read(ref written) < 80) await Task.Yield();
        await MakeAsync();
        await ending.CancelAsync();
        await writing;
        await DataRestore.RestoreAsync(BackupFile, Restored, null, Cancel);

        // Reading, entry of the audit log, reading, entry … were written one after the other: a moment has at most one reading more than entries.
        var restored = Path.Combine(Restored, "sluice.db");
        var (readings, entries) = (Count(restored, "reading"), Count(restored, "audit"));
        Assert.InRange(readings, 50, written);
        Assert.InRange(readings - entries, 0, 1);
        Assert.Null(SqliteAuditLog.Verify(restored).Break);
        Assert.Equal(Rows(temporary.Database, "reading").Take((int)readings), Rows(restored, "reading"));
    }

    [Fact]
    public async Task A_restored_directory_with_its_keys_opens_the_meter_keys_and_without_them_says_what_is_missing()
    {
        await temporary.Store.Keys!.PutAsync(Authorizer.ForWorker(SocietyId.Parse("green-park"), "test"), [new MeterKey(0x90000001, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15])], Cancel);
        await MakeAsync(Passphrase);
        Assert.True((await DataRestore.RestoreAsync(BackupFile, Restored, Passphrase, Cancel)).HasKeys);
        var key = LocalKeyFile.Open(Path.Combine(Restored, "sluice.key"), mayCreate: false);
        await using (var store = SqliteStore.Open(Path.Combine(Restored, "sluice.db"), key, temporary.Clock)) Assert.Single(await store.Keys!.LoadAsync(Authorizer.ForWorker("test"), Cancel));

        var without = Path.Combine(outside, "without");
        Assert.False((await DataRestore.RestoreAsync(BackupFile, without, null, Cancel)).HasKeys);
        Assert.Equal(["sluice.db"], Directory.GetFiles(without).Select(Path.GetFileName));
        await Assert.ThrowsAsync<KeyUnreadableException>(() => DataRestore.RestoreAsync(BackupFile, Path.Combine(outside, "wrong"), "another passphrase", Cancel));
        Assert.False(Directory.Exists(Path.Combine(outside, "wrong")));
    }

    [Fact]
    public async Task Key_files_are_in_a_backup_only_when_asked_and_then_sealed()
    {
        _ = temporary.Store;
        var secret = await File.ReadAllBytesAsync(temporary.KeyFile, Cancel);
        await MakeAsync();
        await DataBackup.MakeAsync(temporary.Folder, BackupFile + "2", Passphrase, temporary.Clock, Cancel);
        foreach (var file in new[] { BackupFile, BackupFile + "2" })
        {
            await using var zip = await ZipFile.OpenReadAsync(file, Cancel);
            Assert.Equal(file != BackupFile, zip.GetEntry("keys.sealed") is not null);
            foreach (var entry in zip.Entries)
            {
                await using var stream = await entry.OpenAsync(Cancel);
                using var copy = new MemoryStream();
                await stream.CopyToAsync(copy, Cancel);
                Assert.Equal(-1, copy.ToArray().AsSpan().IndexOf(secret));
            }
        }
    }

    [Fact]
    public async Task Files_handed_up_come_back_and_cookie_keys_with_the_other_keys()
    {
        _ = temporary.Store;
        var file = Path.Combine(temporary.Folder, "files", "societies", "green-park", "exports", "round one.xlsx");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var content = new byte[300_000];
        new Random(5).NextBytes(content);
        await File.WriteAllBytesAsync(file, content, Cancel);
        await File.WriteAllTextAsync(file + ".1234~", "half", Cancel);
        var cookies = Directory.CreateDirectory(DataDirectory.CookieKeysIn(temporary.Folder)).FullName;
        await File.WriteAllTextAsync(Path.Combine(cookies, "key-1.xml"), "<key/>", Cancel);
        await MakeAsync(Passphrase);
        await DataRestore.RestoreAsync(BackupFile, Restored, Passphrase, Cancel);
        Assert.Equal(content, await File.ReadAllBytesAsync(Path.Combine(Restored, "files", "societies", "green-park", "exports", "round one.xlsx"), Cancel));
        Assert.Equal("<key/>", await File.ReadAllTextAsync(Path.Combine(DataDirectory.CookieKeysIn(Restored), "key-1.xml"), Cancel));
        Assert.Single(Directory.GetFiles(Path.Combine(Restored, "files"), "*", SearchOption.AllDirectories));
        var without = Path.Combine(outside, "without");
        await DataRestore.RestoreAsync(BackupFile, without, null, Cancel);
        Assert.False(Directory.Exists(DataDirectory.CookieKeysIn(without)));
    }

    [Fact]
    public async Task The_peoples_database_of_a_newer_program_is_refused()
    {
        var people = DataDirectory.PeopleIn(temporary.Folder);
        var options = new DbContextOptionsBuilder<PeopleContext>();
        PeopleDatabase.Configure(options, people);
        await using (var context = new PeopleContext(options.Options))
        using (var database = new PeopleDatabase(people)) await database.EnsureReadyAsync(context, static _ => Task.CompletedTask, Cancel);
        using (var connection = new SqliteConnection($"Data Source={people};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_Newer', '99')";
            command.ExecuteNonQuery();
        }
        await MakeAsync();
        Assert.Contains("newer sluice", (await Assert.ThrowsAsync<StorageException>(() => DataRestore.RestoreAsync(BackupFile, Restored, null, Cancel))).Message);
        Assert.False(Directory.Exists(Restored));
        await using var again = new PeopleContext(options.Options);
        using var refusing = new PeopleDatabase(people);
        Assert.Contains("newer sluice", (await Assert.ThrowsAsync<StorageException>(() => refusing.EnsureReadyAsync(again, static _ => Task.CompletedTask, Cancel).AsTask())).Message);
    }

    [Fact]
    public async Task Nothing_is_overwritten()
    {
        await MakeAsync();
        Assert.Contains("exists", (await Assert.ThrowsAsync<StorageException>(() => MakeAsync())).Message);
        Assert.Contains("not empty", (await Assert.ThrowsAsync<StorageException>(() => DataRestore.RestoreAsync(BackupFile, temporary.Folder, null, Cancel))).Message);
    }

    [Fact]
    public async Task A_damaged_backup_is_refused_and_leaves_nothing_behind_or_the_damage_hit_nothing_that_counts()
    {
        const int places = 60;
        await FillAsync(1, 100);
        await MakeAsync();
        var good = await File.ReadAllBytesAsync(BackupFile, Cancel);
        var refused = 0;
        for (var place = 0; place < places; place++)
        {
            var bytes = good.ToArray();
            bytes[bytes.Length * place / places] ^= 0x10;
            await File.WriteAllBytesAsync(BackupFile, bytes, Cancel);
            try
            {
                await DataRestore.RestoreAsync(BackupFile, Restored, null, Cancel);
                Assert.Equal(Rows(temporary.Database, "reading"), Rows(Path.Combine(Restored, "sluice.db"), "reading"));   // a date in the container, say
                Directory.Delete(Restored, recursive: true);
            }
            catch (StorageException)
            {
                refused++;
                Assert.Equal([BackupFile], Directory.GetFileSystemEntries(outside));
            }
        }
        Assert.InRange(refused, places * 9 / 10, places);
    }

    [Fact]
    public async Task A_backup_cut_short_is_refused()
    {
        await MakeAsync();
        var bytes = await File.ReadAllBytesAsync(BackupFile, Cancel);
        await File.WriteAllBytesAsync(BackupFile, bytes[..(bytes.Length / 2)], Cancel);
        await Assert.ThrowsAsync<StorageException>(() => DataRestore.RestoreAsync(BackupFile, Restored, null, Cancel));
    }

    [Theory]
    [InlineData("\"format\": 2", "\"format\": 3", "newer sluice")]
    [InlineData("\"name\": \"sluice.db\"", "\"name\": \"../sluice.db\"", "does not belong")]
    [InlineData("\"name\": \"sluice.db\"", "\"name\": \"other.db\"", "no sluice.db")]
    [InlineData("\"name\": \"sluice.db\"", "\"name\": \"files/../sluice.db\"", "does not belong")]
    [InlineData("\"name\": \"sluice.db\"", "\"name\": \"files//sluice.db\"", "does not belong")]
    [InlineData("\"schema\": ", "\"schema\": 9", "newer sluice")]
    [InlineData("\"audit\": 0", "\"audit\": 1", "rows")]
    [InlineData("\"sha256\": \"", "\"sha256\": \"0", "checksum")]
    public async Task A_manifest_that_does_not_fit_is_refused(string what, string instead, string said)
    {
        await MakeAsync();
        await using (var zip = await ZipFile.OpenAsync(BackupFile, ZipArchiveMode.Update, Cancel))
        {
            var entry = zip.GetEntry("manifest.json")!;
            string text;
            using (var reader = new StreamReader(await entry.OpenAsync(Cancel))) text = await reader.ReadToEndAsync(Cancel);
            Assert.Contains(what, text, StringComparison.Ordinal);
            entry.Delete();
            await using var writer = new StreamWriter(await zip.CreateEntry("manifest.json").OpenAsync(Cancel));
            await writer.WriteAsync(text.Replace(what, instead, StringComparison.Ordinal));
        }
        Assert.Contains(said, (await Assert.ThrowsAsync<StorageException>(() => DataRestore.RestoreAsync(BackupFile, Restored, null, Cancel))).Message);
        Assert.False(Directory.Exists(Restored));
    }

    [Fact]
    public async Task A_backup_is_for_its_user_only()
    {
        if (OperatingSystem.IsWindows()) return;   // modes are a matter of Unix
        await MakeAsync();
        await DataRestore.RestoreAsync(BackupFile, Restored, null, Cancel);
        const UnixFileMode user = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal((user, user), (File.GetUnixFileMode(BackupFile), File.GetUnixFileMode(Path.Combine(Restored, "sluice.db"))));
    }

    private Task<BackupManifest> MakeAsync(string? passphrase = null)
    {
        _ = temporary.Store;
        return DataBackup.MakeAsync(temporary.Folder, BackupFile, passphrase, temporary.Clock, Cancel);
    }

    private async Task FillAsync(int first, int count)
    {
        for (var n = first; n < first + count; n++)
        {
            await temporary.IntakeStores.KeepAsync([Invented.Reading(n)]);
            await temporary.Store.Audit.AppendAsync(new AuditEntry(Invented.Noon, "user", "", "test.write", null, $"{n}"), Cancel);
        }
    }

    private static long Count(string database, string table) => Rows(database, table).Count;

    /// <summary>Every row of every table (or of one), as text.</summary>
    private static List<string> Rows(string database, string? only = null)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=False");
        connection.Open();
        var tables = new List<string>();
        using (var list = connection.CreateCommand())
        {
            list.CommandText = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
            using var names = list.ExecuteReader();
            while (names.Read()) tables.Add(names.GetString(0));
        }
        var all = new List<string>();
        foreach (var table in tables.Where(t => only is null || t == only))
        {
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the names of our own tables
            command.CommandText = $"SELECT * FROM \"{table}\"";
#pragma warning restore CA2100
            using var rows = command.ExecuteReader();
            while (rows.Read())
                all.Add($"{table}: " + string.Join('|', Enumerable.Range(0, rows.FieldCount).Select(i => rows.GetValue(i) is byte[] bytes ? Convert.ToHexString(bytes) : rows.GetValue(i))));
        }
        return all;
    }
}
