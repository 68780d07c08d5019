using Microsoft.OpenApi;

namespace Sluice.Api.OpenApi;

/// <summary>Keeps each type of the wire once, under its name, and lets the others refer to it.</summary>
internal static class Components
{
    /// <summary>Where the framework notes which type a schema is of.</summary>
    private const string Id = "x-schema-id";

    /// <summary>Keeps a schema, and those within it.</summary>
    /// <returns>A reference to it.</returns>
    public static IOpenApiSchema Keep(OpenApiDocument document, string type, OpenApiSchema schema)
    {
        var name = type.EndsWith("Dto", StringComparison.Ordinal) ? type[..^3] : type;
        if (document.Components?.Schemas?.ContainsKey(name) == true) return new OpenApiSchemaReference(name, document);
        document.AddComponent(name, schema);   // before its parts: a type may hold itself
        foreach (var property in schema.Properties?.ToList() ?? []) schema.Properties![property.Key] = Part(document, property.Value);
        if (schema.Items is { } items) schema.Items = Part(document, items);
        if (schema.AdditionalProperties is { } more) schema.AdditionalProperties = Part(document, more);
        return new OpenApiSchemaReference(name, document);
    }

    private static IOpenApiSchema Part(OpenApiDocument document, IOpenApiSchema part)
    {
        if (part is not OpenApiSchema schema) return part;
        if (schema is { Properties.Count: > 0, Metadata: { } notes } && notes.TryGetValue(Id, out var id) && id is string { Length: > 0 } name) return Keep(document, name, schema);
        if (schema.Items is { } items) schema.Items = Part(document, items);
        if (schema.AdditionalProperties is { } more) schema.AdditionalProperties = Part(document, more);
        return schema;
    }

    /// <summary>A number is a number: the framework would also take text, and says so; nobody here writes one.</summary>
    public static void OnlyNumbers(OpenApiSchema schema)
    {
        if (schema.Type is not { } type || !(type.HasFlag(JsonSchemaType.Integer) || type.HasFlag(JsonSchemaType.Number))) return;
        schema.Type = type & ~JsonSchemaType.String;
        schema.Pattern = null;
    }
}
