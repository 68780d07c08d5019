using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Reports.Protection;

/// <summary>A file's encryption, made from a password: agile encryption of [MS-OFFCRYPTO] 2.3.4.10, AES-256 in CBC mode, SHA-512, 100,000 rounds. Excel and LibreOffice ask for the password.</summary>
/// <remarks>The password itself is not kept: only a random key and what opens it. For one file; <see cref="Dispose"/> wipes the key.</remarks>
public sealed class PackageProtection : IDisposable
{
    /// <summary>The longest password Excel takes.</summary>
    public const int MaxPasswordLength = 255;

    internal const int SpinCount = 100_000, KeyBytes = 32, SaltBytes = 16, HashBytes = 64;

    private static readonly byte[] VerifierInputBlock = [0xfe, 0xa7, 0xd2, 0x76, 0x3b, 0x4b, 0x9e, 0x79];
    private static readonly byte[] VerifierValueBlock = [0xd7, 0xaa, 0x0f, 0x6d, 0x30, 0x61, 0x34, 0x4e];
    private static readonly byte[] KeyValueBlock = [0x14, 0x6e, 0x0b, 0xe7, 0xab, 0xac, 0xd0, 0xd6];

    private PackageProtection(byte[] key, string passwordElement)
    {
        Key = key;
        PasswordElement = passwordElement;
    }

    /// <summary>The key of the package.</summary>
    internal byte[] Key { get; }

    /// <summary>The salt of the package's segments.</summary>
    internal byte[] Salt { get; } = RandomNumberGenerator.GetBytes(SaltBytes);

    /// <summary>What opens the key with the password.</summary>
    internal string PasswordElement { get; }

    /// <summary>Derives the protection. Takes some 50 ms on purpose: so does every guess.</summary>
    /// <param name="password">1 to 255 characters. Wipe your copy when this returns.</param>
    /// <exception cref="ReportException">It is empty or too long.</exception>
    public static PackageProtection FromPassword(ReadOnlySpan<char> password)
    {
        if (password.Length is 0 or > MaxPasswordLength) throw new ReportException("BadPassword", $"A password has 1 to {MaxPasswordLength} characters.");
        Span<byte> salt = stackalloc byte[SaltBytes], verifier = stackalloc byte[SaltBytes], verifierHash = stackalloc byte[HashBytes], hash = stackalloc byte[HashBytes];
        RandomNumberGenerator.Fill(salt);
        RandomNumberGenerator.Fill(verifier);
        SHA512.HashData(verifier, verifierHash);
        var key = RandomNumberGenerator.GetBytes(KeyBytes);
        Spin(password, salt, hash);
        try
        {
            var element = $"""<p:encryptedKey spinCount="{SpinCount}" saltSize="{SaltBytes}" blockSize="16" keyBits="256" hashSize="{HashBytes}" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512" saltValue="{Convert.ToBase64String(salt)}" encryptedVerifierHashInput="{Wrap(hash, VerifierInputBlock, salt, verifier)}" encryptedVerifierHashValue="{Wrap(hash, VerifierValueBlock, salt, verifierHash)}" encryptedKeyValue="{Wrap(hash, KeyValueBlock, salt, key)}"/>""";
            return new(key, element);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(hash);
            CryptographicOperations.ZeroMemory(verifier);
        }
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(Key);

    /// <summary>No secrets.</summary>
    public override string ToString() => nameof(PackageProtection);

    /// <summary>H(n) = H(n - 1) of the password's hash. [MS-OFFCRYPTO] 2.3.4.11.</summary>
    internal static void Spin(ReadOnlySpan<char> password, ReadOnlySpan<byte> salt, Span<byte> hash)
    {
        Span<byte> first = stackalloc byte[salt.Length + (2 * MaxPasswordLength)];
        salt.CopyTo(first);
        var length = salt.Length + Encoding.Unicode.GetBytes(password, first[salt.Length..]);
        Span<byte> round = stackalloc byte[4 + HashBytes];
        SHA512.HashData(first[..length], round[4..]);
        CryptographicOperations.ZeroMemory(first);
        for (var i = 0; i < SpinCount; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(round, i);
            SHA512.HashData(round, hash);
            hash.CopyTo(round[4..]);
        }
        CryptographicOperations.ZeroMemory(round);
    }

    /// <summary>The key for one use: H(hash + block key), cut. [MS-OFFCRYPTO] 2.3.4.11.</summary>
    internal static void Derive(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> block, Span<byte> key)
    {
        Span<byte> both = stackalloc byte[HashBytes + 8], result = stackalloc byte[HashBytes];
        hash.CopyTo(both);
        block.CopyTo(both[HashBytes..]);
        SHA512.HashData(both, result);
        result[..key.Length].CopyTo(key);
        CryptographicOperations.ZeroMemory(both);
        CryptographicOperations.ZeroMemory(result);
    }

    private static string Wrap(ReadOnlySpan<byte> hash, ReadOnlySpan<byte> block, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> value)
    {
        Span<byte> key = stackalloc byte[KeyBytes];
        Derive(hash, block, key);
        using var aes = Aes.Create();
        aes.SetKey(key);
        CryptographicOperations.ZeroMemory(key);
        return Convert.ToBase64String(aes.EncryptCbc(value, salt, PaddingMode.None));
    }
}
