using System.IO.Compression;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Sluice.Metering.Storage;
using Sluice.Storage.Sqlite.People;

namespace Sluice.Storage.Sqlite.Backup;

/// <summary>What a restore found.</summary>
/// <param name="Manifest">The backup's own list.</param>
/// <param name="HasKeys">True when the key files were brought back, too.</param>
public sealed record RestoreResult(BackupManifest Manifest, bool HasKeys);

/// <summary>Makes a new data directory of a backup. Everything is checked before the directory appears under its name; nothing is ever overwritten.</summary>
[UnsupportedOSPlatform("browser")]
public static class DataRestore
{
    private const long MaxManifestBytes = 256 << 20;
    private const long MaxKeyBytes = 1 << 20;
    private const int MaxFiles = 1_000_000;

    /// <summary>Restores.</summary>
    /// <param name="file">The backup.</param>
    /// <param name="data">The directory to make; it must not exist, or be empty.</param>
    /// <param name="passphrase">Opens the key files; null: they are not brought back.</param>
    /// <param name="ct">Ends it; what was written is removed.</param>
    /// <exception cref="StorageException">The backup is damaged, of a newer version, or the directory is in use.</exception>
    /// <exception cref="Metering.Keys.KeyUnreadableException">The passphrase is another one.</exception>
    public static async Task<RestoreResult> RestoreAsync(string file, string data, string? passphrase, CancellationToken ct)
    {
        data = Path.TrimEndingDirectorySeparator(Path.GetFullPath(data));
        if (File.Exists(data) || (Directory.Exists(data) && Directory.EnumerateFileSystemEntries(data).Any()))
            throw new StorageException(StorageFault.InUse, $"'{data}' is not empty; a restore overwrites nothing, name a new directory with --data.");
        var work = $"{data}.{Guid.NewGuid():n}.partial";
        try
        {
            DataBackup.MakeDirectory(work);
            await using var stream = File.OpenRead(file);
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read);
            var manifest = await ManifestAsync(zip, file, ct);
            foreach (var one in manifest.Files) await ExtractAsync(zip, one, work, ct);
            var hasKeys = OpenKeys(work, passphrase);
            if (Directory.Exists(data)) Directory.Delete(data);
            Directory.Move(work, data);
            return new(manifest, hasKeys);
        }
        catch (InvalidDataException e)
        {
            throw Damaged(file, "it is no zip file, or cut short", e);
        }
        catch (SqliteException e)
        {
            throw Faults.From(e, file);
        }
        catch (Exception e) when (e is IOException and not StorageException or UnauthorizedAccessException)
        {
            throw Faults.From(e, file);
        }
        finally
        {
            if (Directory.Exists(work)) Directory.Delete(work, recursive: true);
        }
    }

    private static async Task<BackupManifest> ManifestAsync(ZipArchive zip, string file, CancellationToken ct)
    {
        if (zip.GetEntry(DataBackup.ManifestEntry) is not { Length: <= MaxManifestBytes } entry) throw Damaged(file, "it has no manifest; it is no backup of Sluice");
        BackupManifest? manifest;
        try
        {
            await using var stream = await entry.OpenAsync(ct);
            manifest = await JsonSerializer.DeserializeAsync(stream, BackupJson.Default.BackupManifest, ct);
        }
        catch (JsonException e)
        {
            throw Damaged(file, "its manifest cannot be read", e);
        }
        if (manifest is not { Files: { Count: > 0 and <= MaxFiles } files }) throw Damaged(file, "its manifest lists no files");
        if (manifest.Format is < 1 or > BackupManifest.CurrentFormat)
            throw new StorageException(StorageFault.Broken, $"'{file}' has backup format {manifest.Format}; this sluice reads up to {BackupManifest.CurrentFormat}. Use a newer sluice.");
        if (!files.All(static f => f.Name is { } name && (StoredFiles.IsEntry(name) || IsDatabase(name) || name == KeyFiles.Entry)) || files.DistinctBy(static f => f.Name).Count() != files.Count)
            throw Damaged(file, "its manifest lists a file that does not belong into a backup");
        if (files.FirstOrDefault(static f => f.Name == "sluice.db") is not { } main) throw Damaged(file, "it holds no sluice.db");
        if (main.Schema > Sql.Migrations.Count)
            throw new StorageException(StorageFault.Broken, $"'{file}' has schema version {main.Schema}; this sluice knows up to {Sql.Migrations.Count}. Use a newer sluice.");
        return manifest;
    }

    private static bool IsDatabase(string name) => name == Path.GetFileName(name) && name.EndsWith(".db", StringComparison.Ordinal) && !name.StartsWith('.');

    private static async Task ExtractAsync(ZipArchive zip, BackupFile one, string work, CancellationToken ct)
    {
        if (zip.GetEntry(one.Name) is not { } entry || entry.Length != one.Bytes || (one.Name == KeyFiles.Entry && one.Bytes > MaxKeyBytes))
            throw Damaged(one.Name, "it is missing in the backup, or has another length than its manifest says");
        var path = Path.Combine(work, one.Name);
        var options = ForThisUserOnly(path);
        using (var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
        {
            await using var source = await entry.OpenAsync(ct);
            await using var target = new FileStream(path, options);
            var buffer = new byte[128 * 1024];
            long written = 0;
            for (int read; (read = await source.ReadAsync(buffer, ct)) > 0;)
            {
                if ((written += read) > one.Bytes) throw Damaged(one.Name, "it is longer than its manifest says");
                hash.AppendData(buffer, 0, read);
                await target.WriteAsync(buffer.AsMemory(0, read), ct);
            }
            DataBackup.Sync(target);
            if (written != one.Bytes || Convert.ToHexStringLower(hash.GetHashAndReset()) != one.Sha256) throw Damaged(one.Name, "its checksum is another one than its manifest says");
        }
        if (!IsDatabase(one.Name)) return;
        DatabaseCopy.Check(path);
        if (one.Name == Path.GetFileName(DataDirectory.PeopleIn(work))) PeopleSchema.ThrowIfNewer(path);
        var found = DatabaseCopy.Describe(path, one.Name);
        if (found.Schema != one.Schema || one.Rows is null || !found.Rows!.OrderBy(static r => r.Key).SequenceEqual(one.Rows.OrderBy(static r => r.Key)))
            throw Damaged(one.Name, "its rows are not those its manifest counts");
    }

    private static bool OpenKeys(string work, string? passphrase)
    {
        var path = Path.Combine(work, KeyFiles.Entry);
        if (!File.Exists(path)) return false;
        var bytes = File.ReadAllBytes(path);
        File.Delete(path);
        if (passphrase is null) return false;
        foreach (var (name, content) in KeyFiles.Open(bytes, passphrase))
        {
            if (!KeyFiles.IsName(name)) throw Damaged(name, "it is none of Sluice's key files");
            using var target = new FileStream(Path.Combine(work, name), ForThisUserOnly(Path.Combine(work, name)));
            target.Write(content);
            DataBackup.Sync(target);
        }
        return true;
    }

    private static FileStreamOptions ForThisUserOnly(string path)
    {
        DataBackup.MakeDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    private static StorageException Damaged(string what, string how, Exception? inner = null) =>
        new(StorageFault.Broken, $"'{what}' cannot be restored: {how}. Take another backup.", inner);
}
