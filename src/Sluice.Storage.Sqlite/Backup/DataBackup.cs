using System.IO.Compression;
using System.Runtime.Versioning;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Sluice.Metering.Storage;

namespace Sluice.Storage.Sqlite.Backup;

/// <summary>Makes a backup of a data directory in one file, also while a server runs: a zip with <c>manifest.json</c>, the databases, and the key files when asked, sealed.</summary>
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
            await PackAsync(work, whole, manifest, ct);
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

    private static async Task PackAsync(string work, string whole, BackupManifest manifest, CancellationToken ct)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new FileStream(whole, options);
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            await using (var entry = await zip.CreateEntry(ManifestEntry).OpenAsync(ct)) await JsonSerializer.SerializeAsync(entry, manifest, BackupJson.Default.BackupManifest, ct);
            foreach (var one in manifest.Files)
            {
                await using var entry = await zip.CreateEntry(one.Name, CompressionLevel.Fastest).OpenAsync(ct);
                await using var copy = File.OpenRead(Path.Combine(work, one.Name));
                await copy.CopyToAsync(entry, ct);
            }
        }
        Sync(file);
    }

    /// <summary>On disk when it returns; there is no asynchronous way.</summary>
    internal static void Sync(FileStream file) => file.Flush(flushToDisk: true);
}
