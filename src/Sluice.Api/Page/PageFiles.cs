using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;

namespace Sluice.Api.Page;

/// <summary>The plain page at <c>/</c>: three embedded files, no framework, nothing from elsewhere.</summary>
public static class PageFiles
{
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Adds the page.</summary>
    /// <param name="app">Where to.</param>
    /// <param name="isStart">True: it is what <c>/</c> answers; false: only its files are there, which the log-in pages share.</param>
    public static IEndpointRouteBuilder MapPage(this IEndpointRouteBuilder app, bool isStart)
    {
        if (isStart) Map(app, "/", "index.html", "text/html; charset=utf-8");
        Map(app, "/page.css", "page.css", "text/css; charset=utf-8");
        Map(app, "/page.js", "page.js", "text/javascript; charset=utf-8");
        Map(app, "/login.js", "login.js", "text/javascript; charset=utf-8");
        Map(app, "/icon.svg", "icon.svg", "image/svg+xml");
        return app;
    }

    private static void Map(IEndpointRouteBuilder app, string path, string file, string type)
    {
        var bytes = Read(file);
        var tag = new Microsoft.Net.Http.Headers.EntityTagHeaderValue($"\"{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes).AsSpan(0, 8))}\"");
        app.MapMethods(path, [HttpMethods.Get, HttpMethods.Head], (HttpContext http) =>
        {
            http.Response.Headers.ContentSecurityPolicy = Policy;
            http.Response.Headers.CacheControl = "no-cache";
            return Results.Bytes(bytes, type, entityTag: tag);
        }).OpenToAnybody("the page holds no data; what it shows it asks for with the viewer's token");
    }

    private static byte[] Read(string file)
    {
        using var stream = typeof(PageFiles).Assembly.GetManifestResourceStream(file) ?? throw new InvalidOperationException($"{file} is not embedded.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
