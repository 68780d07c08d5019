namespace Sluice.Contracts.Readings;

/// <summary>A reading of a society's meter.</summary>
public sealed record SocietyReadingDto
{
    /// <summary>The reading's id.</summary>
    public required string Id { get; init; }

    /// <summary>The meter's id, for example <c>KAM.90000001</c>.</summary>
    public required string MeterId { get; init; }

    /// <summary>The round it was heard in first; absent outside rounds.</summary>
    public string? SessionId { get; init; }

    /// <summary>Volume at <see cref="Timestamp"/>, m³, exact; absent when the telegram has none.</summary>
    public decimal? Consumption { get; init; }

    /// <summary>When the meter was heard, UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>Volume at <see cref="TargetDate"/>, the billing date, m³, exact.</summary>
    public decimal? Target { get; init; }

    /// <summary>The day of <see cref="Target"/>.</summary>
    public DateOnly? TargetDate { get; init; }

    /// <summary>True: the telegram does not say the day; it is the first of the month in the society's time zone.</summary>
    public bool? TargetDateInferred { get; init; }

    /// <summary>GOOD, FAIR or POOR.</summary>
    public required string Quality { get; init; }

    /// <summary>Ids of the rules that say why it is not GOOD.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>Which version is shown: 2 or more when somebody accepted, corrected or withdrew the reading; absent for a reading as it was stored.</summary>
    public int? Version { get; init; }

    /// <summary>What that version is: ACCEPTED, CORRECTED, ESTIMATED, SUBSTITUTED, WITHDRAWN or NOTED.</summary>
    public string? Kind { get; init; }

    /// <summary>TELEGRAM, or MANUAL: somebody read the dial.</summary>
    public required string Source { get; init; }

    /// <summary><c>OK</c>, or info codes separated by spaces.</summary>
    public required string Status { get; init; }

    /// <summary>Where the receiver was.</summary>
    public LocationDto? GpsLocation { get; init; }

    /// <summary>The receiver with the best signal.</summary>
    public string? Device { get; init; }

    /// <summary>Its signal, dBm.</summary>
    public int? RssiDbm { get; init; }

    /// <summary>The telegram in hexadecimal; only in the answer for one reading, for those who may see telegrams.</summary>
    public string? RawTelegram { get; init; }

    /// <summary>Everything the telegram says, by field name; only in the answer for one reading.</summary>
    public IReadOnlyDictionary<string, string>? DecryptedData { get; init; }
}

/// <summary>A page of a society's readings.</summary>
public sealed record SocietyReadingsPage
{
    /// <summary>The page.</summary>
    public required IReadOnlyList<SocietyReadingDto> Readings { get; init; }

    /// <summary>Pass as <c>?next=</c> to go on; absent on the last page.</summary>
    public string? Next { get; init; }
}

/// <summary>What a society's meters used, by day.</summary>
public sealed record ConsumptionDto
{
    /// <summary>The days with a figure, in order.</summary>
    public required IReadOnlyList<DayUseDto> Days { get; init; }

    /// <summary>The sum, m³, exact.</summary>
    public required decimal TotalM3 { get; init; }
}

/// <summary>Use of a day.</summary>
/// <param name="Day">The day in the society's time zone.</param>
/// <param name="UseM3">m³, exact.</param>
/// <param name="Meters">Meters with a figure for the day.</param>
public sealed record DayUseDto(DateOnly Day, decimal UseM3, int Meters);
