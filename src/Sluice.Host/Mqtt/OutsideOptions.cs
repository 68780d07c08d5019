namespace Sluice.Host.Mqtt;

/// <summary>An MQTT broker elsewhere that gateways send to and people listen at.</summary>
/// <param name="Address"><c>mqtt://HOST:PORT</c> or <c>mqtts://HOST:PORT</c>.</param>
public sealed record OutsideOptions(Uri Address)
{
    /// <summary>The scheme in the clear, and the one over TLS.</summary>
    public const string Plain = "mqtt", Tls = "mqtts";

    /// <summary>The broker's user; null: none.</summary>
    public string? User { get; init; }

    /// <summary>The user's password.</summary>
    public string? Password { get; init; }

    /// <summary>File with the certificates (PEM) that the broker's is checked against; null: those of the system.</summary>
    public string? Authorities { get; init; }

    /// <summary>Name of the session that the broker keeps while we are away. Two servers never share one.</summary>
    public string ClientId { get; init; } = $"sluice-{Environment.MachineName}";

    /// <summary>What is subscribed to. Topics of other programs name no gateway: whoever may publish there is believed for every society.</summary>
    public IReadOnlyList<string> Topics { get; init; } = ["sluice/gateways/+/telegrams", "sluice/gateways/+/telegrams/+", "sluice/gateways/+/status"];

    /// <summary>Servers with the same word here share the messages among them; null: this one gets all.</summary>
    public string? Share { get; init; }

    /// <summary>True: passwords may cross the network in the clear.</summary>
    public bool AllowPlain { get; init; }

    /// <summary>Messages that the broker sends before it waits for acknowledgements. Bounds memory.</summary>
    public ushort InFlight { get; init; } = 200;

    /// <summary>The shortest and the longest wait before connecting again.</summary>
    public TimeSpan RetryFirst { get; init; } = TimeSpan.FromSeconds(1);

    /// <inheritdoc cref="RetryFirst"/>
    public TimeSpan RetryMost { get; init; } = TimeSpan.FromMinutes(1);
}
