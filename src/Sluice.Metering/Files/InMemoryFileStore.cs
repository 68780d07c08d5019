using Sluice.Metering.Readings;
using Sluice.Metering.Storage;

namespace Sluice.Metering.Files;

/// <summary>Files in memory, for tests.</summary>
/// <param name="clock">The clock.</param>
/// <param name="quota">The most bytes altogether.</param>
public sealed class InMemoryFileStore(TimeProvider clock, long quota = long.MaxValue) : IFileStore
{
    private readonly Lock gate = new();
    private readonly SortedDictionary<string, (byte[] Bytes, DateTimeOffset At)> files = new(StringComparer.Ordinal);

    public async ValueTask<StoredFile?> PutAsync(FileName name, Stream content, long maxBytes, CancellationToken ct, FileLabels? labels = null)
    {
        using var copy = new MemoryStream();
        if (await FileStores.CopyAsync(content, copy, maxBytes, ct) is null) return null;
        lock (gate)
        {
            var before = files.TryGetValue(name.Text, out var old) ? old.Bytes.Length : 0;
            if (files.Values.Sum(static f => (long)f.Bytes.Length) - before + copy.Length > quota) throw new StorageException(StorageFault.Full, "The files' quota is used up.");
            files[name.Text] = (copy.ToArray(), Timestamps.Stored(clock.GetUtcNow()));
            return ToFile(name.Text);
        }
    }

    public ValueTask<Stream?> OpenAsync(FileName name, CancellationToken ct)
    {
        lock (gate) return new(files.TryGetValue(name.Text, out var file) ? new MemoryStream(file.Bytes, writable: false) : null);
    }

    public ValueTask<bool> DeleteAsync(FileName name, CancellationToken ct)
    {
        lock (gate) return new(files.Remove(name.Text));
    }

    public ValueTask<Page<StoredFile>> ListAsync(FileName folder, string? next, int limit, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, IFileStore.MaxPage);
        lock (gate)
        {
            List<StoredFile> list =
            [
                .. files.Keys.Where(k => k.StartsWith(folder.Text + "/", StringComparison.Ordinal) && (next is null || string.CompareOrdinal(k, next) > 0)).Take(limit + 1).Select(ToFile),
            ];
            return new(list.Count > limit ? new Page<StoredFile>(list[..limit], list[limit - 1].Name.Text) : new(list, null));
        }
    }

    public async ValueTask<StoredFile?> CopyAsync(FileName from, FileName to, CancellationToken ct)
    {
        await using var content = await OpenAsync(from, ct);
        return content is null ? null : await PutAsync(to, content, long.MaxValue, ct);
    }

    public ValueTask<Uri?> LinkAsync(FileName name, string saveAs, CancellationToken ct) => new((Uri?)null);

    private StoredFile ToFile(string name) => new(FileName.Listed(name), files[name].Bytes.Length, files[name].At);
}
