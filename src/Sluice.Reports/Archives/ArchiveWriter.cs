using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Sluice.Metering.Telegrams;
using Sluice.Reports.Cells;
using Sluice.Reports.Csv;

namespace Sluice.Reports.Archives;

/// <summary>Writes a ZIP archive with a manifest: file by file, forward only, in constant memory.</summary>
public sealed class ArchiveWriter : IAsyncDisposable
{
    private readonly ZipArchive zip;
    private readonly List<ArchiveFile> files = [];

    private ArchiveWriter(ZipArchive zip) => this.zip = zip;

    /// <summary>Starts an archive.</summary>
    /// <param name="target">Gets the archive; need not seek, stays open.</param>
    /// <param name="ct">Stops the start.</param>
    public static async ValueTask<ArchiveWriter> CreateAsync(Stream target, CancellationToken ct) =>
        new(await ZipArchive.CreateAsync(target, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, ct));

    /// <summary>Adds a file.</summary>
    /// <param name="path">Its path: letters, digits and <c>-_.=/</c>, no empty step and none of dots only.</param>
    /// <param name="kind">What it holds.</param>
    /// <param name="write">Writes it and says how many rows it has.</param>
    /// <param name="ct">Stops the writing.</param>
    /// <exception cref="ArgumentException">The path is not one, or there is such a file already.</exception>
    public async Task AddAsync(string path, ArchiveKind kind, Func<Stream, CancellationToken, Task<long>> write, CancellationToken ct)
    {
        if (!ArchivePath.IsFit(path)) throw new ArgumentException($"'{path}' is no path for an archive.", nameof(path));
        if (path == ArchiveManifest.FileName || files.Any(f => f.Path == path)) throw new ArgumentException($"'{path}' is in the archive already.", nameof(path));
        var entry = await zip.CreateEntry(path, CompressionLevel.Optimal).OpenAsync(ct);
        await using (entry.ConfigureAwait(false))
        {
            await using var check = new CheckedStream(entry);
            var rows = await write(check, ct);
            files.Add(new(path, kind, rows, check.Count, check.Sha256()));
        }
    }

    /// <summary>Adds rows as CSV.</summary>
    public Task AddCsvAsync<TRow>(string path, ArchiveKind kind, IReadOnlyList<Column<TRow>> columns, IAsyncEnumerable<TRow> rows, CancellationToken ct) =>
        AddAsync(path, kind, (target, token) => CsvFile.WriteAsync(target, columns, rows, new(), token), ct);

    /// <summary>Adds raw telegrams: what a fresh installation rebuilds its readings from.</summary>
    public Task AddTelegramsAsync(string path, IAsyncEnumerable<TelegramArrival> telegrams, CancellationToken ct) =>
        AddAsync(path, ArchiveKind.Telegrams, (target, token) => TelegramLines.WriteAsync(target, telegrams, token), ct);

    /// <summary>Writes the manifest; nothing can be added afterwards.</summary>
    /// <param name="society">The society's id.</param>
    /// <param name="createdAt">When.</param>
    /// <param name="createdBy">Who asked for it.</param>
    /// <param name="program">The program with its version.</param>
    /// <param name="ct">Stops the writing.</param>
    public async Task<ArchiveManifest> FinishAsync(string society, DateTimeOffset createdAt, string createdBy, string program, CancellationToken ct)
    {
        var manifest = new ArchiveManifest
        {
            Format = ArchiveManifest.FormatName,
            Version = ArchiveManifest.CurrentVersion,
            Society = society,
            CreatedAt = createdAt.ToUniversalTime(),
            CreatedBy = createdBy,
            Program = program,
            Files = files,
        };
        var entry = await zip.CreateEntry(ArchiveManifest.FileName, CompressionLevel.Optimal).OpenAsync(ct);
        await using (entry.ConfigureAwait(false)) await JsonSerializer.SerializeAsync(entry, manifest, ArchiveJson.Default.ArchiveManifest, ct);
        return manifest;
    }

    public ValueTask DisposeAsync() => zip.DisposeAsync();
}
