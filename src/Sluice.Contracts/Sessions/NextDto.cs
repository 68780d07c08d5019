namespace Sluice.Contracts.Sessions;

/// <summary>Answer to <c>GET /api/sessions/{sessionId}/next</c>.</summary>
public sealed record NextDto
{
    /// <summary>The round's mode.</summary>
    public required string Mode { get; init; }

    /// <summary>Where to go next; absent when nothing is missing.</summary>
    public StepDto? Next { get; init; }

    /// <summary>FLAT, TOWER: the flat where something was read last, with its meters.</summary>
    public CurrentFlatDto? Current { get; init; }

    /// <summary>SOCIETY: the way after the next stop, at most 100 stops.</summary>
    public IReadOnlyList<StepDto>? Then { get; init; }

    /// <summary>SOCIETY: the whole way, metres as the crow flies.</summary>
    public long? RouteM { get; init; }

    /// <summary>SOCIETY: waiting at all stops, seconds.</summary>
    public long? WaitSeconds { get; init; }

    /// <summary>FREE_ROAM: meters not read yet nearby, nearest first, at most 100.</summary>
    public IReadOnlyList<TargetDto>? Near { get; init; }
}

/// <summary>A place to go to.</summary>
public sealed record StepDto
{
    /// <summary>Why, in a sentence.</summary>
    public required string Reason { get; init; }

    /// <summary>The tower.</summary>
    public required string Tower { get; init; }

    /// <summary>The flat, where it is about one.</summary>
    public string? Flat { get; init; }

    /// <summary>The lowest floor.</summary>
    public int? LowestFloor { get; init; }

    /// <summary>The highest floor.</summary>
    public int? HighestFloor { get; init; }

    /// <summary>Where.</summary>
    public PlaceDto? Location { get; init; }

    /// <summary>Metres from here, or from the stop before.</summary>
    public long? DistanceM { get; init; }

    /// <summary>How long to wait there, seconds.</summary>
    public required long WaitSeconds { get; init; }

    /// <summary>How many meters are missing there.</summary>
    public required int Missing { get; init; }

    /// <summary>FLAT, TOWER: the missing meters.</summary>
    public IReadOnlyList<TargetDto>? Meters { get; init; }
}

/// <summary>A flat with its meters.</summary>
public sealed record CurrentFlatDto
{
    /// <summary>The tower.</summary>
    public required string Tower { get; init; }

    /// <summary>The flat.</summary>
    public required string Flat { get; init; }

    /// <summary>Its meters.</summary>
    public required IReadOnlyList<TargetDto> Meters { get; init; }
}
