using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Sluice.Api.Access;
using Sluice.Api.Idempotency;
using Sluice.Contracts;

namespace Sluice.Api.OpenApi;

/// <summary>What every operation's description has: who may call it, the problems, the headers.</summary>
internal static class OperationDescription
{
    public const string Scheme = "bearer";

    public static async Task DescribeAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var rule = metadata.OfType<AccessRule>().LastOrDefault();
        if (rule is null) return;
        operation.Tags = new HashSet<OpenApiTagReference> { new(Tag(context.Description.RelativePath!), context.Document) };
        operation.Description = string.Join("\n\n", new[] { operation.Description, Who(rule) }.Where(static t => !string.IsNullOrEmpty(t)));
        var problem = Components.Keep(context.Document!, nameof(ProblemDto), await context.GetOrCreateSchemaAsync(typeof(ProblemDto), cancellationToken: ct));
        operation.Responses ??= [];
        if (operation.OperationId is { } name && OperationTypes.All.TryGetValue(name, out var types)) await DescribeAsync(operation, types, context, ct);
        foreach (var (status, text) in Problems(rule))
            operation.Responses.TryAdd(status.ToString(CultureInfo.InvariantCulture), new OpenApiResponse
            {
                Description = text,
                Content = new Dictionary<string, OpenApiMediaType> { ["application/problem+json"] = new() { Schema = problem } },
            });
        if (rule.OpenBecause is null) operation.Security = [new() { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
        if (context.Description.HttpMethod is not ("GET" or "HEAD") && rule.OpenBecause is null && !metadata.OfType<IgnoresIdempotencyKey>().Any())
        {
            operation.Parameters ??= [];
            operation.Parameters.Add(new OpenApiParameter
            {
                Name = IdempotencyMiddleware.Header,
                In = ParameterLocation.Header,
                Description = "A new UUID for every new request; sent again with the same request, it gets the first answer again for 24 hours.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 8, MaxLength = IdempotencyMiddleware.MaxKey },
            });
        }
    }

    private static async ValueTask DescribeAsync(OpenApiOperation operation, OperationType types, OpenApiOperationTransformerContext context, CancellationToken ct)
    {
        if (types.Takes is { } takes) operation.RequestBody = new OpenApiRequestBody { Content = new Dictionary<string, OpenApiMediaType> { [TypeOf(takes)] = await MediaAsync(takes, context, ct) } };
        operation.Responses!.Remove("200");
        foreach (var answers in types.Answers.GroupBy(static a => a.Status))
        {
            var response = new OpenApiResponse { Description = answers.Key switch { 201 => "Made.", 202 => "Under way.", 204 => "Done.", 101 => "The WebSocket is open.", _ => "OK" } };
            foreach (var body in answers.Select(static a => a.Body).OfType<object>())
                (response.Content ??= new Dictionary<string, OpenApiMediaType>()).Add(TypeOf(body), await MediaAsync(body, context, ct));
            operation.Responses.Add(answers.Key.ToString(CultureInfo.InvariantCulture), response);
        }
    }

    private static string TypeOf(object body) => body as string ?? "application/json";

    private static async ValueTask<OpenApiMediaType> MediaAsync(object body, OpenApiOperationTransformerContext context, CancellationToken ct) => body is Type type
        ? new() { Schema = Components.Keep(context.Document!, type.Name, await context.GetOrCreateSchemaAsync(type, cancellationToken: ct)) }
        : new();

    private static string Tag(string path)
    {
        // api/societies/{societyId}/meters/… belongs to meters, api/sessions/{sessionId}/progress to sessions.
        var words = path.Split('/').Where(static w => w.Length > 0 && w[0] != '{' && w is not "api").ToList();
        return words is ["societies", var inner, ..] ? inner : words[0];
    }

    private static string Who(AccessRule rule) => rule switch
    {
        { OpenBecause: { } because } => $"Anybody may call it: {because}.",
        { Installation: not Metering.Identity.InstallationPermission.None } => $"Needs the permission {rule.Installation} of the installation.",
        { FromBody: true } => $"Needs the permission {rule.Society} in the society the body leads to.",
        _ => $"Needs the permission {rule.Society} in the society.",
    };

    private static IEnumerable<(int Status, string Text)> Problems(AccessRule rule)
    {
        yield return (StatusCodes.Status400BadRequest, "The request has a mistake; `detail` says which.");
        if (rule.OpenBecause is null)
        {
            yield return (StatusCodes.Status401Unauthorized, "No valid token.");
            yield return (StatusCodes.Status403Forbidden, "The role does not allow it.");
        }
        if (rule.Society != Metering.Identity.Permission.None && !rule.FromBody) yield return (StatusCodes.Status404NotFound, "It is not there, or belongs to somebody else.");
        yield return (StatusCodes.Status503ServiceUnavailable, "Not now; `Retry-After` says when to try again.");
    }
}
