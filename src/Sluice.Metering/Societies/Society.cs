using Sluice.Metering.Identity;

namespace Sluice.Metering.Societies;

/// <summary>A housing society.</summary>
public sealed record Society
{
    /// <summary>Its id; never changes.</summary>
    public required SocietyId Id { get; init; }

    /// <summary>What people call it, 1 to 200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Postal address, at most 1,000 characters; may be empty.</summary>
    public string Address { get; init; } = "";

    /// <summary>IANA time zone: where its days and months begin.</summary>
    public string TimeZone { get; init; } = "Asia/Kolkata";

    /// <summary>Where it is; null when not known.</summary>
    public Location? Location { get; init; }

    /// <summary>True: a meter's key may travel to a technician's phone for the time of a round (decision 9). Off by default.</summary>
    public bool OfflineKeys { get; init; }

    /// <summary>Minutes of one slot for telegrams of gateways: one of each meter is kept per slot. 1 to 1440.</summary>
    public int SlotMinutes { get; init; } = 15;

    /// <summary>What of its readings goes out over MQTT. Off by default.</summary>
    public MqttOut Mqtt { get; init; }

    /// <summary>How long what is kept.</summary>
    public Retention Retention { get; init; } = new();

    /// <summary>When it was added, UTC.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Rises with every change; 0 before it is stored.</summary>
    public long Version { get; init; }
}

/// <summary>A tower (block, wing) of a society.</summary>
/// <param name="Name">Unique within the society, 1 to 60 characters.</param>
/// <param name="Coordinates">Where it stands; null when not known.</param>
/// <param name="Floors">How many floors; null when not known.</param>
/// <param name="Version">Rises with every change; 0 before it is stored.</param>
public sealed record Tower(string Name, Location? Coordinates = null, int? Floors = null, long Version = 0);

/// <summary>A flat of a tower. Common areas are flats named so by the society (for example <c>Garden</c>).</summary>
public sealed record Flat
{
    /// <summary>The tower's name.</summary>
    public required string Tower { get; init; }

    /// <summary>Unique within the tower, 1 to 60 characters, for example <c>101</c>.</summary>
    public required string Number { get; init; }

    /// <summary>The floor, 0 the ground floor; null when not known.</summary>
    public int? Floor { get; init; }

    /// <summary>Kind of flat, for comparing like with like, for example <c>2BHK</c>; may be empty.</summary>
    public string Type { get; init; } = "";

    /// <summary>Where it is; null: as its tower.</summary>
    public Location? Coordinates { get; init; }

    /// <summary>People who live there: personal data, seen only with <see cref="Permission.ResidentRead"/>.</summary>
    public IReadOnlyList<Resident> Residents { get; init; } = [];

    /// <summary>Rises with every change; 0 before it is stored.</summary>
    public long Version { get; init; }
}

/// <summary>Somebody who lives in a flat.</summary>
/// <param name="Name">At most 200 characters.</param>
/// <param name="Contact">Mail address or telephone, at most 200 characters; may be empty.</param>
/// <param name="MovedOut">The day they left; null while they live there. Kept for <see cref="Retention.MovedOutResidentDays"/> after it.</param>
public sealed record Resident(string Name, string Contact, DateOnly? MovedOut = null);
