using System.Collections.Concurrent;
using Sluice.Metering.Meters;
using Sluice.Metering.Telegrams;

namespace Sluice.Metering.Gateways;

/// <summary>What gateways did since this server started: for whoever looks after them. In memory; when a gateway was heard last is also kept with its credential.</summary>
/// <remarks>Safe for use from many threads.</remarks>
public sealed class GatewayActivity(TimeProvider clock)
{
    /// <summary>What the subject of a gateway's <see cref="Identity.Caller"/> begins with.</summary>
    public const string SubjectPrefix = "gateway:";

    private readonly ConcurrentDictionary<string, GatewayState> states = new(StringComparer.Ordinal);

    /// <summary>When counting began.</summary>
    public DateTimeOffset Since { get; } = clock.GetUtcNow();

    /// <summary>What is known of a gateway; null when it was not heard since the start.</summary>
    public GatewayState? Find(string gateway) => states.GetValueOrDefault(gateway);

    /// <summary>All that were heard since the start.</summary>
    public IEnumerable<KeyValuePair<string, GatewayState>> All => states;

    /// <summary>The state of a gateway, made if needed. Only for gateways that proved who they are: the number of states is that of credentials.</summary>
    public GatewayState Of(string gateway) => states.GetOrAdd(gateway, static _ => new());

    /// <summary>Counts what a delivery brought; called by <see cref="Intake.Kept"/>.</summary>
    public void OnKept(IntakeResult result)
    {
        GatewayState? state = null;
        string? last = null;
        var now = clock.GetUtcNow();
        foreach (var item in result.Items)
        {
            if (item?.Arrival.Context is not { FromGateway: true, DeliveredBy: { } subject }) continue;
            if (!ReferenceEquals(subject, last))
            {
                last = subject;
                state = subject.StartsWith(SubjectPrefix, StringComparison.Ordinal) ? Of(subject[SubjectPrefix.Length..]) : null;
            }
            state?.Heard(item.Verdict.Meter is { } meter ? MeterId.Of(meter).SortKey : null, now);
        }
    }
}
