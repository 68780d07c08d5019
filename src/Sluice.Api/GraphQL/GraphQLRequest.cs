using System.Text.Json;

namespace Sluice.Api.GraphQL;

/// <summary>An operation somebody asks for.</summary>
/// <param name="Query">The document.</param>
/// <param name="OperationName">Which of its operations; null: the only one.</param>
/// <param name="Variables">Values of its variables: texts, numbers as int, long or decimal, booleans, lists, objects.</param>
internal sealed record GraphQLRequest(string Query, string? OperationName, IDictionary<string, object?> Variables)
{
    /// <summary>Reads <c>{"query": …, "operationName": …, "variables": {…}}</c>; other members are ignored.</summary>
    /// <exception cref="GraphQLProblem">It is none.</exception>
    public static GraphQLRequest Parse(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) throw Bad("A request is a JSON object with query, and if need be operationName and variables.");
        if (!json.TryGetProperty("query", out var query) || query.ValueKind != JsonValueKind.String) throw Bad("query is missing: the GraphQL document, as text. Persisted queries are not known here.");
        var name = Member(json, "operationName");
        if (name is { ValueKind: not JsonValueKind.String }) throw Bad("operationName is a text.");
        var variables = Member(json, "variables");
        if (variables is { ValueKind: not JsonValueKind.Object }) throw Bad("variables is an object.");
        return new(query.GetString()!, name?.GetString(), variables is { } some ? Values(some) : new Dictionary<string, object?>(StringComparer.Ordinal));
    }

    private static JsonElement? Member(JsonElement json, string name) => json.TryGetProperty(name, out var member) && member.ValueKind != JsonValueKind.Null ? member : null;

    private static Dictionary<string, object?> Values(JsonElement json)
    {
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var member in json.EnumerateObject()) values[member.Name] = Value(member.Value);
        return values;
    }

    private static object? Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Object => Values(json),
        JsonValueKind.Array => json.EnumerateArray().Select(Value).ToList(),
        JsonValueKind.String => json.GetString(),
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number when json.TryGetInt32(out var number) => number,
        JsonValueKind.Number when json.TryGetInt64(out var number) => number,
        JsonValueKind.Number => json.TryGetDecimal(out var number) ? number : throw Bad("A number in variables is too large."),
        _ => null,
    };

    private static GraphQLProblem Bad(string detail) => GraphQLProblem.BadArgument("BadJson", detail);
}
