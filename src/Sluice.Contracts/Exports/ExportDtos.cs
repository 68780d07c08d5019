namespace Sluice.Contracts.Exports;

/// <summary>What to make a file of, and which.</summary>
public sealed record NewExportDto
{
    /// <summary>The round.</summary>
    public string? SessionId { get; init; }

    /// <summary>Instead of a round: the society, with <see cref="Month"/> or <see cref="From"/> and <see cref="To"/>.</summary>
    public string? SocietyId { get; init; }

    /// <summary>A month of the society: <c>2026-11</c>.</summary>
    public string? Month { get; init; }

    /// <summary>The first day: <c>2026-11-01</c>.</summary>
    public string? From { get; init; }

    /// <summary>The last day, inclusive.</summary>
    public string? To { get; init; }

    /// <summary>xlsx (when absent), json, csv, archive, billing, billing-xlsx.</summary>
    public string? Format { get; init; }

    /// <summary>Workbook: standard, detailed, summary. CSV: readings, meters, analytics. Billing: plain, mygate, adda, factech, weconnectu. The first of them when absent.</summary>
    public string? Template { get; init; }

    /// <summary>What a workbook shows.</summary>
    public ExportOptionsDto? Options { get; init; }

    /// <summary>With <see cref="ExportOptionsDto.PasswordProtect"/>: 1 to 255 characters. Never stored.</summary>
    public string? Password { get; init; }

    /// <summary>A mail to the caller when it has ended, with a link that asks for a log-in; for people, where mail is set up.</summary>
    public bool? Notify { get; init; }

    /// <summary>Only for <c>/api/export/s3</c>: the folder below the society's exports; absent: the one of the layout.</summary>
    public string? BucketPath { get; init; }
}

/// <summary>What a workbook shows.</summary>
public sealed record ExportOptionsDto
{
    /// <summary>As <see cref="NewExportDto.Template"/>.</summary>
    public string? Template { get; init; }

    /// <summary>With charts; true when absent.</summary>
    public bool? IncludeCharts { get; init; }

    /// <summary>With the sheet that says where the figures come from; true when absent.</summary>
    public bool? IncludeMetadata { get; init; }

    /// <summary>The file asks for the password.</summary>
    public bool? PasswordProtect { get; init; }

    /// <summary>The sheets; those absent are as the template has them.</summary>
    public WorksheetsDto? Worksheets { get; init; }
}

/// <summary>Which sheets a workbook has.</summary>
public sealed record WorksheetsDto
{
    /// <summary>The summary.</summary>
    public bool? Summary { get; init; }

    /// <summary>The readings.</summary>
    public bool? Readings { get; init; }

    /// <summary>The meters.</summary>
    public bool? Meters { get; init; }

    /// <summary>The analytics.</summary>
    public bool? Analytics { get; init; }
}

/// <summary>An export: a file, or one in the making.</summary>
public sealed record ExportDto
{
    /// <summary>Its id; also the id of its job.</summary>
    public required string Id { get; init; }

    /// <summary>The society.</summary>
    public required string SocietyId { get; init; }

    /// <summary>The round; absent with days.</summary>
    public string? SessionId { get; init; }

    /// <summary>The first day; absent with a round.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The last day, inclusive.</summary>
    public DateOnly? To { get; init; }

    /// <summary>The kind of file.</summary>
    public required string Format { get; init; }

    /// <summary>Its template; absent when the format has none.</summary>
    public string? Template { get; init; }

    /// <summary>What a workbook shows.</summary>
    public ExportOptionsDto? Options { get; init; }

    /// <summary>QUEUED, RUNNING, SUCCEEDED, FAILED or CANCELLED.</summary>
    public required string State { get; init; }

    /// <summary>Rows written so far.</summary>
    public required long Rows { get; init; }

    /// <summary>What it does now.</summary>
    public string? Doing { get; init; }

    /// <summary>User id of who asked for it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was asked for, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The schedule it was made by; absent: somebody asked for it.</summary>
    public string? ScheduleId { get; init; }

    /// <summary>What object storage says about the file: society, export, session or days, format, template.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>Where to fetch the file, with a token; absent until it is there, and after <see cref="ExpiresAt"/>.</summary>
    public Uri? DownloadUrl { get; init; }

    /// <summary>The file's length, bytes.</summary>
    public long? Size { get; init; }

    /// <summary>The file's SHA-256, hexadecimal.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Until when the link is good, UTC: 24 hours after the file was made.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>For <c>/api/export/s3</c>: true when the file is there, absent until then.</summary>
    public bool? Success { get; init; }

    /// <summary>Where the file is in the object store.</summary>
    public string? S3Location { get; init; }

    /// <summary>Meters a billing file leaves out.</summary>
    public long? LeftOutCount { get; init; }

    /// <summary>The first of them.</summary>
    public IReadOnlyList<LeftOutDto>? LeftOut { get; init; }

    /// <summary>Why there is no file.</summary>
    public Jobs.JobErrorDto? Error { get; init; }
}

/// <summary>A meter that cannot be billed.</summary>
/// <param name="SerialNumber">Its serial number.</param>
/// <param name="Flat">Tower and flat.</param>
/// <param name="Fault">Why.</param>
public sealed record LeftOutDto(string SerialNumber, string Flat, string Fault);

/// <summary>Exports of a society, newest first.</summary>
public sealed record ExportsPage
{
    /// <summary>The page.</summary>
    public required IReadOnlyList<ExportDto> Exports { get; init; }

    /// <summary>Pass as <c>?next=</c> to go on; absent on the last page.</summary>
    public string? Next { get; init; }
}
