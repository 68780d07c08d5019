using Sluice.Metering.Readings;

namespace Sluice.Metering.Files;

/// <summary>Files (objects): handed up, exported, reported. Whole files only: there is no appending and no file half there.</summary>
/// <remarks>Safe for use from many threads. Providers fail with <see cref="Storage.StorageException"/>.</remarks>
public interface IFileStore
{
    /// <summary>The most files of one page.</summary>
    const int MaxPage = 1000;

    /// <summary>Keeps a file; durable when the call returns. Replaces one of that name; whoever reads that one goes on reading it.</summary>
    /// <param name="content">From its position to its end; stays open.</param>
    /// <param name="maxBytes">The most bytes.</param>
    /// <param name="ct">Stops it; then nothing is kept.</param>
    /// <param name="labels">What is said about it.</param>
    /// <returns>What was kept; null when there were more bytes than allowed: nothing is kept then, and a file of that name stays as it was.</returns>
    /// <exception cref="Storage.StorageException"><see cref="Storage.StorageFault.Full"/> when the disk or the store's quota is full.</exception>
    ValueTask<StoredFile?> PutAsync(FileName name, Stream content, long maxBytes, CancellationToken ct, FileLabels? labels = null);

    /// <summary>Opens a file for reading; null when there is none. The stream can seek.</summary>
    ValueTask<Stream?> OpenAsync(FileName name, CancellationToken ct);

    /// <summary>Removes a file.</summary>
    /// <returns>False when there was none.</returns>
    ValueTask<bool> DeleteAsync(FileName name, CancellationToken ct);

    /// <summary>Files within a folder and its folders, by name (ordinal).</summary>
    /// <param name="folder">The folder: <c>a/b</c> finds <c>a/b/c</c>, not <c>a/bc</c>.</param>
    /// <param name="next">The cursor of the page before; null for the first page.</param>
    /// <param name="limit">1 to <see cref="MaxPage"/>.</param>
    ValueTask<Page<StoredFile>> ListAsync(FileName folder, string? next, int limit, CancellationToken ct);

    /// <summary>Keeps a file under a second name as well, with its labels; a file of that name is replaced.</summary>
    /// <returns>The copy; null when there was nothing to copy.</returns>
    ValueTask<StoredFile?> CopyAsync(FileName from, FileName to, CancellationToken ct);

    /// <summary>An address somebody who was let in can fetch a file from in the next minutes, without coming through this server.</summary>
    /// <param name="name">The file.</param>
    /// <param name="saveAs">The name a browser saves it under.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>Null when there is no such file or no such address: then it is read by <see cref="OpenAsync"/>.</returns>
    ValueTask<Uri?> LinkAsync(FileName name, string saveAs, CancellationToken ct);
}

/// <summary>A file as it is listed.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="ChangedAt">When it was kept, UTC.</param>
public sealed record StoredFile(FileName Name, long Bytes, DateTimeOffset ChangedAt);

/// <summary>What all providers and their users share.</summary>
public static class FileStores
{
    /// <summary>Removes every file of a folder.</summary>
    public static async ValueTask DeleteFolderAsync(this IFileStore files, FileName folder, CancellationToken ct)
    {
        while ((await files.ListAsync(folder, null, IFileStore.MaxPage, ct)).Items is { Count: > 0 } some)
            foreach (var file in some) await files.DeleteAsync(file.Name, ct);
    }

    /// <summary>Bytes of all files of a folder.</summary>
    public static async ValueTask<long> BytesAsync(this IFileStore files, FileName folder, CancellationToken ct)
    {
        long bytes = 0;
        for (string? next = null; ;)
        {
            var page = await files.ListAsync(folder, next, IFileStore.MaxPage, ct);
            bytes += page.Items.Sum(static f => f.Bytes);
            if ((next = page.Next) is null) return bytes;
        }
    }

    /// <summary>Copies at most so many bytes.</summary>
    /// <returns>Bytes copied; null when there were more.</returns>
    public static async ValueTask<long?> CopyAsync(Stream from, Stream to, long maxBytes, CancellationToken ct)
    {
        var buffer = new byte[81920];
        long bytes = 0;
        int read;
        while ((read = await from.ReadAsync(buffer, ct)) > 0)
        {
            if ((bytes += read) > maxBytes) return null;
            await to.WriteAsync(buffer.AsMemory(0, read), ct);
        }
        return bytes;
    }
}
