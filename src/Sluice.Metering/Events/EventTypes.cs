using System.Collections.Frozen;
using Sluice.Metering.Identity;

namespace Sluice.Metering.Events;

/// <summary>A kind of event.</summary>
/// <param name="Name">On the wire and in storage: dotted, never changed.</param>
/// <param name="Permission">What somebody of the society needs to see it; <see cref="Permission.None"/>: it is about the installation.</param>
/// <param name="Meaning">When it happens.</param>
public sealed record EventType(string Name, Permission Permission, string Meaning);

/// <summary>Every type of event there is. <c>docs/events.md</c> has an example of each.</summary>
public static class EventTypes
{
    public const string SessionStarted = "session.started";
    public const string SessionPaused = "session.paused";
    public const string SessionResumed = "session.resumed";
    public const string SessionCompleted = "session.completed";
    public const string SessionFailed = "session.failed";
    public const string SessionReopened = "session.reopened";
    public const string SessionJoined = "session.joined";
    public const string SessionLeft = "session.left";
    public const string SessionRenamed = "session.renamed";
    public const string AlertRaised = "alert.raised";
    public const string AlertAcknowledged = "alert.acknowledged";
    public const string AlertClosed = "alert.closed";
    public const string GatewaySilent = "gateway.silent";
    public const string GatewayHeard = "gateway.heard";
    public const string ExportReady = "export.ready";
    public const string ExportFailed = "export.failed";
    public const string ImportFinished = "import.finished";
    public const string JobFinished = "job.finished";
    public const string MeterReplaced = "meter.replaced";
    public const string WebhookDisabled = "webhook.disabled";
    public const string DiskFilling = "disk.filling";
    public const string DiskFreed = "disk.freed";

    private static readonly FrozenDictionary<string, EventType> ByName = new EventType[]
    {
        new(SessionStarted, Permission.SessionRead, "A round was started."),
        new(SessionPaused, Permission.SessionRead, "A round was interrupted."),
        new(SessionResumed, Permission.SessionRead, "A round goes on."),
        new(SessionCompleted, Permission.SessionRead, "A round was completed."),
        new(SessionFailed, Permission.SessionRead, "A round was given up."),
        new(SessionReopened, Permission.SessionRead, "A round that had ended goes on."),
        new(SessionJoined, Permission.SessionRead, "Somebody takes part in a round."),
        new(SessionLeft, Permission.SessionRead, "Somebody takes part in a round no longer."),
        new(SessionRenamed, Permission.SessionRead, "A round got another name."),
        new(AlertRaised, Permission.AlertRead, "An alert was opened, or opened again."),
        new(AlertAcknowledged, Permission.AlertRead, "Somebody took note of an alert."),
        new(AlertClosed, Permission.AlertRead, "An alert is over: somebody closed it, or its condition was gone for long enough."),
        new(GatewaySilent, Permission.AlertRead, "A gateway was not heard for too long (instead of alert.raised)."),
        new(GatewayHeard, Permission.AlertRead, "A gateway that was silent is heard again, or its alert was closed (instead of alert.closed)."),
        new(ExportReady, Permission.ExportRun, "An export can be fetched."),
        new(ExportFailed, Permission.ExportRun, "An export was given up."),
        new(ImportFinished, Permission.ImportRun, "An import ended, in whatever way."),
        new(JobFinished, Permission.SocietyManage, "Other work in the background ended, or an export was cancelled."),
        new(MeterReplaced, Permission.MeterRead, "A meter was replaced by another one."),
        new(WebhookDisabled, Permission.WebhookManage, "A webhook was switched off because its receiver does not answer as it should."),
        new(DiskFilling, Permission.None, "Little room is left on the server's disk."),
        new(DiskFreed, Permission.None, "There is room again on the server's disk."),
    }.ToFrozenDictionary(static t => t.Name);

    /// <summary>All types, in order of their names.</summary>
    public static IReadOnlyList<EventType> All { get; } = [.. ByName.Values.OrderBy(static t => t.Name, StringComparer.Ordinal)];

    /// <summary>The type of this name; null when there is none.</summary>
    public static EventType? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>True when the scope's caller may see events of the type in its society.</summary>
    public static bool MaySee(SocietyScope scope, string type) => ByName.TryGetValue(type, out var found) && scope.May(found.Permission);
}
