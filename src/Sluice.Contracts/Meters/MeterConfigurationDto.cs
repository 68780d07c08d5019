namespace Sluice.Contracts.Meters;

/// <summary>A meter of a society and where it hangs.</summary>
public sealed record MeterConfigurationDto
{
    /// <summary>Maker and serial number: <c>KAM.90000001</c>.</summary>
    public required string MeterId { get; init; }

    /// <summary>The society.</summary>
    public required string SocietyId { get; init; }

    /// <summary>As printed on the meter, eight digits.</summary>
    public required string SerialNumber { get; init; }

    /// <summary>The flat; empty for a bulk meter.</summary>
    public required string FlatNumber { get; init; }

    /// <summary>The tower; empty for a bulk meter of the society.</summary>
    public required string TowerName { get; init; }

    /// <summary>Which of the flat's meters; may be empty.</summary>
    public required string Place { get; init; }

    /// <summary>FLAT, COMMON_AREA or BULK.</summary>
    public required string Purpose { get; init; }

    /// <summary>The model.</summary>
    public required string MeterType { get; init; }

    /// <summary>Fingerprint of the key: the first eight hexadecimal digits of its SHA-256. Absent: no key. The key itself never comes back.</summary>
    public string? EncryptionKey { get; init; }

    /// <summary>When it was installed.</summary>
    public DateOnly? InstallationDate { get; init; }

    /// <summary>Where it is; absent: as its flat or tower.</summary>
    public LocationDto? Location { get; init; }

    /// <summary>ACTIVE, INACTIVE or MAINTENANCE.</summary>
    public required string Status { get; init; }

    /// <summary>Rises with every change; the same number is the ETag.</summary>
    public required long Version { get; init; }
}

/// <summary>Answer of <c>GET /api/societies/{societyId}/meters</c>.</summary>
public sealed record MeterConfigurationsPage
{
    /// <summary>The page, by serial number.</summary>
    public required IReadOnlyList<MeterConfigurationDto> Meters { get; init; }

    /// <summary>Pass as <c>?next=</c> to go on; absent on the last page.</summary>
    public string? Next { get; init; }
}

/// <summary>What a meter is made from or changed to; what is absent becomes the default.</summary>
public sealed record MeterInput
{
    /// <summary><c>KAM.90000001</c>; or give <see cref="SerialNumber"/>.</summary>
    public string? MeterId { get; init; }

    /// <summary>Eight digits; the maker is then Kamstrup (KAM).</summary>
    public string? SerialNumber { get; init; }

    /// <summary>The flat.</summary>
    public string? FlatNumber { get; init; }

    /// <summary>The tower.</summary>
    public string? TowerName { get; init; }

    /// <summary>Which of the flat's meters, for example <c>kitchen</c>.</summary>
    public string? Place { get; init; }

    /// <summary>FLAT, COMMON_AREA or BULK; absent: FLAT.</summary>
    public string? Purpose { get; init; }

    /// <summary>The model; absent: FlowIQ2101.</summary>
    public string? MeterType { get; init; }

    /// <summary>The meter's key, 32 hexadecimal digits; absent, or the fingerprint that was read: as it is.</summary>
    public string? EncryptionKey { get; init; }

    /// <summary>When it was installed.</summary>
    public DateOnly? InstallationDate { get; init; }

    /// <summary>Where it is.</summary>
    public LocationDto? Location { get; init; }

    /// <summary>ACTIVE, INACTIVE or MAINTENANCE; absent: ACTIVE.</summary>
    public string? Status { get; init; }
}
