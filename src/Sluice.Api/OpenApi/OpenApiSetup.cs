using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Sluice.Api.OpenApi;

/// <summary>The description of the interface, made from the endpoints themselves.</summary>
public static class OpenApiSetup
{
    /// <summary>The version of the interface; another one only when something is taken away or changes its meaning.</summary>
    public const string Version = "v1";

    /// <summary>Adds the description.</summary>
    public static IServiceCollection AddSluiceOpenApi(this IServiceCollection services) => services.AddOpenApi(Version, static options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.ShouldInclude = static api => api.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true || api.RelativePath?.StartsWith("health", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer(static (document, _, _) =>
        {
            document.Info = new()
            {
                Title = "Sluice",
                Version = Version,
                Description = "Reads water meters for housing societies. Problems are application/problem+json with a stable `code`; docs/problems.md explains each. "
                    + "Lists take `limit` and `next`. Calls that change something take an `Idempotency-Key`.",
                License = new() { Name = "Apache-2.0", Identifier = "Apache-2.0" },
            };
            document.Servers = [];
            document.Components ??= new();
            document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
            {
                [OperationDescription.Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", BearerFormat = "JWT", Description = "An access token of the identity provider, or of `sluice token`." },
            };
            return Task.CompletedTask;
        });
        options.AddSchemaTransformer(static (schema, _, _) =>
        {
            Components.OnlyNumbers(schema);
            return Task.CompletedTask;
        });
        options.AddOperationTransformer(OperationDescription.DescribeAsync);
    });
}
