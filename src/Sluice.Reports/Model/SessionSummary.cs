namespace Sluice.Reports.Model;

/// <summary>A round in a few words and figures: the first page of a workbook and its metadata.</summary>
public sealed record SessionSummary
{
    /// <summary>The round's id.</summary>
    public required string SessionId { get; init; }

    /// <summary>The society's id.</summary>
    public required string SocietyId { get; init; }

    /// <summary>The society's name.</summary>
    public required string SocietyName { get; init; }

    /// <summary>Its postal address; may be empty.</summary>
    public string Address { get; init; } = "";

    /// <summary>The society's time zone: times in sheets are local.</summary>
    public required TimeZoneInfo TimeZone { get; init; }

    /// <summary>How it was walked, in words: <c>TOWER</c>.</summary>
    public string Mode { get; init; } = "";

    /// <summary>The round's status, in words: <c>COMPLETED</c>.</summary>
    public string Status { get; init; } = "";

    /// <summary>The technicians.</summary>
    public string Technician { get; init; } = "";

    /// <summary>When it was started; null when it was not.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended; null while it runs.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>The common date billing reads; null without one.</summary>
    public DateOnly? BillingDate { get; init; }

    /// <summary>Meters to be read.</summary>
    public int Targets { get; init; }

    /// <summary>Meters read.</summary>
    public int Completed { get; init; }

    /// <summary>Progress over time, rising; drawn as a curve, thinned to <see cref="MaxProgressPoints"/> points.</summary>
    public IReadOnlyList<ProgressPoint> Progress { get; init; } = [];

    /// <summary>When the file is made.</summary>
    public required DateTimeOffset GeneratedAt { get; init; }

    /// <summary>Who asked for it.</summary>
    public required string GeneratedBy { get; init; }

    /// <summary>The program that decoded the telegrams, with its version.</summary>
    public string Decoder { get; init; } = "";

    /// <summary>Versions of the keys in use, never keys: <c>3</c> or <c>1-3</c>.</summary>
    public string KeyVersions { get; init; } = "";

    /// <summary>The most points a curve has.</summary>
    public const int MaxProgressPoints = 200;
}

/// <summary>How many meters had been read at a time.</summary>
/// <param name="At">The time.</param>
/// <param name="Completed">Meters read until then.</param>
public readonly record struct ProgressPoint(DateTimeOffset At, int Completed);

/// <summary>Everything a session's files are made of. Each sequence is read once, forward only.</summary>
/// <param name="Summary">The round.</param>
/// <param name="Readings">Its readings, in any order.</param>
/// <param name="Meters">Its target meters, in the order people walk.</param>
/// <param name="Analytics">What the figures say, in any order.</param>
public sealed record SessionReport(
    SessionSummary Summary,
    IAsyncEnumerable<ReadingRow> Readings,
    IAsyncEnumerable<MeterRow> Meters,
    IAsyncEnumerable<AnalyticsRow> Analytics);
