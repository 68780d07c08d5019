using System.Security.Cryptography;
using System.Text;

namespace Sluice.Imports.Keys;

/// <summary>
/// KEM encryption: AES-128-CBC, key and IV both the password's UTF-8 bytes, padded with zeros or cut to 16; PKCS#7.
/// Unlike XML Encryption the IV does not stand before the ciphertext.
/// </summary>
internal static class KemPassword
{
    public static Aes CreateAes(string password)
    {
        Span<byte> padded = stackalloc byte[16];
        var utf8 = Encoding.UTF8.GetBytes(password);
        utf8.AsSpan(0, Math.Min(16, utf8.Length)).CopyTo(padded);
        var aes = Aes.Create();
        aes.Mode = CipherMode.CBC;
        aes.Padding = PaddingMode.PKCS7;
        aes.Key = padded.ToArray();
        aes.IV = padded.ToArray();
        padded.Clear();
        CryptographicOperations.ZeroMemory(utf8);
        return aes;
    }

    /// <summary>Whether the password fits, seen from the first blocks: a wrong one makes every block random, damage only two.</summary>
    /// <param name="ciphertext">The beginning; whole blocks are looked at.</param>
    public static bool Fits(Aes aes, ReadOnlySpan<byte> ciphertext)
    {
        var whole = ciphertext[..(ciphertext.Length / 16 * 16)];
        var plain = aes.DecryptCbc(whole, aes.IV, PaddingMode.None);
        for (var at = 0; at < plain.Length; at += 16)
        {
            var block = plain.AsSpan(at, 16);
            if (at == 0 && block.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) block = block[3..];
            if (IsText(block)) return true;
        }
        return false;
    }

    /// <summary>ASCII as XML has it; the last block may end in padding. A random block passes once in some 10^6.</summary>
    private static bool IsText(ReadOnlySpan<byte> block)
    {
        var padding = block[^1];
        if (padding is >= 1 and <= 8 && !block[^padding..].ContainsAnyExcept(padding)) block = block[..^padding];
        foreach (var b in block)
            if (b is not (>= 0x20 and <= 0x7E or (byte)'\t' or (byte)'\r' or (byte)'\n')) return false;
        return true;
    }
}
