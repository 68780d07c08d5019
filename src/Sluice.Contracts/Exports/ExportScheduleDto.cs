namespace Sluice.Contracts.Exports;

/// <summary>An export to be made again and again.</summary>
public record NewExportScheduleDto
{
    /// <summary>What people call it, at most 100 characters.</summary>
    public string? Name { get; init; }

    /// <summary><c>MONTH</c>: of the month before; <c>WEEK</c>: of the seven days before; <c>ROUND</c>: of each round, when it is completed.</summary>
    public string? Every { get; init; }

    /// <summary>For <c>MONTH</c>: the day, 1 to 28; 2 when absent.</summary>
    public int? Day { get; init; }

    /// <summary>For <c>WEEK</c>: <c>MONDAY</c> (when absent) to <c>SUNDAY</c>.</summary>
    public string? Weekday { get; init; }

    /// <summary>The time in the society's time zone, <c>06:00</c> when absent; not for <c>ROUND</c>.</summary>
    public string? Time { get; init; }

    /// <summary>As <see cref="NewExportDto.Format"/>.</summary>
    public string? Format { get; init; }

    /// <summary>As <see cref="NewExportDto.Template"/>.</summary>
    public string? Template { get; init; }

    /// <summary>As <see cref="NewExportDto.Options"/>; without a password, which is never stored.</summary>
    public ExportOptionsDto? Options { get; init; }

    /// <summary>As <see cref="NewExportDto.BucketPath"/>.</summary>
    public string? BucketPath { get; init; }

    /// <summary>A mail to who made the schedule, with a link, each time.</summary>
    public bool? Notify { get; init; }

    /// <summary>False: it rests; true when absent.</summary>
    public bool? Enabled { get; init; }
}

/// <summary>A scheduled export.</summary>
public sealed record ExportScheduleDto : NewExportScheduleDto
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>User id of who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was made or changed last, UTC; nothing is made up for before.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>When it is made next, UTC; absent when it rests or waits for a round.</summary>
    public DateTimeOffset? NextAt { get; init; }

    /// <summary>What it was last made for, UTC: the time it was due, or the end of the round.</summary>
    public DateTimeOffset? LastAt { get; init; }

    /// <summary>The export made last.</summary>
    public string? LastExportId { get; init; }
}

/// <summary>A society's scheduled exports, oldest first.</summary>
public sealed record ExportSchedulesDto
{
    /// <summary>All of them.</summary>
    public required IReadOnlyList<ExportScheduleDto> Schedules { get; init; }
}
