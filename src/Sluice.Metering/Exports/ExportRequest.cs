using System.Text.Json.Serialization;

namespace Sluice.Metering.Exports;

/// <summary>What an export job is asked for, as it is stored with the job. It never holds a password.</summary>
public sealed record ExportRequest
{
    /// <summary>The kind of the job.</summary>
    public const string Kind = "export.file";

    /// <summary>The round; null: the society between <see cref="From"/> and <see cref="To"/>.</summary>
    public Guid? Session { get; init; }

    /// <summary>From this day on, in the society's time zone; null with a round.</summary>
    public DateOnly? From { get; init; }

    /// <summary>To before this day; null with a round.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The kind of file.</summary>
    public ExportFormat Format { get; init; }

    /// <summary>Workbook: standard, detailed, summary. CSV: readings, meters, analytics. Billing: a preset. Else empty.</summary>
    public string Template { get; init; } = "";

    /// <summary>What a workbook shows.</summary>
    public ExportOptions Options { get; init; } = new();

    /// <summary>The folder the file is also put into, below the society's exports; null: the one of the layout.</summary>
    public string? Folder { get; init; }

    /// <summary>True: it was asked for as an object of the store, not for the link.</summary>
    public bool ToStore { get; init; }

    /// <summary>Who asked for it, as the file names them.</summary>
    public string By { get; init; } = "";

    /// <summary>Subject of who is told when it has ended; null: nobody.</summary>
    public string? Notify { get; init; }

    /// <summary>The schedule it was made by; null: somebody asked for it.</summary>
    public Guid? Schedule { get; init; }

    /// <summary>What the file is named after: the round, or the days.</summary>
    [JsonIgnore]
    public string Subject => Session is { } session ? session.ToString("D") : FormattableString.Invariant($"{From:yyyy-MM-dd}_{To:yyyy-MM-dd}");
}

/// <summary>What a workbook shows; null: as its template has it.</summary>
public sealed record ExportOptions
{
    /// <summary>With charts.</summary>
    public bool IncludeCharts { get; init; } = true;

    /// <summary>With the sheet that says where the figures come from.</summary>
    public bool IncludeMetadata { get; init; } = true;

    /// <summary>The file asks for a password.</summary>
    public bool PasswordProtect { get; init; }

    /// <summary>With the summary.</summary>
    public bool? Summary { get; init; }

    /// <summary>With the readings.</summary>
    public bool? Readings { get; init; }

    /// <summary>With the meters.</summary>
    public bool? Meters { get; init; }

    /// <summary>With the analytics.</summary>
    public bool? Analytics { get; init; }
}

/// <summary>What came of an export, as it is stored with the job.</summary>
public sealed record ExportResult
{
    /// <summary>How long a file can be fetched.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromHours(24);

    /// <summary>The file's length, bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The file's SHA-256, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Where the file is kept in the object store.</summary>
    public required string Location { get; init; }

    /// <summary>Rows written.</summary>
    public long Rows { get; init; }

    /// <summary>Meters a billing file leaves out.</summary>
    public long LeftOutCount { get; init; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<LeftOut> LeftOut { get; init; } = [];
}

/// <summary>A meter that cannot be billed.</summary>
/// <param name="Serial">Its serial number.</param>
/// <param name="Flat">Tower and flat.</param>
/// <param name="Fault">Why: see docs/exports.md.</param>
public sealed record LeftOut(string Serial, string Flat, string Fault);

/// <summary>How requests and results are stored.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ExportRequest))]
[JsonSerializable(typeof(ExportResult))]
[JsonSerializable(typeof(ExportSchedule))]
public sealed partial class ExportJson : JsonSerializerContext;
