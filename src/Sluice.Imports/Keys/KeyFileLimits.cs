using Sluice.Imports.Tables;

namespace Sluice.Imports.Keys;

/// <summary>Bounds of what a key file may cost. A file beyond one of them ends with <see cref="KeyFileErrorCode.TooLarge"/>.</summary>
public sealed record KeyFileLimits : FileLimits
{
    /// <summary>Smaller than those of tables: key files have few columns.</summary>
    public KeyFileLimits() => (MaxFileBytes, MaxUncompressedBytes) = (64 << 20, 128 << 20);

    /// <summary>Room for about 200,000 meters.</summary>
    public static KeyFileLimits Default { get; } = new();
}
