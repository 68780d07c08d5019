using Sluice.Metering.Identity;

namespace Sluice.Metering.Meters;

/// <summary>A meter of a society and where it hangs.</summary>
public sealed record Meter
{
    /// <summary>Maker and serial number; unique in the installation.</summary>
    public required MeterId Id { get; init; }

    /// <summary>The society.</summary>
    public required SocietyId Society { get; init; }

    /// <summary>The tower's name; empty for a bulk meter of the society.</summary>
    public string Tower { get; init; } = "";

    /// <summary>The flat's number; empty for a bulk meter of a tower or society.</summary>
    public string Flat { get; init; } = "";

    /// <summary>Which of the flat's meters (inlet), for example <c>kitchen</c>; may be empty.</summary>
    public string Place { get; init; } = "";

    /// <summary>What it measures.</summary>
    public MeterPurpose Purpose { get; init; }

    /// <summary>The model, as the owner names it.</summary>
    public string MeterType { get; init; } = "FlowIQ2101";

    /// <summary>When it was installed; null when not known.</summary>
    public DateOnly? InstallationDate { get; init; }

    /// <summary>Where it is; null: as its flat or tower.</summary>
    public Location? Location { get; init; }

    /// <summary>Whether it is read.</summary>
    public MeterStatus Status { get; init; }

    /// <summary>First 8 hexadecimal digits of the SHA-256 of its key; null when it has none. The key itself never comes back.</summary>
    public string? KeyFingerprint { get; init; }

    /// <summary>Rises with every change; 0 before it is stored.</summary>
    public long Version { get; init; }
}

/// <summary>What a meter measures.</summary>
public enum MeterPurpose
{
    /// <summary>A flat's use.</summary>
    Flat = 0,

    /// <summary>A common area: garden, pool, club house.</summary>
    CommonArea,

    /// <summary>What flows into a tower or the society: the sum to compare flats with.</summary>
    Bulk,
}

/// <summary>Whether a meter is read.</summary>
public enum MeterStatus
{
    /// <summary>Read in rounds and by gateways.</summary>
    Active = 0,

    /// <summary>Taken out (replaced, flat demolished); its history stays.</summary>
    Inactive,

    /// <summary>In place but not trusted; not a target of rounds.</summary>
    Maintenance,
}
