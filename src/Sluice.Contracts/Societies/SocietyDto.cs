namespace Sluice.Contracts.Societies;

/// <summary>A housing society.</summary>
public sealed record SocietyDto
{
    /// <summary>Its id, part of addresses.</summary>
    public required string Id { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>Postal address; may be empty.</summary>
    public required string Address { get; init; }

    /// <summary>IANA time zone: where its days and months begin.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Where it is.</summary>
    public LocationDto? Location { get; init; }

    /// <summary>True: keys of a round may travel to the technician's phone.</summary>
    public required bool OfflineKeys { get; init; }

    /// <summary>Of each meter one telegram of gateways is kept per so many minutes.</summary>
    public required int SlotMinutes { get; init; }

    /// <summary>What of its readings goes out over MQTT: <c>off</c>, <c>readings</c> (under serial numbers only), or <c>places</c> (with tower, flat and place).</summary>
    public required string Mqtt { get; init; }

    /// <summary>How long what is kept.</summary>
    public required RetentionDto Retention { get; init; }

    /// <summary>When it was added.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Rises with every change; the same number is the ETag.</summary>
    public required long Version { get; init; }
}

/// <summary>How many days each class of data is kept; absent: for good.</summary>
public sealed record RetentionDto
{
    /// <summary>Raw telegrams heard in rounds.</summary>
    public int? RoundTelegramDays { get; init; }

    /// <summary>Raw telegrams of gateways.</summary>
    public int? GatewayTelegramDays { get; init; }

    /// <summary>Positions of technicians.</summary>
    public int? SessionLocationDays { get; init; }

    /// <summary>Residents who moved out, from that day.</summary>
    public int? MovedOutResidentDays { get; init; }
}

/// <summary>What a society is made from or changed to. On a change, what is absent becomes the default, but for <see cref="Retention"/>, which stays.</summary>
public sealed record SocietyInput
{
    /// <summary>1 to 40 of a-z, 0-9 and single hyphens between them. Not needed in a change.</summary>
    public string? Id { get; init; }

    /// <summary>1 to 200 characters.</summary>
    public string? Name { get; init; }

    /// <summary>At most 1,000 characters.</summary>
    public string? Address { get; init; }

    /// <summary>IANA time zone; absent: Asia/Kolkata.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Where it is.</summary>
    public LocationDto? Location { get; init; }

    /// <summary>Absent: false.</summary>
    public bool? OfflineKeys { get; init; }

    /// <summary>1 to 1440; absent: 15.</summary>
    public int? SlotMinutes { get; init; }

    /// <summary><c>off</c>, <c>readings</c> or <c>places</c>; absent: off.</summary>
    public string? Mqtt { get; init; }

    /// <summary>Days from 1 to 36525.</summary>
    public RetentionDto? Retention { get; init; }
}

/// <summary>A page of societies, by id.</summary>
public sealed record SocietiesPage
{
    /// <summary>The page.</summary>
    public required IReadOnlyList<SocietyDto> Societies { get; init; }

    /// <summary>Pass as <c>?next=</c> to go on; absent on the last page.</summary>
    public string? Next { get; init; }
}
