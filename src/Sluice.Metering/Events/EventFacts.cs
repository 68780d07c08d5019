using System.Text.Json;
using Sluice.Metering.Alerts;
using Sluice.Metering.Jobs;
using Sluice.Metering.Meters;
using Sluice.Metering.Sessions;
using Sluice.Metering.Validation;

namespace Sluice.Metering.Events;

/// <summary>The events that changes make: what every store appends alike. The data are written as <c>Sluice.Contracts.Events</c> reads them.</summary>
public static class EventFacts
{
    /// <summary>A round was started.</summary>
    public static NewEvent Started(ScanSession session) => Of(EventTypes.SessionStarted, session, session.User);

    /// <summary>A round was changed.</summary>
    /// <param name="session">The round after it.</param>
    /// <param name="action">What was done.</param>
    /// <param name="by">The subject who did it.</param>
    public static NewEvent Changed(ScanSession session, SessionAction action, string by) => Of(
        action switch
        {
            SessionAction.Pause => EventTypes.SessionPaused,
            SessionAction.Resume => EventTypes.SessionResumed,
            SessionAction.Complete => EventTypes.SessionCompleted,
            SessionAction.Fail => EventTypes.SessionFailed,
            SessionAction.Reopen => EventTypes.SessionReopened,
            SessionAction.Join => EventTypes.SessionJoined,
            SessionAction.Leave => EventTypes.SessionLeft,
            SessionAction.Rename => EventTypes.SessionRenamed,
            _ => throw new ArgumentOutOfRangeException(nameof(action), action, "Not an action."),
        },
        session, by);

    /// <summary>What a change of an alert tells; null when it tells nothing new: one more sighting of what is open.</summary>
    /// <param name="before">The alert before it; null: there was none.</param>
    /// <param name="after">The alert after it, with its number.</param>
    public static NewEvent? Changed(Alert? before, Alert after)
    {
        var was = before?.State ?? AlertState.Closed;
        if (was == after.State) return null;
        var isGateway = after.Rule == RuleId.GatewaySilent;
        var type = after.State switch
        {
            AlertState.Open => isGateway ? EventTypes.GatewaySilent : EventTypes.AlertRaised,
            AlertState.Closed => isGateway ? EventTypes.GatewayHeard : EventTypes.AlertClosed,
            _ => EventTypes.AlertAcknowledged,
        };
        var last = after.History.Count > 0 ? after.History[^1] : null;
        return new(type, FormattableString.Invariant($"{after.Id}"), JsonSerializer.Serialize(new AlertFacts
        {
            MeterId = isGateway ? null : after.Subject,
            GatewayId = isGateway ? after.Subject : null,
            Rule = RuleCatalog.NameOf(after.Rule),
            Severity = Word(after.Severity),
            State = Word(after.State),
            FirstSeen = after.FirstSeen,
            LastSeen = after.LastSeen,
            Reason = after.Reason,
            By = last?.By is { Length: > 0 } by ? by : null,
        }, EventFactsJson.Default.AlertFacts));
    }

    /// <summary>What a change of a job tells; null when it did not end by it.</summary>
    public static NewEvent? Changed(Job before, Job after)
    {
        if (before.IsFinished || !after.IsFinished) return null;
        var type = after.Kind switch
        {
            var kind when kind.StartsWith("import.", StringComparison.Ordinal) => EventTypes.ImportFinished,
            var kind when kind.StartsWith("export.", StringComparison.Ordinal) && after.State == JobState.Succeeded => EventTypes.ExportReady,
            var kind when kind.StartsWith("export.", StringComparison.Ordinal) && after.State == JobState.Failed => EventTypes.ExportFailed,
            _ => EventTypes.JobFinished,
        };
        return new(type, after.Id.ToString(), JsonSerializer.Serialize(new JobFacts
        {
            Kind = after.Kind,
            State = Word(after.State),
            CreatedBy = after.CreatedBy,
            CreatedAt = after.CreatedAt,
            FinishedAt = after.FinishedAt,
            Counts = Counts(after.Result),
            Error = after.Error is { } error ? new(error.Code, error.Message.Length > 500 ? error.Message[..500] : error.Message) : null,
        }, EventFactsJson.Default.JobFacts), $"job/{after.Id}");
    }

    /// <summary>A meter was replaced.</summary>
    /// <param name="placed">The new meter where it hangs now.</param>
    /// <param name="replacement">What was asked for.</param>
    public static NewEvent Replaced(Meter placed, MeterReplacement replacement) => new(EventTypes.MeterReplaced, placed.Id.ToString(), JsonSerializer.Serialize(new ReplacementFacts
    {
        OldMeterId = replacement.Old.ToString(),
        NewMeterId = placed.Id.ToString(),
        Tower = placed.Tower,
        Flat = placed.Flat,
        At = Timestamps.Stored(replacement.At),
        FinalM3 = replacement.FinalM3,
        FirstM3 = replacement.FirstM3,
    }, EventFactsJson.Default.ReplacementFacts));

    /// <summary>Room on the server's disk got little, or came back.</summary>
    public static NewEvent Disk(bool isFilling, long freeBytes) => new(isFilling ? EventTypes.DiskFilling : EventTypes.DiskFreed, "disk",
        JsonSerializer.Serialize(new DiskFacts { FreeBytes = freeBytes }, EventFactsJson.Default.DiskFacts));

    private static NewEvent Of(string type, ScanSession session, string by) => new(type, session.Id.ToString(), JsonSerializer.Serialize(new SessionFacts
    {
        Name = session.Name,
        Mode = Word(session.Mode),
        Status = Word(session.Status),
        UserId = session.User,
        By = by,
        Reason = session.Reason.Length > 0 ? session.Reason : null,
        StartedAt = session.StartedAt,
        EndedAt = session.EndedAt,
        Version = session.Version,
        Completed = session.Progress.Completed,
        Total = session.Progress.Total,
        Percentage = session.Progress.Percentage,
        Remaining = session.Progress.Remaining,
        Unreadable = session.Progress.Unreadable,
        Unlisted = session.Unlisted,
    }, EventFactsJson.Default.SessionFacts));

    private static string Word<T>(T value) where T : struct, Enum => JsonNamingPolicy.SnakeCaseUpper.ConvertName(value.ToString());

    /// <summary>The numbers of a job's result: rows, bytes, meters added. The rest is fetched by who may.</summary>
    private static Dictionary<string, long>? Counts(string? result)
    {
        if (result is null) return null;
        using var json = JsonDocument.Parse(result);
        if (json.RootElement.ValueKind != JsonValueKind.Object) return null;
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var property in json.RootElement.EnumerateObject())
            if (counts.Count < 20 && property.Name.Length <= 50 && property.Value.ValueKind == JsonValueKind.Number && property.Value.TryGetInt64(out var number)) counts[property.Name] = number;
        return counts.Count > 0 ? counts : null;
    }
}
