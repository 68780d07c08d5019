namespace Sluice.Host.Mqtt;

/// <summary>A broker that messages go out by.</summary>
internal interface IMqttOutlet
{
    /// <summary>Raised when a broker is there that may have lost what was retained: everything retained is to be published again.</summary>
    event Action? Connected;

    /// <summary>A word for it; never changes, so that it is known again after a restart.</summary>
    string Name { get; }

    /// <summary>True while messages can go out.</summary>
    bool IsConnected { get; }

    /// <summary>Publishes; returns when the broker has taken it. An empty retained message removes what is retained.</summary>
    /// <returns>False when it could not: everything retained is published again when the broker is back.</returns>
    ValueTask<bool> PublishAsync(string topic, byte[] payload, bool retain, CancellationToken ct);

    /// <summary>The topics under which something is retained, as far as the broker tells.</summary>
    /// <param name="filters">Which ones.</param>
    /// <param name="ct">Ends the waiting.</param>
    ValueTask<IReadOnlyCollection<string>> RetainedAsync(IReadOnlyList<string> filters, CancellationToken ct);
}
