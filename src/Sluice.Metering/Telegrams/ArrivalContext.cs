using Sluice.Metering.Identity;
using Sluice.Metering.Sessions;

namespace Sluice.Metering.Telegrams;

/// <summary>Who handed a telegram over, and on what occasion. The telegrams of a delivery usually share one.</summary>
public sealed record ArrivalContext
{
    /// <summary>The most societies kept in <see cref="DeliveredFor"/>; somebody who belongs to more is a matter of the whole installation.</summary>
    public const int MaxSocieties = 64;

    /// <summary>Nobody in particular, for every society: the installation itself.</summary>
    public static ArrivalContext None { get; } = new();

    /// <summary>The round it was heard in; null outside rounds.</summary>
    public SessionId? Session { get; init; }

    /// <summary>Where the receiver was; null when not known.</summary>
    public Location? Gps { get; init; }

    /// <summary>The caller's subject; null for the installation itself.</summary>
    public string? DeliveredBy { get; init; }

    /// <summary>The societies the caller belonged to; null: all. Telegrams of other societies' meters are not for us.</summary>
    public IReadOnlyList<SocietyId>? DeliveredFor { get; init; }

    /// <summary>True: from a gateway that sends day and night; of its telegrams only some are kept.</summary>
    public bool FromGateway { get; init; }

    /// <summary>The society whose round or gateway it was: its settings say how long the telegram is kept. Null outside rounds when no gateway of a single society sent it: kept for good.</summary>
    public SocietyId? OccasionOf { get; init; }

    /// <summary>The context of a delivery by a caller.</summary>
    /// <param name="caller">Who delivers.</param>
    /// <param name="session">The round it was heard in; null outside rounds.</param>
    /// <param name="gps">Where the receiver was; null when not known.</param>
    /// <param name="society">The round's society.</param>
    public static ArrivalContext Of(Caller caller, SessionId? session = null, Location? gps = null, SocietyId? society = null) => new()
    {
        OccasionOf = society ?? (caller.Role == Role.Gateway && caller.Societies.Count == 1 ? caller.Societies.First() : null),
        Session = session,
        Gps = gps,
        DeliveredBy = caller.Subject.Length > 0 ? caller.Subject : null,
        DeliveredFor = caller.Role == Role.SuperAdmin ? null : [.. caller.Societies.OrderBy(static s => s.Text, StringComparer.Ordinal).Take(MaxSocieties)],
        FromGateway = caller.Role == Role.Gateway,
    };

    /// <summary>True when whoever delivered it belongs to the society.</summary>
    public bool IsFor(SocietyId society) => DeliveredFor?.Contains(society) != false;
}
