using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;

namespace Sluice.Host.Mqtt;

/// <summary>TLS to a broker elsewhere: against the system's authorities, or against those of a file alone.</summary>
internal static class OutsideTls
{
    /// <summary>The settings.</summary>
    /// <exception cref="ServerException">The file cannot be used.</exception>
    public static MqttClientTlsOptions For(OutsideOptions options)
    {
        var builder = new MqttClientTlsOptionsBuilder().UseTls().WithTargetHost(options.Address.DnsSafeHost);
        if (options.Authorities is { } file)
        {
            var authorities = Load(file);
            builder.WithCertificateValidationHandler(check => IsGood(check, authorities));
        }
        return builder.Build();
    }

    /// <summary>Reads the authorities.</summary>
    /// <exception cref="ServerException">The file cannot be used.</exception>
    public static X509Certificate2Collection Load(string file)
    {
        try
        {
            var authorities = new X509Certificate2Collection();
            authorities.ImportFromPemFile(file);
            return authorities.Count > 0 ? authorities : throw new ServerException($"--mqtt-ca: '{file}' holds no certificate (PEM)", isUsage: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new ServerException($"--mqtt-ca: '{file}' cannot be used: {e.Message}", isUsage: true, e);
        }
    }

    private static bool IsGood(MqttClientCertificateValidationEventArgs check, X509Certificate2Collection authorities)
    {
        if ((check.SslPolicyErrors & ~SslPolicyErrors.RemoteCertificateChainErrors) != SslPolicyErrors.None || check.Certificate is not X509Certificate2 certificate) return false;
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;   // an authority of one's own publishes no lists
        if (check.Chain is { } sent) foreach (var element in sent.ChainElements) chain.ChainPolicy.ExtraStore.Add(element.Certificate);
        return chain.Build(certificate);
    }
}
