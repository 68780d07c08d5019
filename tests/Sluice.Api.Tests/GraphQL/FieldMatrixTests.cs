using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Api.GraphQL;
using Sluice.Api.Tests.Exports;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using static Sluice.Api.Tests.GraphQL.GraphQLWorld;

namespace Sluice.Api.Tests.GraphQL;

/// <summary>Every field that reads or changes something, asked by everybody about their own society and about another's. What should come out is computed from the field's rule and
/// the authorizer's tables, as for the routes of REST.</summary>
public sealed partial class FieldMatrixTests(ApiServer server) : IClassFixture<ApiServer>
{
    private const string Own = "matrix-own", Other = "matrix-other";

    private static readonly Role[] Roles = [Role.SuperAdmin, Role.SocietyAdmin, Role.Scanner, Role.Integrator, Role.Gateway, Role.None];

    /// <summary>How a type is reached.</summary>
    private static readonly Dictionary<string, string> Ways = new(StringComparer.Ordinal)
    {
        ["Society"] = "getSociety(id: $society)",
        ["Meter"] = "getMeter(id: $meter)",
        ["ScanSession"] = "getScanSession(id: $session)",
        ["Reading"] = "getReading(id: $reading)",
        ["Export"] = "getExport(id: $export)",
    };

    [Fact]
    public async Task Every_field_shows_what_its_rule_allows_and_nothing_else()
    {
        var things = await MakeAsync();
        var schema = server.Services.GetRequiredService<SluiceSchema>();
        var (wrong, asked) = (new List<string>(), 0);
        foreach (var rule in schema.Rules.Values.Where(static r => !r.IsDoneByRest && !r.Field.StartsWith("Subscription.", StringComparison.Ordinal)))
            foreach (var role in Roles)
                foreach (var (name, belongs) in new (string, string[])[] { ("its own society", [Own]), ("another society", [Other]), ("no society", []) })
                {
                    using var http = server.Client(role, belongs);
                    var (status, text) = await PostAsync(http, QueryOf(schema, rule.Field), things);
                    asked++;
                    if (Problem(rule, role, belongs.Contains(Own), status, text) is { } problem) wrong.Add($"{rule.Field} as {role} of {name}: {problem}\n    {text}");
                }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.True(asked > 400, $"Only {asked} questions were asked: the fields were not found.");
    }

    /// <returns>What is wrong; null: nothing.</returns>
    private static string? Problem(FieldRule rule, Role role, bool isMember, HttpStatusCode status, string text)
    {
        if (role == Role.None) return status == HttpStatusCode.Forbidden ? null : $"{(int)status}";
        var json = JsonNode.Parse(text)!;
        var (type, field) = (rule.Field.Split('.')[0], rule.Field.Split('.')[1]);
        var data = json["data"]!.AsObject().Select(static d => d.Value).First();
        var codes = string.Join(' ', json["errors"]?.AsArray().Select(static e => (string?)e!["extensions"]!["code"]) ?? []);
        var root = type == "Query" ? rule.Permission : RootPermission(type);
        // A round is seen by those who take part in it and by those who see every round; these callers take part in none.
        var seesRounds = field is not "getScanSession" && type != "ScanSession" && !field.Contains("BySession", StringComparison.Ordinal) || Authorizer.Allows(role, Permission.SessionRead);
        if (!Authorizer.Allows(role, root)) return codes == "Forbidden" && data is null ? null : "should be Forbidden";
        if ((!isMember && role != Role.SuperAdmin) || !seesRounds)
            return codes.Length > 0 ? "should be no error" : text.Contains(Own, StringComparison.Ordinal) || !(IsNothing(data) || field == "listSocieties") ? "LEAK" : null;
        if (type != "Query" && !Authorizer.Allows(role, rule.Permission)) return codes == "Forbidden" ? null : "should be Forbidden";
        var shown = type == "Query" ? data : data?[field];
        return codes.Length > 0 ? codes : IsNothing(shown) && !MayBeEmpty(field, role) ? "should show something" : null;
    }

    private static Permission RootPermission(string type) => type switch
    {
        "Society" => Permission.SocietyRead,
        "Meter" => Permission.MeterRead,
        "ScanSession" => Permission.SessionSee,
        "Reading" => Permission.ReadingRead,
        _ => Permission.ExportRun,
    };

    /// <summary>Rounds a technician takes no part in are not in their lists; and telegrams are shown as empty text to who may not see them.</summary>
    private static bool MayBeEmpty(string field, Role role) =>
        (field.Contains("canSessions", StringComparison.Ordinal) && !Authorizer.Allows(role, Permission.SessionRead)) || (field == "rawTelegram" && !Authorizer.Allows(role, Permission.TelegramRead));

    private static bool IsNothing(JsonNode? data) => data is null || (data.GetValueKind() == JsonValueKind.String && ((string)data!).Length == 0) || data is JsonObject page && page["items"] is JsonArray { Count: 0 };

    private static string QueryOf(SluiceSchema schema, string field)
    {
        var (type, name) = (field.Split('.')[0], field.Split('.')[1]);
        var found = ((global::GraphQL.Types.IObjectGraphType)schema.Schema.AllTypes[type]!).GetField(name)!;
        var result = global::GraphQL.GraphQLExtensions.GetNamedType(found.ResolvedType!);
        var selection = result switch
        {
            global::GraphQL.Types.ScalarGraphType => "",
            { Name: var kind } when kind.EndsWith("Connection", StringComparison.Ordinal) => "{ items { id } }",
            { Name: "Flat" } => "{ flatNumber }",
            _ => "{ id }",
        };
        if (type != "Query") return $"{{ {Ways[type]} {{ {name} {selection} }} }}";
        var required = string.Join(", ", found.Arguments?.Where(static a => a.ResolvedType is global::GraphQL.Types.NonNullGraphType).Select(a => $"{a.Name}: ${(a.Name == "id" ? name[3..].Replace("Scan", "", StringComparison.Ordinal).ToLowerInvariant() : a.Name[..^2])}") ?? []);
        return $"{{ {name}{(required.Length > 0 ? $"({required})" : "")} {selection} }}";
    }

    private static async Task<(HttpStatusCode, string)> PostAsync(HttpClient http, string query, object variables)
    {
        var head = string.Join(", ", ((string[])["society", "meter", "session", "reading", "export"]).Where(n => query.Contains($"${n}", StringComparison.Ordinal)).Select(static n => $"${n}: ID!"));
        query = head.Length > 0 ? $"query({head}) {query}" : query;
        using var answer = await http.PostAsync(GraphQLWorld.Address, new StringContent(JsonSerializer.Serialize(new { query, variables }), Encoding.UTF8, "application/json"), Cancel);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel));
    }

    private async Task<object> MakeAsync()
    {
        var world = new RouteWorld(server);
        var meters = await server.FillAsync(Own, 83_000_001, 2, readings: 0);
        await server.FillAsync(Other, 83_000_101, 0, readings: 0);
        var session = await RouteFillers.Makers["sessionId"](world, Own);
        Assert.True(Metering.Sessions.SessionId.TryParse(session, out var id));
        var kept = await server.KeepAsync(Authorizer.ForWorker(SocietyId.Parse(Own), "test"), meters, id);
        return new { society = Own, meter = MeterId.Of(meters[0].Address).ToString(), session, reading = kept[0].Sequence.ToString(), export = await ExportOfAsync(world, session) };
    }

    /// <summary>An export of the round.</summary>
    private static async Task<string> ExportOfAsync(RouteWorld world, string session)
    {
        var id = await ExportFillers.ExportAsync(world, Own);
        await world.PostAsync("/api/export/excel", $$"""{"sessionId":"{{session}}","format":"json"}""", Contracts.WireJson.Default.ExportDto);
        return id;
    }
}
