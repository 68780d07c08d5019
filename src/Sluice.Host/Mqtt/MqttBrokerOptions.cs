using System.Net;

namespace Sluice.Host.Mqtt;

/// <summary>The built-in MQTT broker. It is off unless a port is given.</summary>
public sealed record MqttBrokerOptions
{
    /// <summary>Port for MQTT in the clear; 0: any free one; null: none.</summary>
    public int? Port { get; init; }

    /// <summary>Port for MQTT over TLS with the server's certificate; 0: any free one; null: none.</summary>
    public int? TlsPort { get; init; }

    /// <summary>Where the port in the clear listens. Passwords cross the network, so other addresses than this machine's own need <see cref="AllowPlain"/>.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Where the TLS port listens.</summary>
    public IPAddress TlsAddress { get; init; } = IPAddress.IPv6Any;

    /// <summary>True: MQTT in the clear is allowed at any address: the network is trusted, or a proxy in front does TLS.</summary>
    public bool AllowPlain { get; init; }

    /// <summary>The largest message that is taken, bytes. Larger ones are acknowledged, counted and passed over, so that they do not come again for ever.</summary>
    public int MaxMessage { get; init; } = 1 << 20;

    /// <summary>Connections in all.</summary>
    public int MaxConnections { get; init; } = 2_000;

    /// <summary>Connections of one address.</summary>
    public int MaxConnectionsPerAddress { get; init; } = 500;

    /// <summary>Connections of one gateway or API key.</summary>
    public int MaxConnectionsPerCredential { get; init; } = 10;

    /// <summary>Messages a second of one connection, over time; who sends more is read more slowly.</summary>
    public int MessagesPerSecond { get; init; } = 1_000;

    /// <summary>Messages one connection may send at once.</summary>
    public int MessageBurst { get; init; } = 5_000;

    /// <summary>Messages that wait for one slow subscriber; the oldest are dropped beyond.</summary>
    public int MaxWaiting { get; init; } = 20_000;

    /// <summary>How often it is checked that connected credentials are still in force.</summary>
    public TimeSpan CheckEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the sender is held when the store failed, before its connection ends without acknowledgement.</summary>
    public TimeSpan HoldAfterFailure { get; init; } = TimeSpan.FromSeconds(2);
}
