using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Sluice.Host.Identity;
using Sluice.Metering.Gateways;
using Sluice.Metering.Identity;
using Sluice.Metering.Telegrams;

namespace Sluice.Host.Mqtt;

/// <summary>Who sent a message of a broker elsewhere, by its topic: that broker has checked who may publish where.</summary>
internal sealed partial class OutsideSenders(CredentialAuthenticator credentials, GatewayActivity activity, TimeProvider clock, ILogger<OutsideSenders> log)
{
    private const int MaxKnown = 10_000;

    private static readonly TimeSpan Good = TimeSpan.FromSeconds(30), WarnEvery = TimeSpan.FromMinutes(1);

    /// <summary>Of a topic that names no gateway: from the installation itself, but thinned as all that gateways send day and night.</summary>
    private static readonly ArrivalContext Anybody = new() { FromGateway = true };

    private readonly ConcurrentDictionary<string, (Sender? Sender, long At)> known = new(StringComparer.Ordinal);
    private long lastWarning = -1;

    /// <summary>The sender.</summary>
    /// <exception cref="Metering.Storage.StorageException">The store cannot be read.</exception>
    public async ValueTask<Sender> FindAsync(string topic, CancellationToken ct)
    {
        var kind = Topics.Read(topic, out var gateway, out var device);
        // Topics that name no gateway were asked for by name.
        if (gateway is null || kind == GatewayTopic.None) return new(Anybody, device, null, topic, null);
        if (!known.TryGetValue(gateway, out var found) || clock.GetElapsedTime(found.At) > Good)
        {
            var caller = await credentials.VouchedAsync(CredentialKind.Gateway, gateway, ct);
            found = (caller.Role == Role.None ? null : new Sender(ArrivalContext.Of(caller), null, activity.Of(gateway), caller.Subject, null), clock.GetTimestamp());
            if (known.Count >= MaxKnown) known.Clear();
            known[gateway] = found;
        }
        return found.Sender is { } sender ? sender with { Device = device, IsStatus = kind == GatewayTopic.Status } : Sender.Refused($"There is no gateway '{gateway}' in force.");
    }

    /// <summary>Says what was refused, once a minute.</summary>
    public void Warn(string topic, string why)
    {
        var last = Volatile.Read(ref lastWarning);
        if (last >= 0 && clock.GetElapsedTime(last) < WarnEvery) return;
        Volatile.Write(ref lastWarning, clock.GetTimestamp());
        Refused(topic, why);
    }

    [LoggerMessage(LogLevel.Warning, "MQTT: a message at '{Topic}' of the outside broker was acknowledged but not taken: {Why} (said once a minute)")]
    private partial void Refused(string topic, string why);

    /// <summary>A sender.</summary>
    /// <param name="Context">In whose name.</param>
    /// <param name="Device">The receiver that the topic names.</param>
    /// <param name="State">What the gateway did; null when it is none of ours.</param>
    /// <param name="Name">For the log.</param>
    /// <param name="Refusal">Why nothing is taken; null: it is.</param>
    internal sealed record Sender(ArrivalContext Context, string? Device, GatewayState? State, string Name, string? Refusal)
    {
        /// <summary>True when the message says whether the gateway is there; false for telegrams.</summary>
        public bool IsStatus { get; init; }

        public static Sender Refused(string why) => new(ArrivalContext.None, null, null, "", why);
    }
}
