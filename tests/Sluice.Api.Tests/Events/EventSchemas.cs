using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace Sluice.Api.Tests.Events;

/// <summary>The schemas of docs/events, as files and as validators (JSON Schema 2020-12).</summary>
internal static class EventSchemas
{
    private static readonly EvaluationOptions Options = new() { OutputFormat = OutputFormat.List, RequireFormatValidation = true };

    /// <summary>The files by name.</summary>
    public static IReadOnlyDictionary<string, JsonObject> Files { get; } = Directory.EnumerateFiles(SourceTree.At("docs/events"), "*.schema.json")
        .ToDictionary(static f => Path.GetFileName(f), static f => JsonNode.Parse(File.ReadAllText(f))!.AsObject());

    /// <summary>The file of each type.</summary>
    public static IReadOnlyDictionary<string, string> FileOf { get; } = Files.SelectMany(static f => TypesOf(f.Value).Select(t => (Type: t, File: f.Key))).ToDictionary(static f => f.Type, static f => f.File);

    private static readonly Dictionary<string, JsonSchema> Validators = Files.ToDictionary(static f => f.Key, static f => JsonSchema.FromText(Closed(f.Value).ToJsonString()));

    /// <summary>The types a schema is for.</summary>
    public static IEnumerable<string> TypesOf(JsonObject schema) => schema["properties"]!["type"]!["enum"]!.AsArray().Select(static t => (string)t!);

    /// <summary>What is wrong with a body; null: nothing. Members that the schema does not have are wrong here, though not for receivers.</summary>
    public static string? ProblemOf(string body)
    {
        using var json = JsonDocument.Parse(body);
        var type = json.RootElement.GetProperty("type").GetString()!;
        if (!FileOf.TryGetValue(type, out var file)) return $"no schema in docs/events is for {type}";
        var result = Validators[file].Evaluate(json.RootElement, Options);
        if (result.IsValid) return null;
        var errors = (result.Details ?? []).Where(static d => d.Errors is not null).SelectMany(static d => d.Errors!.Select(e => $"{d.InstanceLocation}: {e.Value}"));
        return $"{file}: {string.Join("; ", errors)} in {body}";
    }

    /// <summary>The schema without its name, and with every object closed.</summary>
    private static JsonObject Closed(JsonObject schema)
    {
        var copy = schema.DeepClone().AsObject();
        copy.Remove("$id");
        copy.Remove("examples");
        Close(copy);
        return copy;
    }

    private static void Close(JsonNode? node)
    {
        if (node is not JsonObject schema) return;
        if (schema["properties"] is JsonObject properties)
        {
            schema["additionalProperties"] = false;
            foreach (var (_, member) in properties.ToList()) Close(member);
        }
        Close(schema["items"]);
    }
}
