using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sluice.Metering.Telegrams;

namespace Sluice.Reports.Archives;

/// <summary>Reads an archive of <see cref="ArchiveWriter"/>; trusts nothing in it.</summary>
public sealed class ArchiveReader : IAsyncDisposable
{
    /// <summary>The most files an archive has.</summary>
    public const int MaxFiles = 100_000;

    private const int MaxManifest = 32 * 1024 * 1024;

    private readonly ZipArchive zip;

    private ArchiveReader(ZipArchive zip, ArchiveManifest manifest)
    {
        this.zip = zip;
        Manifest = manifest;
    }

    /// <summary>What it should hold.</summary>
    public ArchiveManifest Manifest { get; }

    /// <summary>Opens an archive and reads its manifest.</summary>
    /// <param name="source">Must seek; stays open.</param>
    /// <param name="ct">Stops the reading.</param>
    /// <exception cref="ReportException">It is no archive of this program, or of a newer one.</exception>
    public static async ValueTask<ArchiveReader> OpenAsync(Stream source, CancellationToken ct)
    {
        ZipArchive opened;
        try
        {
            opened = await ZipArchive.CreateAsync(source, ZipArchiveMode.Read, leaveOpen: true, Encoding.UTF8, ct);
        }
        catch (InvalidDataException e)
        {
            throw new ReportException("NotAnArchive", "The file is not a ZIP archive, or its end is missing.", e);
        }
        try
        {
            return new(opened, await ReadManifestAsync(opened, ct));
        }
        catch (ReportException)
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <summary>Reads every file and compares size and checksum with the manifest.</summary>
    /// <returns>What is wrong; empty when all is well.</returns>
    public async Task<IReadOnlyList<ArchiveProblem>> VerifyAsync(CancellationToken ct)
    {
        var listed = Manifest.Files.Select(f => f.Path).ToHashSet(StringComparer.Ordinal);
        var problems = zip.Entries.Where(e => e.FullName != ArchiveManifest.FileName && !listed.Contains(e.FullName)).Select(e => new ArchiveProblem(e.FullName, ArchiveFault.NotListed)).ToList();
        foreach (var file in Manifest.Files)
        {
            if (zip.GetEntry(file.Path) is not { } entry) problems.Add(new(file.Path, ArchiveFault.Missing));
            else if (await CheckAsync(file, entry, ct) is { } fault) problems.Add(new(file.Path, fault));
        }
        return problems;
    }

    /// <summary>Opens a file.</summary>
    /// <exception cref="ReportException">The manifest does not name it, or it is missing.</exception>
    public async ValueTask<Stream> OpenFileAsync(string path, CancellationToken ct)
    {
        if (Manifest.Files.All(f => f.Path != path) || zip.GetEntry(path) is not { } entry)
            throw new ReportException("NotInArchive", $"The archive has no file {path}.");
        return await entry.OpenAsync(ct);
    }

    /// <summary>The raw telegrams of the archive, in the order of the manifest. Verify first.</summary>
    /// <exception cref="ReportException">A line is not one of ours.</exception>
    public async IAsyncEnumerable<TelegramArrival> ReadTelegramsAsync([EnumeratorCancellation] CancellationToken ct)
    {
        foreach (var file in Manifest.Files.Where(f => f.Kind == ArchiveKind.Telegrams))
        {
            await using var stream = await OpenFileAsync(file.Path, ct);
            await foreach (var telegram in TelegramLines.ReadAsync(stream, ct)) yield return telegram;
        }
    }

    public ValueTask DisposeAsync() => zip.DisposeAsync();

    private static async Task<ArchiveManifest> ReadManifestAsync(ZipArchive zip, CancellationToken ct)
    {
        if (zip.GetEntry(ArchiveManifest.FileName) is not { } entry) throw new ReportException("NotAnArchive", $"The archive has no {ArchiveManifest.FileName}; it was not written by this program or is not complete.");
        if (entry.Length > MaxManifest) throw new ReportException("NotAnArchive", $"{ArchiveManifest.FileName} is larger than {MaxManifest / 1024 / 1024} MB.");
        try
        {
            await using var stream = await entry.OpenAsync(ct);
            var bytes = new byte[entry.Length];
            await stream.ReadExactlyAsync(bytes, ct);
            var manifest = JsonSerializer.Deserialize(bytes, ArchiveJson.Default.ArchiveManifest);
            if (manifest is not { Format: ArchiveManifest.FormatName }) throw new ReportException("NotAnArchive", $"{ArchiveManifest.FileName} is not one of this program.");
            if (manifest.Version is < 1 or > ArchiveManifest.CurrentVersion) throw new ReportException("NewerArchive", $"The archive has version {manifest.Version}; this program reads up to {ArchiveManifest.CurrentVersion}. Use a newer one.");
            if (manifest.Files.Count > MaxFiles || manifest.Files.Any(f => !ArchivePath.IsFit(f.Path))) throw new ReportException("NotAnArchive", $"{ArchiveManifest.FileName} names files that are none of this program.");
            return manifest;
        }
        catch (Exception e) when (e is JsonException or InvalidDataException or EndOfStreamException)
        {
            throw new ReportException("NotAnArchive", $"{ArchiveManifest.FileName} cannot be read.", e);
        }
    }

    private static async Task<ArchiveFault?> CheckAsync(ArchiveFile file, ZipArchiveEntry entry, CancellationToken ct)
    {
        try
        {
            await using var stream = await entry.OpenAsync(ct);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var buffer = new byte[1 << 16];
            long count = 0;
            for (int read; (read = await stream.ReadAsync(buffer, ct)) > 0;)
            {
                count += read;
                if (count > file.Bytes) return ArchiveFault.WrongSize; // and no more of it: it may be made to be endless
                hash.AppendData(buffer, 0, read);
            }
            if (count != file.Bytes) return ArchiveFault.WrongSize;
            return Convert.ToHexStringLower(hash.GetHashAndReset()) == file.Sha256 ? null : ArchiveFault.WrongChecksum;
        }
        catch (InvalidDataException)
        {
            return ArchiveFault.Damaged;
        }
    }
}
