using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Problems;
using static Sluice.Host.Identity.Pages.PageResult;

namespace Sluice.Host.App;

/// <summary>Serves the app at <c>/app/</c>.</summary>
internal static class AppRoutes
{
    private const string Open = "the app holds no data; what it shows it asks for with the viewer's token";
    private const string Devices = "bluetooth=(self), serial=(self), camera=(self), geolocation=(self), screen-wake-lock=(self), microphone=(), payment=(), usb=()";

    /// <summary>Adds it, also as what <c>/</c> leads to. When it is not built, its address says how to.</summary>
    /// <param name="app">Where to.</param>
    /// <param name="folder">The app; null: it is not built.</param>
    public static void MapApp(this IEndpointRouteBuilder app, AppFolder? folder)
    {
        string[] read = [HttpMethods.Get, HttpMethods.Head];
        if (folder is not null) app.MapMethods("/", read, static (HttpContext http) => Results.Redirect($"/app/{http.Request.QueryString}")).ExcludeFromDescription().OpenToAnybody(Open);
        app.MapMethods("/app/{**path}", read, (HttpContext http, string? path) => Send(http, folder, path)).ExcludeFromDescription().OpenToAnybody(Open);
    }

    private static IResult Send(HttpContext http, AppFolder? folder, string? path)
    {
        if (folder is null) return NotBuilt(http);
        if (path is null && !http.Request.Path.Value!.EndsWith('/')) return Results.Redirect($"/app/{http.Request.QueryString}");
        // Pages have addresses below the app that are no files: meters/KAM.90000001. Whoever asks for anything else than a page means a file.
        var isPage = path is null or "" || http.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);
        if ((path is null ? null : folder.Find(path)) is not { } file)
        {
            if (!isPage) return Problem.NotFound();
            file = folder.Start;
        }
        http.Response.Headers.ContentSecurityPolicy = folder.Policy;
        http.Response.Headers["Permissions-Policy"] = Devices;
        return file.Send(http);
    }

    private static IResult NotBuilt(HttpContext http) => Page(http, "The app is not built", $"""
        <p>This server was started without its app. Everything else works.</p>
        <p>Start it with <code>./sluice up</code> or <code>./sluice serve</code>, which build the app when it is missing; or build it with <code>./sluice app</code> and start the server again.</p>
        """, status: StatusCodes.Status404NotFound);
}
