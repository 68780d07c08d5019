using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Api.Access;
using Sluice.Api.GraphQL;
using Sluice.Api.Tests.Exports;
using Sluice.Api.Tests.Registry;
using Sluice.Metering.Identity;
using static Sluice.Api.Tests.GraphQL.GraphQLWorld;

namespace Sluice.Api.Tests.GraphQL;

/// <summary>Every mutation, asked by everybody about their own society and about another's: it lets in whom the rule of the REST operation lets in that it carries out.</summary>
public sealed class MutationMatrixTests(ApiServer server) : IClassFixture<ApiServer>
{
    private const string Own = "change-own", Other = "change-other";

    private static readonly Role[] Roles = [Role.SuperAdmin, Role.SocietyAdmin, Role.Scanner, Role.Integrator, Role.Gateway];

    private static int number = 85_000_000;

    /// <summary>The REST operation of each mutation, and an input about something of the own society, made anew each time.</summary>
    private static readonly Dictionary<string, (string Operation, Func<RouteWorld, Task<string>> Input)> Mutations = new(StringComparer.Ordinal)
    {
        ["createSociety"] = ("AddSociety", static _ => Task.FromResult($$"""{ id: "change-{{Next()}}", name: "New" }""")),
        ["updateSociety"] = ("ChangeSociety", static _ => Task.FromResult($$"""{ id: "{{Own}}", name: "Name" }""")),
        ["deleteSociety"] = ("RemoveSociety", static async world => $$"""{ id: "{{await RouteFillers.Makers["societyId"](world, $"change-{Next()}")}}" }"""),
        ["createMeter"] = ("AddMeter", static _ => Task.FromResult($$"""{ societyId: "{{Own}}", serialNumber: "{{Next()}}" }""")),
        ["updateMeter"] = ("PatchMeter", static async world => $$"""{ id: "{{await MeterAsync(world)}}", place: "bath" }"""),
        ["deleteMeter"] = ("RemoveMeter", static async world => $$"""{ id: "{{await MeterAsync(world)}}" }"""),
        ["createScanSession"] = ("StartSession", static _ => Task.FromResult($$"""{ societyId: "{{Own}}", mode: FREE_ROAM }""")),
        ["updateScanSession"] = ("PauseSession", static async world => $$"""{ id: "{{await RouteFillers.Makers["sessionId"](world, Own)}}", status: PAUSED }"""),
        ["deleteScanSession"] = ("FailSession", static async world => $$"""{ id: "{{await RouteFillers.Makers["sessionId"](world, Own)}}" }"""),
        ["createReading"] = ("EnterReading", static async world => $$"""{ meterId: "{{await MeterAsync(world)}}", consumption: 1.5 }"""),
        ["updateReading"] = ("AcceptReading", static async world => $$"""{ id: "{{await RouteFillers.Makers["readingId"](world, Own)}}", why: "matrix" }"""),
        ["deleteReading"] = ("WithdrawReading", static async world => $$"""{ id: "{{await RouteFillers.Makers["readingId"](world, Own)}}" }"""),
        ["createExport"] = ("ExportExcel", static _ => Task.FromResult($$"""{ societyId: "{{Own}}", month: "2026-03", format: "json" }""")),
        ["deleteExport"] = ("CancelExport", static async world => $$"""{ id: "{{await ExportFillers.ExportAsync(world, Own)}}" }"""),
    };

    [Fact]
    public async Task Every_mutation_lets_in_whom_the_REST_rule_says_and_nobody_else()
    {
        foreach (var society in (string[])[Own, Other]) await server.MakeSocietyAsync(society);
        var world = new RouteWorld(server);
        Assert.Equal(server.Services.GetRequiredService<SluiceSchema>().Rules.Values.Where(static r => r.IsDoneByRest).Select(static r => r.Field).Order(), Mutations.Keys.Select(static m => $"Mutation.{m}").Order());
        var wrong = new List<string>();
        foreach (var (mutation, (operation, input)) in Mutations)
        {
            var rule = server.Services.GetServices<EndpointDataSource>().SelectMany(static s => s.Endpoints).First(e => e.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName == operation).Metadata.GetMetadata<AccessRule>()!;
            foreach (var role in Roles)
                foreach (var (name, belongs) in new (string, string[])[] { ("its own society", [Own]), ("another society", [Other]), ("no society", []) })
                {
                    using var http = server.Client(role, belongs);
                    var answer = await http.AskAsync($"mutation {{ {mutation}(input: {await input(world)}) {{ id }} }}");
                    if (Problem(mutation, rule, role, belongs.Contains(Own), answer) is { } problem) wrong.Add($"{mutation} as {role} of {name}: {problem}: {answer.ToJsonString()}");
                }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public async Task Without_a_role_or_a_token_nothing_is_answered()
    {
        using var nobody = server.Anonymous();
        Assert.Equal(HttpStatusCode.Unauthorized, (await nobody.PostAsync(Address, Park.Json("{}"), Cancel)).StatusCode);
        using var none = server.Client(Role.None, Own);
        Assert.Equal(HttpStatusCode.Forbidden, (await none.PostAsync(Address, Park.Json("{}"), Cancel)).StatusCode);
    }

    private static string? Problem(string mutation, AccessRule rule, Role role, bool isMember, JsonNode answer)
    {
        var code = (string?)answer["errors"]?[0]?["extensions"]?["code"];
        var allowed = rule.Installation != InstallationPermission.None
            ? Authorizer.Allows(role, rule.Installation)
            : Authorizer.Allows(role, rule.Society) && (isMember || role == Role.SuperAdmin);
        // Rounds of others are not seen, so they cannot be changed either.
        if (mutation.EndsWith("ScanSession", StringComparison.Ordinal) && mutation[0] != 'c') allowed &= Authorizer.Allows(role, Permission.SessionManage);
        if (!allowed) return code is "Forbidden" or "NotFound" && answer["data"]?[mutation] is null ? null : "LEAK";
        return code is null ? null : "should be let in";
    }

    private static async Task<string> MeterAsync(RouteWorld world)
    {
        var serial = Next();
        return await world.EnsureAsync("POST", $"/api/societies/{Own}/meters", $$"""{"serialNumber":"{{serial}}"}""", $"KAM.{serial}");
    }

    private static int Next() => Interlocked.Increment(ref number);
}
