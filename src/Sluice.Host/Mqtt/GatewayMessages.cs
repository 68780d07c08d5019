using Microsoft.Extensions.Logging;
using Sluice.Metering.Gateways;
using Sluice.Metering.Telegrams;
using Sluice.WMBus.Receivers;

namespace Sluice.Host.Mqtt;

/// <summary>Messages of gateways, from whatever broker: read, taken in, or counted with the reason why they never can be.</summary>
internal sealed partial class GatewayMessages(IntakeBatcher batcher, TimeProvider clock, MqttMeters meters, ILogger<GatewayMessages> log)
{
    private static readonly TimeSpan WarnEvery = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private long lastWarning;
    private bool warned;

    /// <summary>Takes a message of telegrams in. Returns when they are on disk, or when it is certain that there are none: then it can be acknowledged.</summary>
    /// <returns>Why there was nothing to take; null when there was.</returns>
    /// <exception cref="Metering.Storage.StorageException">The store failed: the message must not be acknowledged.</exception>
    public async ValueTask<string?> TakeAsync(ReadOnlyMemory<byte> payload, string? device, ArrivalContext context, GatewayState? state, string who, CancellationToken ct)
    {
        var telegrams = new List<ReceivedTelegram>(1);
        MessagePayload.Read(payload.Span, telegrams.Add);
        if (telegrams.TrueForAll(static t => !t.Error.IsNone || t.Bytes.Length is 0 or > TelegramArrival.MaxBytes))
        {
            var why = telegrams.Count == 0 ? payload.IsEmpty ? "The message is empty." : "The message holds no telegram: hexadecimal, JSON with hexadecimal, or rtl_wmbus lines were expected."
                : telegrams.Find(static t => !t.Error.IsNone)?.Error.Message ?? $"The telegram is longer than {TelegramArrival.MaxBytes} bytes.";
            NotTaken(state, who, why);
            return why;
        }
        if (device is not null)
            for (var i = 0; i < telegrams.Count; i++)
                if (telegrams[i].Device is null) telegrams[i] = telegrams[i] with { Device = device };
        await batcher.TakeAsync(telegrams, context, ct);
        meters.Taken();
        return null;
    }

    /// <summary>Notes a message that can never be taken.</summary>
    public void NotTaken(GatewayState? state, string who, string why)
    {
        state?.Unreadable(why, clock.GetUtcNow());
        meters.Unreadable();
        lock (gate)
        {
            if (warned && clock.GetElapsedTime(lastWarning) < WarnEvery) return;
            (warned, lastWarning) = (true, clock.GetTimestamp());
        }
        Warn(who, why);
    }

    [LoggerMessage(LogLevel.Warning, "MQTT: a message of {Who} was acknowledged but not taken: {Why} (said once a minute; see the gateway's last problem)")]
    private partial void Warn(string who, string why);
}
