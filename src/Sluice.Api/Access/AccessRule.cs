using Microsoft.AspNetCore.Builder;
using Sluice.Api.Audit;
using Sluice.Metering.Identity;

namespace Sluice.Api.Access;

/// <summary>Who may call an endpoint. Every endpoint has exactly one; the server does not start with one that has none.</summary>
/// <param name="Society">The permission needed in the society the address (or the body) names.</param>
/// <param name="Installation">The permission needed for the whole installation.</param>
/// <param name="OpenBecause">Why anybody may call it; null when not anybody may.</param>
/// <param name="FromBody">True: the body names the society, and the handler enters it by <see cref="Access.TryEnter"/>.</param>
/// <param name="AnyRole">True: anybody who is known; it is about themselves only.</param>
/// <param name="Audit">The action for the audit log; null: it changes nothing that matters.</param>
/// <param name="Elsewhere">With <paramref name="OpenBecause"/>: what somebody who asks from another machine needs nevertheless.</param>
public sealed record AccessRule(
    Permission Society = Permission.None,
    InstallationPermission Installation = InstallationPermission.None,
    string? OpenBecause = null,
    bool FromBody = false,
    string? Audit = null,
    bool AnyRole = false,
    InstallationPermission Elsewhere = InstallationPermission.None);

/// <summary>Says who may call an endpoint.</summary>
public static class AccessRules
{
    /// <summary>Needs a permission in the society that the route names: by <c>{societyId}</c>, or by another parameter with an <see cref="ISocietyLookup"/>.</summary>
    public static T Requires<T>(this T endpoint, Permission permission, string? audit = null) where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new AccessRule(Society: permission, Audit: audit)).Audited(audit);

    /// <summary>Needs a permission in the society that the body leads to; the handler calls <see cref="Access.TryEnter"/> before it does anything.</summary>
    public static T RequiresInBody<T>(this T endpoint, Permission permission, string? audit = null) where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new AccessRule(Society: permission, FromBody: true, Audit: audit)).Audited(audit);

    /// <summary>Needs a permission for the installation.</summary>
    public static T RequiresInstallation<T>(this T endpoint, InstallationPermission permission, string? audit = null) where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new AccessRule(Installation: permission, Audit: audit)).Audited(audit);

    /// <summary>Anybody who is known may call it, whatever their role: it tells or changes only what is their own.</summary>
    public static T RequiresLogin<T>(this T endpoint, string? audit = null) where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new AccessRule(AnyRole: true, Audit: audit)).Audited(audit);

    /// <summary>Anybody may call it.</summary>
    public static T OpenToAnybody<T>(this T endpoint, string because, InstallationPermission elsewhere = InstallationPermission.None) where T : IEndpointConventionBuilder =>
        endpoint.WithMetadata(new AccessRule(OpenBecause: because, Elsewhere: elsewhere));
}
