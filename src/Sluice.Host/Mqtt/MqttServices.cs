using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.Api;
using Sluice.Host.Http;
using Sluice.Host.Mqtt.Out;
using Sluice.Metering.Gateways;
using Sluice.Metering.Telegrams;

namespace Sluice.Host.Mqtt;

/// <summary>MQTT in and out, where it is configured; what gateways do is watched always.</summary>
internal static class MqttServices
{
    public static IServiceCollection AddMqtt(this IServiceCollection services, ServerOptions options, Intake intake, TimeProvider clock)
    {
        var activity = new GatewayActivity(clock);
        intake.Kept += activity.OnKept;
        services.AddSingleton(activity).AddSingleton(_ => new MqttMeters(options));
        if (options.Mqtt is null && options.MqttOutside is null) return services;
        services.AddSingleton<IntakeBatcher>().AddSingleton<GatewayMessages>();
        services.AddSingleton(new MqttOutOptions(options.MqttCompareEvery)).AddSingleton<MeterStates>().AddSingleton<MqttPublisher>();
        if (options.MqttOutside is { } outside) services.AddSingleton(outside).AddSingleton<OutsideSenders>().AddSingleton<OutsideBroker>().AddSingleton<IMqttOutlet>(static p => p.GetRequiredService<OutsideBroker>());
        if (options.Mqtt is { } broker) services.AddBroker(broker, options);
        return services;
    }

    private static void AddBroker(this IServiceCollection services, MqttBrokerOptions broker, ServerOptions options)
    {
        services.AddSingleton(broker).AddSingleton<BrokerLogin>().AddSingleton<MqttBroker>();
        var certificate = broker.TlsPort is null ? null : Tls.Load(options.Certificate!, options.CertificateKey);
        services.AddSingleton(p => new BrokerListener(broker, certificate is null ? null : listen => listen.UseHttps(Tls.Settings(certificate)), p, p.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton<IMqttOutlet>(static p => p.GetRequiredService<MqttBroker>());
    }

    /// <summary>Refuses settings that would let passwords cross a network in the clear, or cannot work.</summary>
    /// <exception cref="ServerException">They cannot be used.</exception>
    public static void Check(ServerOptions options)
    {
        if (options.MqttOutside is { } outside) Check(outside);
        if (options.Mqtt is not { } broker) return;
        if (broker.Port is not null && !System.Net.IPAddress.IsLoopback(broker.Address) && !broker.AllowPlain)
            throw new ServerException($"MQTT at {broker.Address} would let passwords cross the network in the clear. Use --mqtt-tls-port with --certificate FILE, or say --mqtt-plain when the network is trusted or a proxy in front does TLS", isUsage: true);
        if (broker.TlsPort is not null && options.Certificate is null)
            throw new ServerException("--mqtt-tls-port needs a certificate: add --certificate FILE, and --certificate-key FILE when the key is apart", isUsage: true);
    }

    private static void Check(OutsideOptions outside)
    {
        if (outside.Address.Scheme == OutsideOptions.Plain && !KnownHosts.IsLocal(outside.Address.Host) && !outside.AllowPlain)
            throw new ServerException($"{outside.Address} would let the password cross the network in the clear. Use mqtts://, or say --mqtt-plain when the network is trusted", isUsage: true);
        if (outside.Authorities is { } file) OutsideTls.Load(file);
    }
}
