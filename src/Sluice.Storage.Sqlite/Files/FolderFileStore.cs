using Sluice.Metering;
using Sluice.Metering.Files;
using Sluice.Metering.Readings;
using Sluice.Metering.Storage;

namespace Sluice.Storage.Sqlite;

/// <summary>A folder as object store: a file is written whole under another name, synced, then moved to its own.</summary>
public sealed class FolderFileStore : IFileStore
{
    private const string PartSuffix = "~";   // no file name holds it

    private readonly Lock gate = new();
    private readonly string root;
    private readonly TimeProvider clock;
    private readonly long quota;
    private long used;

    /// <summary>Opens the folder, makes it (for this user only) if needed, and clears away what a crash left half written.</summary>
    /// <param name="root">The folder.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="quota">The most bytes of all files together.</param>
    /// <exception cref="StorageException">It cannot be made or read.</exception>
    public FolderFileStore(string root, TimeProvider clock, long quota = 64L << 30)
    {
        this.root = Path.GetFullPath(root);
        this.clock = clock;
        this.quota = quota;
        Guarded(() =>
        {
            MakeFolder(this.root);
            foreach (var file in new DirectoryInfo(this.root).EnumerateFiles("*", SearchOption.AllDirectories))
            {
                if (file.Name.EndsWith(PartSuffix, StringComparison.Ordinal)) file.Delete();
                else used += file.Length;
            }
            return 0;
        });
    }

    public async ValueTask<StoredFile?> PutAsync(FileName name, Stream content, long maxBytes, CancellationToken ct, FileLabels? labels = null)
    {
        var path = PathOf(name);
        var part = $"{path}.{Guid.NewGuid():N}{PartSuffix}";
        try
        {
            var allowed = Math.Min(maxBytes, Math.Max(0, quota - Interlocked.Read(ref used)));
            await using (var file = Create(part))
            {
                if (await FileStores.CopyAsync(content, file, allowed, ct) is null)
                    return allowed == maxBytes ? null : throw new StorageException(StorageFault.Full, $"The files in '{root}' have used up their {quota} bytes; remove some.");
                await file.FlushAsync(ct);
                RandomAccess.FlushToDisk(file.SafeFileHandle);
            }
            lock (gate)
            {
                var before = File.Exists(path) ? new FileInfo(path).Length : 0;
                File.SetLastWriteTimeUtc(part, clock.GetUtcNow().UtcDateTime);
                File.Move(part, path, overwrite: true);
                Interlocked.Add(ref used, new FileInfo(path).Length - before);
            }
            return ToFile(path);
        }
        catch (Exception e) when (e is IOException and not StorageException or UnauthorizedAccessException)
        {
            throw Faults.From(e, path);
        }
        finally
        {
            Remove(part);
        }
    }

    public ValueTask<Stream?> OpenAsync(FileName name, CancellationToken ct) => new(Guarded<Stream?>(() =>
    {
        try
        {
            return new FileStream(PathOf(name), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 64 << 10);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }));

    public ValueTask<bool> DeleteAsync(FileName name, CancellationToken ct) => new(Guarded(() =>
    {
        var file = new FileInfo(PathOf(name));
        lock (gate)
        {
            if (!file.Exists) return false;
            Interlocked.Add(ref used, -file.Length);
            file.Delete();
            RemoveEmptyFolders(file.Directory!);
            return true;
        }
    }));

    public ValueTask<Page<StoredFile>> ListAsync(FileName folder, string? next, int limit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, IFileStore.MaxPage);
        return new(Guarded<Page<StoredFile>>(() =>
        {
            var directory = new DirectoryInfo(PathOf(folder));
            if (!directory.Exists) return new([], null);
            List<string> paths =
            [
                .. directory.EnumerateFiles("*", SearchOption.AllDirectories).Where(static f => !f.Name.EndsWith(PartSuffix, StringComparison.Ordinal)).Select(static f => f.FullName)
                    .Where(p => next is null || string.CompareOrdinal(NameOf(p), next) > 0).OrderBy(NameOf, StringComparer.Ordinal).Take(limit + 1),
            ];
            return paths.Count > limit ? new([.. paths.Take(limit).Select(ToFile)], NameOf(paths[limit - 1])) : new([.. paths.Select(ToFile)], null);
        }));
    }

    public async ValueTask<StoredFile?> CopyAsync(FileName from, FileName to, CancellationToken ct)
    {
        await using var content = await OpenAsync(from, ct);
        return content is null ? null : await PutAsync(to, content, long.MaxValue, ct);
    }

    /// <summary>A folder has no addresses of its own.</summary>
    public ValueTask<Uri?> LinkAsync(FileName name, string saveAs, CancellationToken ct) => new((Uri?)null);

    private static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private FileStream Create(string part)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        lock (gate)   // against the folder being removed as empty meanwhile
        {
            MakeFolder(Path.GetDirectoryName(part)!);
            return new(part, options);
        }
    }

    private static void Remove(string part)
    {
        try
        {
            File.Delete(part);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It goes at the next start.
        }
    }

    /// <summary>Folders exist as long as they hold something.</summary>
    private void RemoveEmptyFolders(DirectoryInfo folder)
    {
        try
        {
            for (; folder.FullName.Length > root.Length; folder = folder.Parent!) folder.Delete();
        }
        catch (IOException)
        {
            // Not empty.
        }
    }

    private T Guarded<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Faults.From(e, root);
        }
    }

    private string PathOf(FileName name) => Path.Combine(root, name.Text.Replace('/', Path.DirectorySeparatorChar));

    private string NameOf(string path) => path[(root.Length + 1)..].Replace(Path.DirectorySeparatorChar, '/');

    private StoredFile ToFile(string path)
    {
        var file = new FileInfo(path);
        return new(FileName.Listed(NameOf(path)), file.Length, Timestamps.Stored(new DateTimeOffset(file.LastWriteTimeUtc)));
    }
}
