using System.Diagnostics.Metrics;
using Sluice.Host.Telemetry;

namespace Sluice.Host.Mqtt;

/// <summary>What MQTT is measured by. Labels are outcomes only, never a gateway or a meter.</summary>
internal sealed class MqttMeters : IDisposable
{
    private readonly Meter meter = new(ServerMeters.Name);
    private readonly Counter<long> messages;
    private int clients, gateways, outside;

    /// <param name="options">The server's: whether an outside broker is wanted.</param>
    public MqttMeters(ServerOptions options)
    {
        messages = meter.CreateCounter<long>("sluice.mqtt.messages", "{message}", "Messages of gateways, by what became of them.");
        meter.CreateObservableGauge("sluice.mqtt.clients", () => Volatile.Read(ref clients), "{connection}", "Connections to the built-in broker.");
        meter.CreateObservableGauge("sluice.gateways.online", () => Volatile.Read(ref gateways), "{gateway}", "Gateways connected to the built-in broker.");
        meter.CreateObservableGauge("sluice.mqtt.outside", () => Volatile.Read(ref outside), "{connection}", "1 while the outside broker is there.");
        meter.CreateObservableGauge("sluice.mqtt.outside.wanted", () => options.MqttOutside is null ? 0 : 1, "{connection}", "1 when there is to be one.");
        Count(0, "taken");
        Count(0, "unreadable");
        Count(0, "refused");
        Count(0, "failed");
        Count(0, "dropped");
    }

    /// <summary>The meter, for gauges of the parts.</summary>
    public Meter Meter => meter;

    public void Taken() => Count(1, "taken");

    public void Unreadable() => Count(1, "unreadable");

    public void Refused() => Count(1, "refused");

    /// <summary>The store failed; it was not acknowledged.</summary>
    public void Failed() => Count(1, "failed");

    /// <summary>A message of quality of service 0 came while too many waited.</summary>
    public void Dropped() => Count(1, "dropped");

    public void Outside(bool isConnected) => Volatile.Write(ref outside, isConnected ? 1 : 0);

    public void Clients(int change) => Interlocked.Add(ref clients, change);

    public void Gateways(int change) => Interlocked.Add(ref gateways, change);

    public void Dispose() => meter.Dispose();

    private void Count(int count, string outcome) => messages.Add(count, new KeyValuePair<string, object?>("outcome", outcome));
}
