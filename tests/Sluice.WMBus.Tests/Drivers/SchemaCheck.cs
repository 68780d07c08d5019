using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sluice.WMBus.Tests.Drivers;

/// <summary>The part of JSON Schema 2020-12 that our schemas use. A keyword it does not know fails the test, so that none is silently skipped.</summary>
internal static class SchemaCheck
{
    public static List<string> Errors(JsonElement schema, JsonElement value)
    {
        var errors = new List<string>();
        Check(schema, schema, value, "$", errors);
        return errors;
    }

    private static void Check(JsonElement root, JsonElement schema, JsonElement value, string path, List<string> errors)
    {
        foreach (var keyword in schema.EnumerateObject())
        {
            var rule = keyword.Value;
            var fine = keyword.Name switch
            {
                "$schema" or "$id" or "title" or "description" or "$defs" or "properties" or "additionalProperties" or "items" or "propertyNames" or "$ref" or "dependentRequired" => true,
                "type" => IsType(rule.GetString()!, value),
                "required" => rule.EnumerateArray().All(r => value.TryGetProperty(r.GetString()!, out _)),
                "oneOf" => rule.EnumerateArray().Count(s => Errors(root, s, value).Count == 0) == 1,
                "enum" => rule.EnumerateArray().Any(e => e.GetRawText() == value.GetRawText()),
                "pattern" => value.ValueKind != JsonValueKind.String || Regex.IsMatch(value.GetString()!, rule.GetString()!, RegexOptions.None, TimeSpan.FromSeconds(1)),
                "minLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.Length >= rule.GetInt32(),
                "minItems" => value.GetArrayLength() >= rule.GetInt32(),
                "minimum" => value.GetInt32() >= rule.GetInt32(),
                "maximum" => value.GetInt32() <= rule.GetInt32(),
                _ => throw new NotSupportedException($"Schema keyword '{keyword.Name}'."),
            };
            if (!fine) errors.Add($"{path}: {keyword.Name} {rule.GetRawText()}");
        }
        if (schema.TryGetProperty("$ref", out var reference)) Check(root, root.GetProperty("$defs").GetProperty(reference.GetString()!["#/$defs/".Length..]), value, path, errors);
        if (value.ValueKind == JsonValueKind.Object) CheckMembers(root, schema, value, path, errors);
        if (value.ValueKind == JsonValueKind.Array && schema.TryGetProperty("items", out var items))
        {
            foreach (var (item, index) in value.EnumerateArray().Select((item, index) => (item, index))) Check(root, items, item, $"{path}[{index}]", errors);
        }
    }

    private static void CheckMembers(JsonElement root, JsonElement schema, JsonElement value, string path, List<string> errors)
    {
        foreach (var member in value.EnumerateObject())
        {
            var at = $"{path}.{member.Name}";
            if (schema.TryGetProperty("propertyNames", out var names) && !Regex.IsMatch(member.Name, names.GetProperty("pattern").GetString()!, RegexOptions.None, TimeSpan.FromSeconds(1))) errors.Add($"{at}: name");
            if (schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(member.Name, out var known)) Check(root, known, member.Value, at, errors);
            else if (schema.TryGetProperty("additionalProperties", out var others))
            {
                if (others.ValueKind == JsonValueKind.False) errors.Add($"{at}: unknown member");
                else Check(root, others, member.Value, at, errors);
            }
            if (schema.TryGetProperty("dependentRequired", out var dependent) && dependent.TryGetProperty(member.Name, out var needed))
                errors.AddRange(needed.EnumerateArray().Where(n => !value.TryGetProperty(n.GetString()!, out _)).Select(n => $"{at}: needs {n}"));
        }
    }

    private static List<string> Errors(JsonElement root, JsonElement schema, JsonElement value)
    {
        var errors = new List<string>();
        Check(root, schema, value, "", errors);
        return errors;
    }

    private static bool IsType(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => false,
    };
}
