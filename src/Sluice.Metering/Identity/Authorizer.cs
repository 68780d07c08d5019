using System.Diagnostics.CodeAnalysis;

namespace Sluice.Metering.Identity;

/// <summary>The one place that authorises: who may do what, and the only maker of scopes. Deny by default.</summary>
public static class Authorizer
{
    private static readonly Permission[] Scanner =
    [
        Permission.SocietyRead, Permission.MeterRead, Permission.SessionSee, Permission.SessionWork, Permission.TelegramDeliver,
    ];

    private static readonly Permission[] Integrator =
    [
        Permission.SocietyRead, Permission.MeterRead, Permission.ReadingRead, Permission.SessionSee, Permission.SessionRead, Permission.TelegramDeliver, Permission.ExportRun, Permission.AlertRead,
    ];

    private static readonly Permission[] Gateway = [Permission.TelegramDeliver];

    /// <summary>True when the role may, in the societies it holds for.</summary>
    public static bool Allows(Role role, Permission permission) => permission != Permission.None && role switch
    {
        Role.SuperAdmin or Role.SocietyAdmin or Role.Worker => true,
        Role.Scanner => Scanner.Contains(permission),
        Role.Integrator => Integrator.Contains(permission),
        Role.Gateway => Gateway.Contains(permission),
        _ => false,
    };

    /// <summary>True when the role may, for the whole installation.</summary>
    public static bool Allows(Role role, InstallationPermission permission) => permission != InstallationPermission.None && role is Role.SuperAdmin or Role.Worker;

    /// <summary>Lets a caller into a society.</summary>
    public static bool TryEnter(Caller caller, SocietyId society, Permission permission, [NotNullWhen(true)] out SocietyScope? scope)
    {
        scope = society.Text.Length > 0 && caller.IsMember(society) && Allows(caller.Role, permission) ? new(society, caller) : null;
        return scope is not null;
    }

    /// <summary>Lets a caller work on the installation.</summary>
    public static bool TryEnter(Caller caller, InstallationPermission permission, [NotNullWhen(true)] out InstallationScope? scope)
    {
        scope = caller.Subject.Length > 0 && Allows(caller.Role, permission) ? new(caller) : null;
        return scope is not null;
    }

    /// <summary>Lets a worker of this installation into a society. For code that no request runs: intake, jobs, schedules. An architecture test lists who calls this.</summary>
    /// <param name="society">The society.</param>
    /// <param name="worker">The worker's name, for the audit log.</param>
    public static SocietyScope ForWorker(SocietyId society, string worker) => new(society, new($"worker:{worker}", Role.Worker, new HashSet<SocietyId> { society }, worker));

    /// <inheritdoc cref="ForWorker(SocietyId, string)"/>
    public static InstallationScope ForWorker(string worker) => new(new($"worker:{worker}", Role.Worker, new HashSet<SocietyId>(), worker));
}
