using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Societies;
using Sluice.WMBus;

namespace Sluice.Host.Mqtt.Out;

/// <summary>What is to be published of a meter.</summary>
/// <param name="Reading">Its reading.</param>
/// <param name="Telegram">What the reading's telegram says in full; null for a reading from the dial, or when the telegram is gone.</param>
/// <param name="Meter">The meter as registered; null when it is so no more.</param>
/// <param name="Mode">What the society lets out.</param>
internal sealed record MeterState(Reading Reading, DecodedTelegram? Telegram, Meter? Meter, MqttOut Mode)
{
    /// <summary>Where its newest reading is, retained: <c>sluice/SOCIETY/MAKER.SERIAL</c>.</summary>
    public string Topic => $"sluice/{Reading.Society}/{MeterId.Of(Reading.Meter)}";

    /// <summary>What people call it, as far as the society lets it out.</summary>
    public string Name => Mode == MqttOut.Places && Meter is { } meter && string.Join(' ', ((string[])[string.Join('-', ((string[])[meter.Tower, meter.Flat]).Where(static t => t.Length > 0)), meter.Place]).Where(static t => t.Length > 0)) is { Length: > 0 } place
        ? place : Reading.Meter.Id;

    /// <summary>The words that this meter's telegrams can say about its state.</summary>
    public IReadOnlySet<string> Words => Telegram is null ? new HashSet<string>() : Telegram.Driver.Statuses.Where(s => Telegram.Records.Any(r => r.Header == s.Header)).SelectMany(static s => s.Bits).Select(static b => b.Word).ToHashSet(StringComparer.Ordinal);

    /// <summary>True when the telegram has a valid value of this name.</summary>
    public bool Has(string field) => Telegram is not null && Telegram.Fields.Any(f => f.Name.Text == field && !f.IsInvalid);
}
