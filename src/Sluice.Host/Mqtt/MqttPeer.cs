using Sluice.Metering.Identity;
using Sluice.Metering.Telegrams;

namespace Sluice.Host.Mqtt;

/// <summary>A client of the built-in broker that proved who it is.</summary>
internal sealed class MqttPeer(Caller caller, string credential, byte[] hash, CredentialKind kind, BrokerConnection connection, string from, MqttBrokerOptions options, TimeProvider clock)
{
    /// <summary>Where a session keeps it.</summary>
    public const string Item = "peer";

    private double allowed = options.MessageBurst;
    private long lastTick = clock.GetTimestamp();

    public Caller Caller { get; } = caller;

    /// <summary>The id of its credential.</summary>
    public string Credential { get; } = credential;

    public byte[] Hash { get; } = hash;

    public CredentialKind Kind { get; } = kind;

    public BrokerConnection Connection { get; } = connection;

    /// <summary>Its address.</summary>
    public string From { get; } = from;

    public ArrivalContext Context { get; } = ArrivalContext.Of(caller);

    /// <summary>Waits until one more message is within what one connection may send. One message of a connection is handled at a time.</summary>
    public Task PaceAsync(CancellationToken ct)
    {
        var now = clock.GetTimestamp();
        allowed = Math.Min(options.MessageBurst, allowed + (clock.GetElapsedTime(lastTick, now).TotalSeconds * options.MessagesPerSecond));
        lastTick = now;
        allowed--;
        return allowed >= 0 ? Task.CompletedTask : Task.Delay(TimeSpan.FromSeconds(-allowed / options.MessagesPerSecond), clock, ct);
    }
}
