using System.Text.Json.Nodes;
using Sluice.Api.GraphQL.Filters;
using Sluice.Metering.Identity;

namespace Sluice.Api.GraphQL;

/// <summary>What mutations have in common.</summary>
internal static class Changes
{
    /// <summary>No values in the address.</summary>
    public static IReadOnlyDictionary<string, string> Nowhere { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Values in the address.</summary>
    public static IReadOnlyDictionary<string, string> At(params ReadOnlySpan<(string Name, string Value)> values)
    {
        var route = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in values) route.Add(name, value);
        return route;
    }

    /// <summary>A body of the input's fields that were given, under the names REST has for them.</summary>
    public static JsonObject Body(InputObject input, params ReadOnlySpan<(string Field, string Name)> fields)
    {
        var body = new JsonObject();
        foreach (var (field, name) in fields)
            if (input.Has(field)) body[name] = Json(input.Value(field));
        return body;
    }

    /// <summary>Refuses when the argument <c>condition</c> does not hold for what is stored.</summary>
    /// <exception cref="GraphQLProblem">It does not.</exception>
    public static void ThrowUnless<T>(FieldCall field, ModelFilter<T> filter, T stored)
    {
        if (!filter.Compile(field.Object("condition"))(stored))
            throw GraphQLProblem.Of(Microsoft.AspNetCore.Http.StatusCodes.Status412PreconditionFailed, "ConditionFailed", "The condition does not hold for what is stored; nothing was changed.");
    }

    /// <summary>The scope of something just made or changed, to show it.</summary>
    public static SocietyScope Show(FieldCall field, SocietyId society) => field.Enter(society) ?? throw GraphQLProblem.NotYours();

    private static JsonNode? Json(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        int number => JsonValue.Create(number),
        long number => JsonValue.Create(number),
        decimal number => JsonValue.Create(number),
        bool flag => JsonValue.Create(flag),
        DateTimeOffset at => JsonValue.Create(Scalars.AwsDateTime.Write(at)),
        DateOnly day => JsonValue.Create(day.ToString("yyyy-MM-dd", null)),
        IDictionary<string, object?> fields => new JsonObject(fields.Select(static f => KeyValuePair.Create(f.Key, Json(f.Value)))),
        System.Collections.IEnumerable list => new JsonArray([.. list.Cast<object?>().Select(Json)]),
        _ => throw new NotSupportedException($"Nothing says how {value.GetType().Name} is written."),
    };
}
