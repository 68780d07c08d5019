namespace Sluice.Contracts.Readings;

/// <summary>A page of readings, last stored first.</summary>
public sealed record ReadingsPage
{
    /// <summary>The page.</summary>
    public required IReadOnlyList<ReadingDto> Readings { get; init; }

    /// <summary>Pass as <c>?next=</c> to go on; absent on the last page.</summary>
    public string? Next { get; init; }
}

/// <summary>A page of meters, by serial number.</summary>
public sealed record MetersPage
{
    /// <summary>The page.</summary>
    public required IReadOnlyList<MeterDto> Meters { get; init; }

    /// <summary>Pass as <c>?next=</c> to go on; absent on the last page.</summary>
    public string? Next { get; init; }
}

/// <summary>Totals of the installation.</summary>
public sealed record OverviewDto
{
    /// <summary>Meters with a reading.</summary>
    public required long Meters { get; init; }

    /// <summary>Readings stored.</summary>
    public required long Readings { get; init; }

    /// <summary>Grows with every stored reading: unchanged means nothing new.</summary>
    public required long LastReading { get; init; }

    /// <summary>Telegrams in the archive.</summary>
    public required long Telegrams { get; init; }

    /// <summary>Telegrams that repeat another one.</summary>
    public required long Repeats { get; init; }

    /// <summary>Telegrams not decoded yet.</summary>
    public required long Pending { get; init; }

    /// <summary>Telegrams that gave no reading, by code.</summary>
    public required IReadOnlyDictionary<string, long> Undecoded { get; init; }

    /// <summary>The server's time, UTC.</summary>
    public required DateTimeOffset Now { get; init; }
}
