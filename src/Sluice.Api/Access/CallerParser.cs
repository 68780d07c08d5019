using System.Security.Claims;
using Sluice.Metering.Identity;

namespace Sluice.Api.Access;

/// <summary>The claims of a checked token as a <see cref="Caller"/>: the same for the built-in issuer, Cognito, API keys and gateway credentials.</summary>
public sealed class CallerParser(IMembershipStore memberships)
{
    /// <summary>The groups' claim, as Cognito names it.</summary>
    public const string GroupsClaim = "cognito:groups";

    /// <summary>The societies of a token made on the server itself or of a credential. Only our own issuer and credential store write it; nobody else's token may carry it.</summary>
    public const string SocietyClaim = "sluice:society";

    /// <summary>Who it is; <see cref="Caller.Nobody"/> for an unauthenticated principal.</summary>
    public async ValueTask<Caller> ParseAsync(ClaimsPrincipal user, CancellationToken ct)
    {
        if (user.Identity?.IsAuthenticated != true || user.FindFirst("sub")?.Value is not { Length: > 0 } subject) return Caller.Nobody;
        var role = user.FindAll(GroupsClaim).Select(static c => FromGroup(c.Value)).Append(Role.None).MaxBy(Rank);
        var named = user.FindAll(SocietyClaim).Select(static c => SocietyId.TryParse(c.Value, out var id) ? id : default).Where(static id => id.Text.Length > 0).ToHashSet();
        IReadOnlySet<SocietyId> societies = named.Count > 0 || role is Role.None or Role.SuperAdmin ? named : await memberships.SocietiesOfAsync(subject, ct);
        return new(subject, role, societies, user.FindFirst("email")?.Value ?? user.FindFirst("name")?.Value ?? "");
    }

    private static int Rank(Role role) => role switch
    {
        Role.SuperAdmin => 5,
        Role.SocietyAdmin => 4,
        Role.Scanner => 3,
        Role.Integrator => 2,
        Role.Gateway => 1,
        _ => 0,
    };

    private static Role FromGroup(string group) => group switch
    {
        nameof(Role.SuperAdmin) => Role.SuperAdmin,
        nameof(Role.SocietyAdmin) => Role.SocietyAdmin,
        nameof(Role.Scanner) => Role.Scanner,
        nameof(Role.Integrator) => Role.Integrator,
        nameof(Role.Gateway) => Role.Gateway,
        _ => Role.None,
    };
}
