using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text.Json;
using Sluice.Metering.Keys;

namespace Sluice.Storage.Sqlite.Backup;

/// <summary>The key files of a data directory, sealed with a passphrase: salt (16) ‖ AES-256-GCM envelope of their names and bytes. The key is PBKDF2-SHA-256 of the passphrase.</summary>
[UnsupportedOSPlatform("browser")]
internal static class KeyFiles
{
    /// <summary>The entry in a backup.</summary>
    public const string Entry = "keys.sealed";

    private const int SaltBytes = 16;
    private const int Rounds = 600_000;   // OWASP 2023 for PBKDF2-HMAC-SHA-256
    private const string Context = "backup-key-files";

    private static readonly string CookieKeys = Path.GetFileName(DataDirectory.CookieKeysIn(""));

    /// <summary>The key files there are: those of the directory, and <c>cookie-keys/…</c>.</summary>
    public static IReadOnlyList<string> In(string directory)
    {
        var cookies = DataDirectory.CookieKeysIn(directory);
        return
        [
            .. Directory.EnumerateFiles(directory).Select(static f => Path.GetFileName(f)!)
                .Concat(Directory.Exists(cookies) ? Directory.EnumerateFiles(cookies).Select(static f => $"{CookieKeys}/{Path.GetFileName(f)}") : [])
                .Where(IsName).Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>True for the name of a key file: nothing else comes back from a backup.</summary>
    public static bool IsName(string name)
    {
        var file = Path.GetFileName(name);
        return !name.StartsWith('.') && (name == file ? file.EndsWith(".key", StringComparison.Ordinal) || file.EndsWith(".pem", StringComparison.Ordinal)
            : name == $"{CookieKeys}/{file}" && file.Length > 4 && file.EndsWith(".xml", StringComparison.Ordinal));
    }

    public static byte[] Seal(string directory, string passphrase)
    {
        var files = In(directory).ToDictionary(static n => n, n => File.ReadAllBytes(Path.Combine(directory, n.Replace('/', Path.DirectorySeparatorChar))));
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return [.. salt, .. KeyEnvelope.Seal(Derive(passphrase, salt), JsonSerializer.SerializeToUtf8Bytes(files, BackupJson.Default.DictionaryStringByteArray), Context)];
    }

    /// <exception cref="KeyUnreadableException">Another passphrase, or changed bytes.</exception>
    public static IReadOnlyDictionary<string, byte[]> Open(byte[] sealedFiles, string passphrase)
    {
        if (sealedFiles.Length < SaltBytes) throw new KeyUnreadableException("The key files in the backup are cut short.");
        try
        {
            return JsonSerializer.Deserialize(KeyEnvelope.Open(Derive(passphrase, sealedFiles[..SaltBytes]), sealedFiles.AsSpan(SaltBytes), Context), BackupJson.Default.DictionaryStringByteArray)!;
        }
        catch (KeyUnreadableException e)
        {
            throw new KeyUnreadableException("The passphrase is not the one the backup was made with.", e);
        }
    }

    private static byte[] Derive(string passphrase, byte[] salt) => Rfc2898DeriveBytes.Pbkdf2(passphrase, salt, Rounds, HashAlgorithmName.SHA256, KeyEnvelope.KeyBytes);
}
