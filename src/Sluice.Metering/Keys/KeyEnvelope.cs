using System.Globalization;
using System.Runtime.Versioning;
using System.Security.Cryptography;
using System.Text;
using Sluice.WMBus.Security;

namespace Sluice.Metering.Keys;

/// <summary>AES-256-GCM around one small secret: nonce (12) ‖ tag (16) ‖ ciphertext. The context is authenticated, so that an envelope cannot be moved to another row.</summary>
[UnsupportedOSPlatform("browser")]
public static class KeyEnvelope
{
    /// <summary>Bytes of an AES-256 key.</summary>
    public const int KeyBytes = 32;

    private const int NonceBytes = 12;
    private const int TagBytes = 16;

    /// <summary>Encrypts with a fresh random nonce.</summary>
    /// <param name="key">32 bytes.</param>
    /// <param name="secret">What to hide.</param>
    /// <param name="context">What it belongs to.</param>
    public static byte[] Seal(ReadOnlySpan<byte> key, ReadOnlySpan<byte> secret, string context)
    {
        var envelope = new byte[NonceBytes + TagBytes + secret.Length];
        var nonce = envelope.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Encrypt(nonce, secret, envelope.AsSpan(NonceBytes + TagBytes), envelope.AsSpan(NonceBytes, TagBytes), Encoding.UTF8.GetBytes(context));
        return envelope;
    }

    /// <summary>Decrypts.</summary>
    /// <exception cref="KeyUnreadableException">Another key, another context, or changed bytes.</exception>
    public static byte[] Open(ReadOnlySpan<byte> key, ReadOnlySpan<byte> envelope, string context)
    {
        if (envelope.Length < NonceBytes + TagBytes) throw new KeyUnreadableException($"The envelope of {context} is too short: {envelope.Length} bytes.");
        var secret = new byte[envelope.Length - NonceBytes - TagBytes];
        using var cipher = new AesGcm(key, TagBytes);
        try
        {
            cipher.Decrypt(envelope[..NonceBytes], envelope[(NonceBytes + TagBytes)..], envelope.Slice(NonceBytes, TagBytes), secret, Encoding.UTF8.GetBytes(context));
            return secret;
        }
        catch (CryptographicException e)
        {
            throw new KeyUnreadableException($"The envelope of {context} does not open with this key.", e);
        }
    }

    /// <summary>What a meter key's envelope is bound to: society, maker, serial number, version.</summary>
    /// <param name="society">The society's id; empty while there is one society only.</param>
    /// <param name="key">Whose key; its bytes are not used.</param>
    /// <param name="version">1 for the meter's first key.</param>
    public static string MeterContext(string society, MeterKey key, int version) => string.Create(CultureInfo.InvariantCulture,
        $"meter-key/society={society}/manufacturer={key.Manufacturer?.ToString() ?? "*"}/serial={(key.Serial is { } s ? s.ToString("x8") : "*")}/version={version}");
}
