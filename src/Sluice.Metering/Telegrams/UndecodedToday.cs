using Sluice.WMBus.Frames;

namespace Sluice.Metering.Telegrams;

/// <summary>Counts the undecodable telegrams of gateways that were kept today, by meter. Forgotten at the end of the process: then a few more are kept. For one thread at a time.</summary>
public sealed class UndecodedToday
{
    /// <summary>Noise can name any meter: beyond so many the count begins anew.</summary>
    private const int MaxMeters = 100_000;

    private readonly Dictionary<MeterAddress, int> kept = [];
    private DateOnly today;

    /// <summary>True when this one is to be kept; counts it then.</summary>
    public bool Keeps(IntakeItem item)
    {
        var day = DateOnly.FromDateTime(item.Arrival.ReceivedAt.UtcDateTime);
        if (day != today || kept.Count >= MaxMeters) kept.Clear();
        today = day;
        var meter = item.Verdict.Meter ?? default;
        var before = kept.GetValueOrDefault(meter);
        if (!KeepRule.KeepsUndecoded(before)) return false;
        kept[meter] = before + 1;
        return true;
    }
}
