using Sluice.Contracts.Meters;

namespace Sluice.Contracts.Societies;

/// <summary>Somebody who lives in a flat.</summary>
public sealed record ResidentDto
{
    /// <summary>1 to 200 characters.</summary>
    public string? Name { get; init; }

    /// <summary>Mail address or telephone; may be empty.</summary>
    public string? Contact { get; init; }

    /// <summary>The day they left; absent while they live there.</summary>
    public DateOnly? MovedOut { get; init; }
}

/// <summary>The residents of a flat.</summary>
public sealed record ResidentsDto
{
    /// <summary>At most 50.</summary>
    public IReadOnlyList<ResidentDto>? Residents { get; init; }
}

/// <summary>Whose personal data to forget.</summary>
public sealed record EraseResidentsInput
{
    /// <summary>The tower.</summary>
    public string? Tower { get; init; }

    /// <summary>The flat.</summary>
    public string? Flat { get; init; }
}

/// <summary>What was forgotten.</summary>
public sealed record ErasedDto
{
    /// <summary>How many people.</summary>
    public required int Erased { get; init; }
}

/// <summary>Everything held about the people of a flat.</summary>
public sealed record ResidentExportDto
{
    /// <summary>The society.</summary>
    public required string SocietyId { get; init; }

    /// <summary>The tower.</summary>
    public required string Tower { get; init; }

    /// <summary>The flat.</summary>
    public required string Flat { get; init; }

    /// <summary>When this was put together.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The people.</summary>
    public required IReadOnlyList<ResidentDto> Residents { get; init; }

    /// <summary>The flat's meters, which say how much water its people use.</summary>
    public required IReadOnlyList<MeterConfigurationDto> Meters { get; init; }

    /// <summary>Which meters hung there when.</summary>
    public required IReadOnlyList<InstallationDto> Installations { get; init; }

    /// <summary>Where the readings of each of those meters are.</summary>
    public required IReadOnlyList<string> Readings { get; init; }
}
