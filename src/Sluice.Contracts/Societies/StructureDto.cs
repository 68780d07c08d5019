namespace Sluice.Contracts.Societies;

/// <summary>Answer of <c>GET /api/societies/{societyId}/structure</c>.</summary>
public sealed record StructureDto
{
    /// <summary>Towers by name.</summary>
    public required IReadOnlyList<TowerDto> Towers { get; init; }

    /// <summary>Flats by tower and number.</summary>
    public required IReadOnlyList<FlatDto> Flats { get; init; }

    /// <summary>Ids of the meters that hang in a place, by <c>tower/flat</c>; <c>tower</c> alone and the empty name hold bulk meters.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> MeterMapping { get; init; }
}

/// <summary>A tower.</summary>
public sealed record TowerDto
{
    /// <summary>Its name; in a request the address has it.</summary>
    public string? Name { get; init; }

    /// <summary>Where it stands.</summary>
    public LocationDto? Coordinates { get; init; }

    /// <summary>How many floors.</summary>
    public int? Floors { get; init; }

    /// <summary>Rises with every change; the same number is the ETag.</summary>
    public long? Version { get; init; }
}

/// <summary>A flat.</summary>
public sealed record FlatDto
{
    /// <summary>Its tower; in a request the address has it.</summary>
    public string? Tower { get; init; }

    /// <summary>Its number; in a request the address has it.</summary>
    public string? Number { get; init; }

    /// <summary>The floor, 0 the ground floor.</summary>
    public int? Floor { get; init; }

    /// <summary>Kind of flat, for comparing like with like.</summary>
    public string? Type { get; init; }

    /// <summary>Where it is; absent: as its tower.</summary>
    public LocationDto? Coordinates { get; init; }

    /// <summary>Who lives there: only in the answer for one flat, and only for those who may see it. Changed at an address of their own.</summary>
    public IReadOnlyList<ResidentDto>? Residents { get; init; }

    /// <summary>Rises with every change; the same number is the ETag.</summary>
    public long? Version { get; init; }
}
