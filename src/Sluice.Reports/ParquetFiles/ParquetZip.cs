using System.IO.Compression;
using System.Text;
using Sluice.Reports.Model;

namespace Sluice.Reports.ParquetFiles;

/// <summary>A Parquet data set as one ZIP: its files wait in temporary ones, because several are open at a time, and take no more memory than a row group each.</summary>
public static class ParquetZip
{
    /// <summary>Writes it.</summary>
    /// <param name="target">Gets the ZIP; need not seek, stays open.</param>
    /// <param name="rows">The rows, read once.</param>
    /// <param name="timeZone">Where months begin.</param>
    /// <param name="ct">Stops the writing; the file is then not complete.</param>
    /// <returns>The files.</returns>
    public static async Task<IReadOnlyList<ParquetPart>> WriteAsync(Stream target, IAsyncEnumerable<ReadingRow> rows, TimeZoneInfo timeZone, CancellationToken ct)
    {
        var folder = Directory.CreateTempSubdirectory("sluice-parquet-");
        try
        {
            var files = new Dictionary<string, string>(StringComparer.Ordinal);
            var parts = await new ParquetDataset(
                (path, _) =>
                {
                    var file = files[path] = Path.Combine(folder.FullName, $"{files.Count}");
                    return new(new FileStream(file, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.Asynchronous));
                },
                new() { TimeZone = timeZone }).WriteAsync(rows, ct);
            var zip = await ZipArchive.CreateAsync(target, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, ct);
            await using (zip.ConfigureAwait(false))
                foreach (var path in parts.Select(static p => p.Path).Order(StringComparer.Ordinal))
                {
                    var entry = await zip.CreateEntry(path, CompressionLevel.NoCompression).OpenAsync(ct);   // its columns are packed
                    await using (entry.ConfigureAwait(false))
                    {
                        await using var part = File.OpenRead(files[path]);
                        await part.CopyToAsync(entry, ct);
                    }
                }
            return parts;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
