using System.Globalization;
using System.Text.Json;
using Sluice.Metering.Files;
using Sluice.Metering.Jobs;

namespace Sluice.Metering.Imports;

/// <summary>The report of an import, in parts of some rows each, in the job's folder. A part is written once what it says is decided, before anything is changed.</summary>
public sealed class ImportReport(IFileStore files, Job job)
{
    /// <summary>Rows of a part at most.</summary>
    public const int PartRows = 1_000;

    /// <summary>The folder of a job's report.</summary>
    public static FileName Folder(Job job) => FileName.OfJob(job, "report");

    /// <summary>A part; null when it is not written yet.</summary>
    public async ValueTask<IReadOnlyList<ImportRow>?> ReadAsync(int part, CancellationToken ct)
    {
        await using var stream = await files.OpenAsync(NameOf(part), ct);
        return stream is null ? null : await JsonSerializer.DeserializeAsync(stream, ImportJson.Default.ListImportRow, ct);
    }

    /// <summary>Writes a part.</summary>
    public async ValueTask WriteAsync(int part, IReadOnlyList<ImportRow> rows, CancellationToken ct)
    {
        using var bytes = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes([.. rows], ImportJson.Default.ListImportRow));
        await files.PutAsync(NameOf(part), bytes, long.MaxValue, ct);
    }

    /// <summary>Rows from a place on.</summary>
    /// <param name="next">The cursor of the page before; null for the first page.</param>
    /// <param name="limit">Most rows.</param>
    /// <param name="wanted">Which rows.</param>
    /// <exception cref="FormatException"><paramref name="next"/> is no cursor of a report.</exception>
    public async ValueTask<Readings.Page<ImportRow>> PageAsync(string? next, int limit, Func<ImportRow, bool> wanted, CancellationToken ct)
    {
        var (part, skip) = Place(next);
        var page = new List<ImportRow>();
        for (; await ReadAsync(part, ct) is { } rows; part++, skip = 0)
            for (var i = skip; i < rows.Count; i++)
            {
                if (!wanted(rows[i])) continue;
                if (page.Count == limit) return new(page, string.Create(CultureInfo.InvariantCulture, $"p{part}.{i}"));
                page.Add(rows[i]);
            }
        return new(page, null);
    }

    private FileName NameOf(int part) => FileName.OfJob(job, "report", string.Create(CultureInfo.InvariantCulture, $"{part:d6}.json"));

    private static (int Part, int Skip) Place(string? next)
    {
        if (next is null) return (0, 0);
        var parts = next.Split('.');
        return next is ['p', ..] && parts.Length == 2 && int.TryParse(parts[0].AsSpan(1), NumberStyles.None, null, out var part) && int.TryParse(parts[1], NumberStyles.None, null, out var skip)
            ? (part, skip)
            : throw new FormatException("This is no cursor of a report.");
    }
}
