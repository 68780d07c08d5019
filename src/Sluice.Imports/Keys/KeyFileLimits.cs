namespace Sluice.Imports.Keys;

/// <summary>Bounds of what a key file may cost. A file beyond one of them ends with <see cref="KeyFileErrorCode.TooLarge"/>.</summary>
public sealed record KeyFileLimits
{
    /// <summary>Room for about 200,000 meters.</summary>
    public static KeyFileLimits Default { get; } = new();

    /// <summary>Bytes of the file as given.</summary>
    public int MaxFileBytes { get; init; } = 64 << 20;

    /// <summary>Bytes of everything read out of a zip container together.</summary>
    public int MaxUncompressedBytes { get; init; } = 128 << 20;

    /// <summary>Entries of a zip container.</summary>
    public int MaxZipEntries { get; init; } = 1024;

    /// <summary>Rows of a table or devices of a KEM file, empty rows not counted.</summary>
    public int MaxRows { get; init; } = 250_000;

    /// <summary>Columns of a table.</summary>
    public int MaxColumns { get; init; } = 256;
}
