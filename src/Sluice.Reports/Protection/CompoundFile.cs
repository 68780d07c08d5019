using System.Buffers.Binary;
using System.Text;

namespace Sluice.Reports.Protection;

/// <summary>Writes a compound file of version 3, sectors of 512 bytes, front to back: all sizes are known before. [MS-CFB].</summary>
/// <remarks>Order in the file: header, DIFAT, FAT, directory, mini FAT, mini stream, streams of 4,096 bytes and more. Every chain is contiguous, so tables are calculated while they are written.</remarks>
internal static class CompoundFile
{
    private const int Sector = 512, MiniSector = 64, MiniCutoff = 4096, EntriesPerSector = Sector / 4, HeaderDifat = 109;
    private const uint Free = 0xFFFFFFFF, EndOfChain = 0xFFFFFFFE, FatSector = 0xFFFFFFFD, DifatSector = 0xFFFFFFFC;

    /// <summary>Writes the file.</summary>
    /// <param name="target">Need not seek.</param>
    /// <param name="root">The root storage.</param>
    /// <param name="ct">Stops the writing.</param>
    /// <exception cref="ReportException">It would be larger than 2 GB.</exception>
    public static async Task WriteAsync(Stream target, CompoundEntry root, CancellationToken ct)
    {
        var directory = new CompoundDirectory(root);
        var small = directory.Entries.Where(e => e.Entry.Content is { Length: > 0 and < MiniCutoff }).ToList();
        var large = directory.Entries.Where(e => e.Entry.Content is { Length: >= MiniCutoff }).ToList();
        uint miniSectors = 0;
        foreach (var entry in small)
        {
            entry.Start = miniSectors;
            miniSectors += Count(entry.Length, MiniSector);
        }
        var plan = new Plan(
            Directory: Count(directory.Entries.Count * 128L, Sector),
            MiniFat: Count(miniSectors * 4L, Sector),
            MiniStream: Count(miniSectors * (long)MiniSector, Sector),
            Large: [.. large.Select(e => Count(e.Length, Sector))]);
        directory.Root.Start = miniSectors == 0 ? EndOfChain : plan.MiniStreamStart;
        directory.Root.Length = miniSectors * (long)MiniSector;
        foreach (var (index, entry) in large.Index()) entry.Start = plan.LargeStart(index);

        await target.WriteAsync(Header(plan), ct);
        await WriteTableAsync(target, DifatOf(plan), ct);
        await WriteTableAsync(target, FatOf(plan), ct);
        await WritePaddedAsync(target, new(plan.Directory * (long)Sector, (to, token) => to.WriteAsync(directory.ToBytes((int)plan.Directory * Sector), token).AsTask()), ct);
        await WriteTableAsync(target, MiniFatOf(small, plan.MiniFat * EntriesPerSector), ct);
        long written = 0;
        foreach (var entry in small)
        {
            await entry.Entry.Content!.CopyToAsync(target, ct);
            var padding = (int)((Count(entry.Length, MiniSector) * (long)MiniSector) - entry.Length);
            await target.WriteAsync(new byte[padding], ct);
            written += entry.Length + padding;
        }
        await target.WriteAsync(new byte[(plan.MiniStream * (long)Sector) - written], ct);
        foreach (var entry in large) await WritePaddedAsync(target, entry.Entry.Content!, ct);
    }

    private static uint Count(long bytes, int size) => checked((uint)((bytes + size - 1) / size));

    private static async Task WritePaddedAsync(Stream target, CompoundContent content, CancellationToken ct)
    {
        await content.CopyToAsync(target, ct);
        await target.WriteAsync(new byte[(Count(content.Length, Sector) * (long)Sector) - content.Length], ct);
    }

    private static async Task WriteTableAsync(Stream target, IEnumerable<uint> table, CancellationToken ct)
    {
        var sector = new byte[Sector];
        var filled = 0;
        foreach (var value in table)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(sector.AsSpan(filled), value);
            filled += 4;
            if (filled < Sector) continue;
            await target.WriteAsync(sector, ct);
            filled = 0;
        }
    }

    private static byte[] Header(Plan plan)
    {
        var header = new byte[Sector];
        using var writer = new BinaryWriter(new MemoryStream(header));
        writer.Write([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
        writer.Write(new byte[16]);
        writer.Write((ushort)0x3E); // minor version
        writer.Write((ushort)3); // major version
        writer.Write((ushort)0xFFFE); // little endian
        writer.Write((ushort)9); // sectors of 512 bytes
        writer.Write((ushort)6); // mini sectors of 64 bytes
        writer.Write(new byte[6]);
        writer.Write(0); // directory sectors: not counted in version 3
        writer.Write(plan.Fat);
        writer.Write(plan.DirectoryStart);
        writer.Write(0); // transaction
        writer.Write(MiniCutoff);
        writer.Write(plan.MiniFat == 0 ? EndOfChain : plan.MiniFatStart);
        writer.Write(plan.MiniFat);
        writer.Write(plan.Difat == 0 ? EndOfChain : 0);
        writer.Write(plan.Difat);
        for (uint i = 0; i < HeaderDifat; i++) writer.Write(i < plan.Fat ? plan.FatStart + i : Free);
        return header;
    }

    /// <summary>Where the FAT lies, beyond the first 109 sectors; the last entry of each sector names the next one.</summary>
    private static IEnumerable<uint> DifatOf(Plan plan)
    {
        uint fat = HeaderDifat;
        for (uint sector = 0; sector < plan.Difat; sector++)
        {
            for (var i = 0; i < EntriesPerSector - 1; i++, fat++) yield return fat < plan.Fat ? plan.FatStart + fat : Free;
            yield return sector + 1 < plan.Difat ? sector + 1 : EndOfChain;
        }
    }

    private static IEnumerable<uint> FatOf(Plan plan)
    {
        uint at = 0;
        for (; at < plan.Difat; at++) yield return DifatSector;
        for (; at < plan.DirectoryStart; at++) yield return FatSector;
        foreach (var run in (IEnumerable<uint>)[plan.Directory, plan.MiniFat, plan.MiniStream, .. plan.Large])
        {
            for (uint i = 0; i < run; i++, at++) yield return i + 1 < run ? at + 1 : EndOfChain;
        }
        for (; at < plan.Fat * EntriesPerSector; at++) yield return Free;
    }

    private static IEnumerable<uint> MiniFatOf(List<CompoundNode> small, uint entries)
    {
        uint at = 0;
        foreach (var entry in small)
        {
            var run = Count(entry.Length, MiniSector);
            for (uint i = 0; i < run; i++, at++) yield return i + 1 < run ? at + 1 : EndOfChain;
        }
        for (; at < entries; at++) yield return Free;
    }

    /// <summary>How many sectors each part takes. The FAT counts itself and the DIFAT.</summary>
    private sealed class Plan
    {
        private const long MaxBytes = int.MaxValue;

        public Plan(uint Directory, uint MiniFat, uint MiniStream, IReadOnlyList<uint> Large)
        {
            (this.Directory, this.MiniFat, this.MiniStream, this.Large) = (Directory, MiniFat, MiniStream, Large);
            var data = Directory + MiniFat + MiniStream + Large.Sum(l => l);
            if (data * Sector > MaxBytes) throw new ReportException("TooLarge", "A protected file holds at most 2 GB; export fewer readings, or without a password.");
            while (true)
            {
                var fat = Count((data + Fat + Difat) * 4, Sector);
                var difat = fat <= HeaderDifat ? 0 : Count(fat - HeaderDifat, EntriesPerSector - 1);
                if (fat == Fat && difat == Difat) break;
                (Fat, Difat) = (fat, difat);
            }
        }

        public uint Directory { get; }

        public uint MiniFat { get; }

        public uint MiniStream { get; }

        public IReadOnlyList<uint> Large { get; }

        public uint Fat { get; }

        public uint Difat { get; }

        public uint FatStart => Difat;

        public uint DirectoryStart => FatStart + Fat;

        public uint MiniFatStart => DirectoryStart + Directory;

        public uint MiniStreamStart => MiniFatStart + MiniFat;

        public uint LargeStart(int index) => MiniStreamStart + MiniStream + (uint)Large.Take(index).Sum(l => l);
    }
}
