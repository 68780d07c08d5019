using System.IO.Compression;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Sluice.Metering.Storage;

namespace Sluice.Storage.Sqlite.Backup;

/// <summary>Makes a backup of a data directory in one file, also while a server runs: a zip with the databases, the key files when asked, sealed, the files handed up and exported, and <c>manifest.json</c>.</summary>
[UnsupportedOSPlatform("browser")]
public static class DataBackup
{
    internal const string ManifestEntry = "manifest.json";

    /// <summary>Makes it. The file appears whole or not at all, readable by this user only.</summary>
    /// <param name="data">The data directory.</param>
    /// <param name="file">The file to make; it must not exist.</param>
    /// <param name="passphrase">Seals the key files; null: they are left out.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="ct">Ends it; what was written is removed.</param>
    /// <exception cref="StorageException">Something cannot be read or written, or the file exists.</exception>
    public static async Task<BackupManifest> MakeAsync(string data, string file, string? passphrase, TimeProvider clock, CancellationToken ct)
    {
        file = Path.GetFullPath(file);
        if (!File.Exists(Path.Combine(data, "sluice.db"))) throw new StorageException(StorageFault.Broken, $"There is no database in '{data}'; name the server's directory with --data.");
        if (File.Exists(file) || Directory.Exists(file)) throw new StorageException(StorageFault.Broken, $"'{file}' exists; a backup overwrites nothing, name another file.");
        var work = $"{file}.{Guid.NewGuid():n}.partial";
        try
        {
            MakeDirectory(work);
            var manifest = Copy(data, work, passphrase, clock);
            var whole = Path.Combine(work, "backup.zip");
            manifest = await PackAsync(data, work, whole, manifest, ct);
            File.Move(whole, file);
            return manifest;
        }
        catch (SqliteException e)
        {
            throw Faults.From(e, data);
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

    internal static void MakeDirectory(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static BackupManifest Copy(string data, string work, string? passphrase, TimeProvider clock)
    {
        var copies = new List<DatabaseCopy>();
        try
        {
            // The moment of every database first, then the long copying: they belong together.
            foreach (var path in Directory.EnumerateFiles(data, "*.db").Order(StringComparer.Ordinal)) copies.Add(new(path));
            var madeAt = clock.GetUtcNow();
            List<BackupFile> files = [.. copies.Select(copy => copy.WriteTo(Path.Combine(work, copy.Name)))];
            if (passphrase is not null)
            {
                var keys = Path.Combine(work, KeyFiles.Entry);
                File.WriteAllBytes(keys, KeyFiles.Seal(data, passphrase));
                files.Add(new(KeyFiles.Entry, new FileInfo(keys).Length, DatabaseCopy.Hash(keys), null, null));
            }
            return new(BackupManifest.CurrentFormat, madeAt, files);
        }
        finally
        {
            foreach (var copy in copies) copy.Dispose();
        }
    }

    /// <summary>Packs the copies, then the files of the folder: one that is gone meanwhile belongs to a job that is gone.</summary>
    private static async Task<BackupManifest> PackAsync(string data, string work, string whole, BackupManifest manifest, CancellationToken ct)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new FileStream(whole, options);
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var one in manifest.Files) await AddAsync(zip, one.Name, work, ct);
            var files = new List<BackupFile>(manifest.Files);
            foreach (var name in StoredFiles.In(data))
                if (await AddAsync(zip, name, data, ct) is { } added) files.Add(added);
            manifest = manifest with { Files = files };
            await using var entry = await zip.CreateEntry(ManifestEntry).OpenAsync(ct);
            await JsonSerializer.SerializeAsync(entry, manifest, BackupJson.Default.BackupManifest, ct);
        }
        Sync(file);
        return manifest;
    }

    private static async Task<BackupFile?> AddAsync(ZipArchive zip, string name, string folder, CancellationToken ct)
    {
        try
        {
            await using var content = new FileStream(Path.Combine(folder, name), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            await using var entry = await zip.CreateEntry(name, CompressionLevel.Fastest).OpenAsync(ct);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[128 * 1024];
            long length = 0;
            for (int read; (read = await content.ReadAsync(buffer, ct)) > 0; length += read)
            {
                hash.AppendData(buffer, 0, read);
                await entry.WriteAsync(buffer.AsMemory(0, read), ct);
            }
            return new(name, length, Convert.ToHexStringLower(hash.GetHashAndReset()), null, null);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>On disk when it returns; there is no asynchronous way.</summary>
    internal static void Sync(FileStream file) => file.Flush(flushToDisk: true);
}
