namespace Sluice.Imports.Tables;

/// <summary>Bounds of what a file may cost. The defaults are those of tables: room for 250,000 rows of 40 columns.</summary>
public record FileLimits
{
    /// <summary>Bytes of the file as given.</summary>
    public long MaxFileBytes { get; init; } = 128 << 20;

    /// <summary>Bytes of everything read out of a zip container together.</summary>
    public long MaxUncompressedBytes { get; init; } = 1 << 30;

    /// <summary>Entries of a zip container.</summary>
    public int MaxZipEntries { get; init; } = 1024;

    /// <summary>Rows of a table or devices of a KEM file, empty rows not counted.</summary>
    public int MaxRows { get; init; } = 250_000;

    /// <summary>Columns of a table.</summary>
    public int MaxColumns { get; init; } = 256;

    /// <summary>Characters of all texts a workbook shares between its cells: they are held while it is read.</summary>
    public int MaxSharedText { get; init; } = 64 << 20;
}
