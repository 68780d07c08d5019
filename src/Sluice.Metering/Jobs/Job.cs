using Sluice.Metering.Identity;

namespace Sluice.Metering.Jobs;

/// <summary>Work in the background: shows progress, can be cancelled, survives a restart (decision 20).</summary>
public sealed record Job
{
    /// <summary>Characters of <see cref="Request"/>, <see cref="Checkpoint"/> and <see cref="Result"/>, each.</summary>
    public const int MaxJson = 64 << 10;

    /// <summary>Its id.</summary>
    public required JobId Id { get; init; }

    /// <summary>The society it works for; null: the installation.</summary>
    public required SocietyId? Society { get; init; }

    /// <summary>Which handler runs it, for example <c>import.meters</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>What was asked for, JSON of the handler. No secrets: it is stored.</summary>
    public string Request { get; init; } = "{}";

    /// <summary>Where it stands.</summary>
    public JobState State { get; init; }

    /// <summary>How far it is.</summary>
    public JobProgress Progress { get; init; }

    /// <summary>Subject of who asked for it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was asked for, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it first began, UTC.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended, UTC.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>True: it is to stop; a restart does not forget it.</summary>
    public bool CancelRequested { get; init; }

    /// <summary>Where to go on after an interruption, JSON of the handler; null: from the beginning.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>What came of it, JSON of the handler; null before it ended.</summary>
    public string? Result { get; init; }

    /// <summary>Why it failed.</summary>
    public JobError? Error { get; init; }

    /// <summary>Starts since the last checkpoint; 0 before the first.</summary>
    public int Attempt { get; init; }

    /// <summary>True when nothing more will happen.</summary>
    public bool IsFinished => State is JobState.Succeeded or JobState.Failed or JobState.Cancelled;
}

/// <summary>Where a job stands.</summary>
public enum JobState
{
    /// <summary>Waits for its turn.</summary>
    Queued = 0,

    /// <summary>Is being worked on.</summary>
    Running,

    /// <summary>Done; see its result.</summary>
    Succeeded,

    /// <summary>Given up; see its error.</summary>
    Failed,

    /// <summary>Stopped because somebody asked for it. What was done before stays done.</summary>
    Cancelled,
}

/// <summary>How far a job is.</summary>
/// <param name="Done">Units done, of the handler's own kind: rows, meters, bytes.</param>
/// <param name="Total">Units altogether; 0: not known yet.</param>
/// <param name="Text">What it does now, for people; at most 200 characters; may be null.</param>
public readonly record struct JobProgress(long Done, long Total, string? Text = null);

/// <summary>Why a job failed.</summary>
/// <param name="Code">Stable, for programs.</param>
/// <param name="Message">What, where, what to do. No keys, no residents' data.</param>
public sealed record JobError(string Code, string Message);
