using System.Diagnostics.CodeAnalysis;

namespace Sluice.WMBus.Records;

/// <summary>The bytes DIF … last VIFE of a record as one comparable value.</summary>
/// <remarks>Seven bytes are kept as they are; of longer headers a 64-bit hash, which is enough to tell a meter type's records apart.</remarks>
public readonly record struct RecordHeader
{
    private readonly ulong code;

    /// <param name="bytes">DIF, DIFEs, VIF, VIFEs.</param>
    public RecordHeader(ReadOnlySpan<byte> bytes)
    {
        code = bytes.Length <= 7 ? 1UL : 14695981039346656037UL;
        foreach (var b in bytes) code = bytes.Length <= 7 ? (code << 8) | b : unchecked((code ^ b) * 1099511628211UL);
    }

    /// <summary>Parses hexadecimal digits, for example <c>04FF23</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? hex, out RecordHeader header)
    {
        header = default;
        if (string.IsNullOrEmpty(hex) || hex.Length % 2 != 0 || !hex.All(char.IsAsciiHexDigit)) return false;
        header = new(Convert.FromHexString(hex));
        return true;
    }
}
