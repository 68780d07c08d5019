using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;
using Scalar.AspNetCore;
using Sluice.Api.Access;

namespace Sluice.Api.OpenApi;

/// <summary>The description at <c>/openapi/v1.json</c> and a page to read and try it at <c>/docs</c>. Nothing of it comes from elsewhere.</summary>
public static partial class OpenApiPages
{
    private const string Because = "describes the interface and holds no data";

    /// <summary>Adds both.</summary>
    public static IEndpointRouteBuilder MapOpenApiPages(this IEndpointRouteBuilder app)
    {
        var document = new Lazy<Task<byte[]>>(() => WriteAsync(app.ServiceProvider));
        app.MapGet($"/openapi/{OpenApiSetup.Version}.json", async () => Results.Bytes(await document.Value, "application/json")).OpenToAnybody(Because);
        app.MapScalarApiReference("/docs", static options => options
                .WithTitle("Sluice")
                .AddDocument(OpenApiSetup.Version, OpenApiSetup.Version, $"/openapi/{OpenApiSetup.Version}.json")
                .DisableDefaultFonts()
                .DisableTelemetry()
                .DisableAgent()
                .HideDeveloperTools()
                .HideClientButton())   // both lead to services elsewhere
            .OpenToAnybody(Because)
            .AddEndpointFilter(static async (context, next) =>
            {
                var result = await next(context);
                if (result is ContentHttpResult { ResponseContent: { } html }) context.HttpContext.Response.Headers.ContentSecurityPolicy = Policy(html);
                return result;
            });
        return app;
    }

    /// <summary>Scripts from here only, and the one inside the page by its hash; styles may be set by the scripts, which reaches nobody.</summary>
    private static string Policy(string html)
    {
        var hashes = InlineScript().Matches(html).Select(static m => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(m.Groups["script"].Value)))}'");
        return $"default-src 'none'; script-src 'self' {string.Join(' ', hashes)}; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    private static async Task<byte[]> WriteAsync(IServiceProvider services)
    {
        await using var scope = services.CreateAsyncScope();
        var document = await scope.ServiceProvider.GetRequiredKeyedService<IOpenApiDocumentProvider>(OpenApiSetup.Version).GetOpenApiDocumentAsync();
        return Encoding.UTF8.GetBytes(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_1) + "\n");
    }

    [GeneratedRegex("<script(?![^>]*\\ssrc=)[^>]*>(?<script>.*?)</script>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InlineScript();
}
