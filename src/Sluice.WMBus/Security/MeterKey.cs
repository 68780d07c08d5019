using Sluice.WMBus.Frames;

namespace Sluice.WMBus.Security;

/// <summary>A meter's 16-byte AES key and which meters it is for. Never prints the key.</summary>
public sealed class MeterKey
{
    private readonly byte[] bytes;

    /// <param name="serial">The meter's serial number as in <see cref="MeterAddress.Serial"/>; null: tried for every meter.</param>
    /// <param name="key">16 bytes; copied.</param>
    /// <param name="manufacturer">Restricts the key to one maker; null: any.</param>
    /// <param name="name">What people call the meter; empty when not named.</param>
    /// <exception cref="ArgumentException">The key is not 16 bytes.</exception>
    public MeterKey(uint? serial, ReadOnlySpan<byte> key, Manufacturer? manufacturer = null, string name = "")
    {
        if (key.Length != 16) throw new ArgumentException($"A meter key has 16 bytes; this one has {key.Length}.", nameof(key));
        Serial = serial;
        bytes = key.ToArray();
        Manufacturer = manufacturer;
        Name = name;
    }

    /// <summary>Serial number, null for a key that is tried for every meter.</summary>
    public uint? Serial { get; }

    /// <summary>The maker the key is restricted to; null: any.</summary>
    public Manufacturer? Manufacturer { get; }

    /// <summary>What people call the meter.</summary>
    public string Name { get; }

    /// <summary>The 16 bytes.</summary>
    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>First eight hexadecimal digits of the SHA-256 of the key: enough to compare, useless to decrypt.</summary>
    public string Fingerprint => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes).AsSpan(0, 4));

    /// <summary>Parses 32 hexadecimal digits; spaces, dashes and a 0x prefix are allowed.</summary>
    /// <param name="key">Exactly 16 bytes of room.</param>
    public static bool TryParseHex(ReadOnlySpan<char> text, Span<byte> key)
    {
        text = text.Trim();
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) text = text[2..];
        Span<char> digits = stackalloc char[32];
        var count = 0;
        foreach (var c in text)
        {
            if (c is ' ' or '-' or ':') continue;
            if (count == 32 || !char.IsAsciiHexDigit(c)) return false;
            digits[count++] = c;
        }
        return count == 32 && Convert.FromHexString(digits, key, out _, out _) == System.Buffers.OperationStatus.Done;
    }

    /// <summary>The serial and fingerprint; never the key.</summary>
    public override string ToString() => $"key {Fingerprint} for {(Serial is { } s ? s.ToString("x8") : "any meter")}";
}
