using System.Text.Json;

namespace Sluice.Contracts.Jobs;

/// <summary>Work in the background.</summary>
public sealed record JobDto
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The society it works for; absent: the installation.</summary>
    public string? SocietyId { get; init; }

    /// <summary>What kind of work, for example <c>import.meters</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>QUEUED, RUNNING, SUCCEEDED, FAILED or CANCELLED.</summary>
    public required string State { get; init; }

    /// <summary>How far it is.</summary>
    public required JobProgressDto Progress { get; init; }

    /// <summary>User id of who asked for it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was asked for, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it began, UTC.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>True: it is asked to stop and has not yet.</summary>
    public bool? Stopping { get; init; }

    /// <summary>Starts since it last got on; more than 1: it was interrupted.</summary>
    public required int Attempt { get; init; }

    /// <summary>What came of it; its shape depends on the kind.</summary>
    public JsonElement? Result { get; init; }

    /// <summary>Why it failed.</summary>
    public JobErrorDto? Error { get; init; }
}

/// <summary>How far a job is.</summary>
public sealed record JobProgressDto
{
    /// <summary>Units done, of the job's own kind: rows, meters, bytes.</summary>
    public required long Done { get; init; }

    /// <summary>Units altogether; 0: not known yet.</summary>
    public required long Total { get; init; }

    /// <summary>What it does now.</summary>
    public string? Text { get; init; }
}

/// <summary>Why a job failed.</summary>
public sealed record JobErrorDto
{
    /// <summary>Stable, for programs.</summary>
    public required string Code { get; init; }

    /// <summary>What, where, what to do.</summary>
    public required string Message { get; init; }
}

/// <summary>A page of jobs, newest first.</summary>
public sealed record JobsPage
{
    /// <summary>The page.</summary>
    public required IReadOnlyList<JobDto> Jobs { get; init; }

    /// <summary>Pass as <c>?next=</c> to go on; absent on the last page.</summary>
    public string? Next { get; init; }
}
