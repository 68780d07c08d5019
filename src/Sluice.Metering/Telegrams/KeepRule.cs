namespace Sluice.Metering.Telegrams;

/// <summary>Which telegrams are kept. Everything that people and rounds bring is; of what gateways hear day and night, enough to know all that matters.</summary>
/// <remarks>A meter sends 5,400 telegrams a day. What is not kept raises the meter's reception statistics only.</remarks>
public static class KeepRule
{
    /// <summary>So many undecodable telegrams of a meter and day are kept: enough to decode one when its key or format arrives.</summary>
    public const int UndecodedPerDay = 20;

    /// <summary>True for telegrams that are only kept as far as they are needed: from a gateway, outside a round.</summary>
    public static bool MayThin(TelegramArrival arrival) => arrival.Context is { FromGateway: true, Session: null };

    /// <summary>The slot a moment lies in: the minute since 1970 it begins with. Slots begin at midnight UTC; the last one of a day may be shorter.</summary>
    public static long SlotOf(DateTimeOffset at, int slotMinutes)
    {
        var minutes = (long)Math.Floor(at.ToUnixTimeSeconds() / 60m);
        var ofDay = ((minutes % 1440) + 1440) % 1440;
        return minutes - (ofDay % slotMinutes);
    }

    /// <summary>True when a decoded telegram that may be thinned is kept.</summary>
    /// <param name="slotIsTaken">A reading of the meter is kept in its slot already.</param>
    /// <param name="statusChanged">Its info codes differ from those of the meter's reading before it.</param>
    public static bool KeepsReading(bool slotIsTaken, bool statusChanged) => !slotIsTaken || statusChanged;

    /// <summary>True when an undecodable telegram that may be thinned is kept.</summary>
    /// <param name="keptToday">Undecodable ones of the meter kept that day before it.</param>
    public static bool KeepsUndecoded(int keptToday) => keptToday < UndecodedPerDay;
}
