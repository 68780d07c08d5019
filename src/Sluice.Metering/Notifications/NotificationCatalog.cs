using Sluice.Metering.Identity;

namespace Sluice.Metering.Notifications;

/// <summary>What people can be told.</summary>
public static class NotificationCatalog
{
    /// <summary>The channel everybody has.</summary>
    public const string Mail = "mail";

    /// <summary>A society's endpoints that want <c>notification.created</c>.</summary>
    public const string Webhook = "webhook";

    /// <summary>The topic <c>sluice/SOCIETY/notifications/SUBJECT</c>.</summary>
    public const string Mqtt = "mqtt";

    /// <summary>Every channel there can be.</summary>
    public static IReadOnlyList<string> Channels { get; } = [Mail, Webhook, Mqtt];

    /// <summary>Every type, in the order people read them.</summary>
    public static IReadOnlyList<NotificationType> All { get; } =
    [
        new("session.completed", "A round was completed.", Permission.SessionRead, NotificationTiming.Immediate),
        new("export.ready", "An export you asked for can be fetched.", Permission.ExportRun, NotificationTiming.Immediate) { ForAllRoles = true },
        new("export.failed", "An export you asked for was given up.", Permission.ExportRun, NotificationTiming.Immediate) { ForAllRoles = true },
        new("import.finished", "An import you started has ended.", Permission.ImportRun, NotificationTiming.Immediate) { ForAllRoles = true },
        new("alert.raised", "An alert was opened: a leak, a burst, a silent meter. Urgent ones come at once.", Permission.AlertRead, NotificationTiming.Daily),
        new("gateway.silent", "A gateway was not heard for too long.", Permission.AlertRead, NotificationTiming.Immediate),
        new("webhook.disabled", "A webhook was switched off because its receiver fails.", Permission.WebhookManage, NotificationTiming.Immediate),
        new("disk.filling", "The server's disk fills up.", Permission.None, NotificationTiming.Immediate) { IsOfInstallation = true },
    ];

    /// <summary>The type with a name; null when people are not told of it.</summary>
    public static NotificationType? Find(string type) => All.FirstOrDefault(t => t.Name == type);
}

/// <summary>A type of event that people can be told of.</summary>
/// <param name="Name">The event's type.</param>
/// <param name="Meaning">In words.</param>
/// <param name="Needs">What somebody must be allowed to be told of it.</param>
/// <param name="Default">What an administrator gets who chose nothing.</param>
public sealed record NotificationType(string Name, string Meaning, Permission Needs, NotificationTiming Default)
{
    /// <summary>True: others than administrators get it, too, unless they choose otherwise.</summary>
    public bool ForAllRoles { get; init; }

    /// <summary>True: it is about the installation, for those who run it.</summary>
    public bool IsOfInstallation { get; init; }

    /// <summary>True when somebody of the role may be told.</summary>
    public bool IsFor(Role role) => IsOfInstallation ? role == Role.SuperAdmin : Authorizer.Allows(role, Needs);

    /// <summary>What somebody of the role gets who chose nothing: super admins are told of societies only when they choose to be.</summary>
    public NotificationChoice DefaultFor(Role role) => new(
        IsOfInstallation || role == Role.SocietyAdmin || ForAllRoles ? Default : NotificationTiming.Off, [NotificationCatalog.Mail]);
}
