using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.IdentityModel.Tokens;

namespace Sluice.Host.Identity;

/// <summary>The key that signs access tokens of this installation: ECDSA P-256 in a file that only this user can read.</summary>
public static class SigningKey
{
    /// <summary>The algorithm, as tokens name it.</summary>
    public const string Algorithm = SecurityAlgorithms.EcdsaSha256;

    /// <summary>Reads the key; makes it when it is missing and may be made.</summary>
    /// <exception cref="ServerException">It is missing, cannot be read or is no such key.</exception>
    public static ECDsaSecurityKey Open(string path, bool mayCreate)
    {
        try
        {
            if (!File.Exists(path))
            {
                if (!mayCreate) throw new ServerException($"There is no signing key '{path}'; start the server once with this --data, it makes one", isUsage: true);
                using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
                using var stream = new FileStream(path, Mode());
                using var writer = new StreamWriter(stream);
                writer.Write(made.ExportPkcs8PrivateKeyPem());
            }
            return Import(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ServerException($"The signing key '{path}' cannot be used: {e.Message}", e);
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw new ServerException($"'{path}' is no signing key; bring it back from the backup, or remove it: people then have to log in again", e);
        }
    }

    [SuppressMessage("Reliability", "CA2000", Justification = "The returned key owns it and lives as long as the server.")]
    private static ECDsaSecurityKey Import(string pem)
    {
        var key = ECDsa.Create();
        key.ImportFromPem(pem);
        return new(key) { KeyId = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()).AsSpan(0, 8)) };
    }

    private static FileStreamOptions Mode()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }
}
