using System.Net;
using Sluice.Metering.Identity;

namespace Sluice.Api.Tests;

/// <summary>Every route of the running server, asked by everybody, about their own society and about another's. What should come out is computed from the route's rule and
/// the authorizer's tables, never written down a second time.</summary>
public sealed class RouteMatrixTests(ApiServer server) : IClassFixture<ApiServer>
{
    private static readonly Role[] Roles = [Role.SuperAdmin, Role.SocietyAdmin, Role.Scanner, Role.Integrator, Role.Gateway, Role.None];

    [Fact]
    public async Task Without_a_good_token_only_open_routes_answer()
    {
        var world = new RouteWorld(server);
        var wrong = new List<string>();
        foreach (var route in world.Routes)
        {
            var address = await world.FillAsync(route, RouteWorld.Own);
            foreach (var (name, token) in new[] { ("no token", null), ("a garbage token", "garbage"), ("an expired token", world.ExpiredToken()), ("an unknown API key", $"slk_{new string('a', 12)}_{new string('0', 64)}") })
            {
                using var answer = await world.AskAsync(route, address, token);
                var is401 = answer.StatusCode == HttpStatusCode.Unauthorized;
                if (is401 == (route.Rule.OpenBecause is null) && (int)answer.StatusCode < 500) continue;
                wrong.Add($"{route.Address} with {name}: {(int)answer.StatusCode}");
            }
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Every_route_lets_in_whom_its_rule_says_and_nobody_else()
    {
        var world = new RouteWorld(server);
        var wrong = new List<string>();
        var asked = 0;
        foreach (var route in world.Routes.Where(static r => r.Rule.OpenBecause is null))
            foreach (var role in Roles)
                foreach (var (name, belongs) in new (string, string[])[] { ("its own society", [RouteWorld.Own]), ("another society", [RouteWorld.Other]), ("no society", []) })
                {
                    var address = await world.FillAsync(route, RouteWorld.Own);
                    using var answer = await world.AskAsync(route, address, world.Token(role, belongs));
                    asked++;
                    if (Problem(route, role, belongs.Contains(RouteWorld.Own), (int)answer.StatusCode) is not { } expected) continue;
                    wrong.Add($"{route.Address} as {role} of {name}: {(int)answer.StatusCode}, expected {expected}");
                }
        Assert.Empty(wrong);
        Assert.True(asked > 150, $"Only {asked} requests were made: the server's routes were not found.");
    }

    /// <returns>What was expected instead; null when it is as it should be.</returns>
    private static string? Problem(Route route, Role role, bool isMember, int status)
    {
        var rule = route.Rule;
        var refusal = rule switch
        {
            { AnyRole: true } => role == Role.None ? 403 : 0,
            { Installation: not InstallationPermission.None } => Authorizer.Allows(role, rule.Installation) ? 0 : 403,
            _ when !Authorizer.Allows(role, rule.Society) => 403,
            { FromBody: true } => 0,
            _ => isMember || role == Role.SuperAdmin ? 0 : 404,
        };
        if (refusal != 0) return status == refusal ? null : refusal.ToString();
        if (status is 401 or >= 500) return "to be let in";
        // A body names the society there: an empty one names none.
        if (rule.FromBody || RouteFillers.HandlerDecides.ContainsKey(route.Address)) return null;
        return status is 403 or 404 ? "to be let in" : null;
    }
}
