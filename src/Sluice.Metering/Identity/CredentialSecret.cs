using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Metering.Identity;

/// <summary>The text a machine sends as its bearer token: <c>slk_ID_SECRET</c> for API keys, <c>slg_ID_SECRET</c> for gateways. The prefix lets leak scanners find it.</summary>
public static class CredentialSecret
{
    private const int IdLength = 12;
    private const int SecretBytes = 32;
    private const int SecretLength = SecretBytes * 2;
    private const int PrefixLength = 4;

    /// <summary>Makes a new one.</summary>
    /// <returns>The id to find it by, the text to show once, and the hash to keep.</returns>
    public static (string Id, string Text, byte[] Hash) Make(CredentialKind kind)
    {
        var id = RandomNumberGenerator.GetString("abcdefghijklmnopqrstuvwxyz0123456789", IdLength);
        var secret = RandomNumberGenerator.GetHexString(SecretLength, lowercase: true);
        return (id, $"{Prefix(kind)}{id}_{secret}", Hash(secret));
    }

    /// <summary>True when the text has the shape of one; says nothing about whether it is good.</summary>
    public static bool TryParse(string text, out CredentialKind kind, [NotNullWhen(true)] out string? id, [NotNullWhen(true)] out byte[]? hash)
    {
        (kind, id, hash) = (CredentialKind.None, null, null);
        if (text.Length != PrefixLength + IdLength + 1 + SecretLength || text[PrefixLength + IdLength] != '_') return false;
        foreach (var candidate in (ReadOnlySpan<CredentialKind>)[CredentialKind.ApiKey, CredentialKind.Gateway])
            if (text.StartsWith(Prefix(candidate), StringComparison.Ordinal)) kind = candidate;
        if (kind == CredentialKind.None) return false;
        id = text.Substring(PrefixLength, IdLength);
        hash = Hash(text[^SecretLength..]);
        return true;
    }

    private static string Prefix(CredentialKind kind) => kind switch
    {
        CredentialKind.ApiKey => "slk_",
        CredentialKind.Gateway => "slg_",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "An API key or a gateway."),
    };

    private static byte[] Hash(string secret) => SHA256.HashData(Encoding.ASCII.GetBytes(secret));
}
