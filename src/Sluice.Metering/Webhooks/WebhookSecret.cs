using System.Globalization;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;

namespace Sluice.Metering.Webhooks;

/// <summary>The secrets of an endpoint.</summary>
/// <param name="Current">Signs everything.</param>
/// <param name="Previous">The one before; null: none.</param>
/// <param name="PreviousUntil">Until when the one before signs, too.</param>
public sealed record WebhookSecrets(byte[] Current, byte[]? Previous = null, DateTimeOffset? PreviousUntil = null)
{
    /// <summary>Never the secrets.</summary>
    public override string ToString() => "…";

    /// <summary>The header <c>webhook-signature</c> at a time: one signature, or two while the secret is being replaced.</summary>
    [UnsupportedOSPlatform("browser")]
    public string Sign(string id, DateTimeOffset now, string body)
    {
        var signature = WebhookSecret.Sign(Current, id, now, body);
        return Previous is { } previous && now < PreviousUntil ? $"{signature} {WebhookSecret.Sign(previous, id, now, body)}" : signature;
    }
}

/// <summary>Secrets and signatures as Standard Webhooks has them: HMAC-SHA256 over <c>id.timestamp.body</c>, base64, with the version before it.</summary>
[UnsupportedOSPlatform("browser")]
public static class WebhookSecret
{
    /// <summary>What every secret begins with.</summary>
    public const string Prefix = "whsec_";

    /// <summary>Bytes of a secret; the scheme allows 24 to 64.</summary>
    public const int Bytes = 32;

    /// <summary>A new secret.</summary>
    public static byte[] Make() => RandomNumberGenerator.GetBytes(Bytes);

    /// <summary>The secret as its owner gets it, once.</summary>
    public static string ToText(byte[] secret) => Prefix + Convert.ToBase64String(secret);

    /// <summary>One signature: <c>v1,</c> and the base64 of the hash.</summary>
    public static string Sign(byte[] secret, string id, DateTimeOffset at, string body) =>
        "v1," + Convert.ToBase64String(HMACSHA256.HashData(secret, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{at.ToUnixTimeSeconds()}.{body}"))));
}
