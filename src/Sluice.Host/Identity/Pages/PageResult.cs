using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Sluice.Host.Identity.Pages;

/// <summary>One small page around a form: no script, nothing from elsewhere.</summary>
internal static class PageResult
{
    // Browsers hold the target of a form against form-action also after redirects: the log-in ends at a page of this machine, or at our own.
    private const string Policy =
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' http://127.0.0.1:* http://localhost:*";

    public static IResult Page(HttpContext http, string title, Html body, string? problem = null, int status = StatusCodes.Status200OK)
    {
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.Headers.CacheControl = "no-store";
        var alert = problem is null ? Html.None : Html.Of($"""<p class="problem" role="alert">{problem}</p>""");
        Html page = $"""
            <!doctype html>
            <html lang="en">
            <head>
              <meta charset="utf-8">
              <meta name="viewport" content="width=device-width, initial-scale=1">
              <meta name="color-scheme" content="light dark">
              <meta name="robots" content="noindex">
              <title>{title} · Sluice</title>
              <link rel="icon" href="/icon.svg" type="image/svg+xml">
              <link rel="stylesheet" href="/account.css">
            </head>
            <body>
              <header><img src="/icon.svg" alt="" width="32" height="32"><span>Sluice</span></header>
              <main>
                <h1>{title}</h1>
                {alert}
                {body}
              </main>
            </body>
            </html>

            """;
        return Results.Content(page.ToString(), "text/html; charset=utf-8", statusCode: status);
    }

    /// <summary>The hidden field that proves a form came from us.</summary>
    public static Html Seal(HttpContext http)
    {
        var tokens = http.RequestServices.GetRequiredService<IAntiforgery>().GetAndStoreTokens(http);
        return $"""<input type="hidden" name="{tokens.FormFieldName}" value="{tokens.RequestToken}">""";
    }

    /// <summary>The form, when it came from one of our pages; null otherwise.</summary>
    public static async ValueTask<IFormCollection?> FormAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType || !await http.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(http)) return null;
        return await http.Request.ReadFormAsync(http.RequestAborted);
    }

    /// <summary>The answer to a form that did not come from us, or was open too long.</summary>
    public static IResult Stale(HttpContext http) => Page(http, "Please try again", $"""<p>The page was open too long, or cookies are switched off.</p><p><a class="button" href="/">Start again</a></p>""", status: StatusCodes.Status400BadRequest);

    /// <summary>Where to go on: only ever an address of ours.</summary>
    public static string ReturnUrl(string? asked) =>
        asked is { Length: > 1 and < 4000 } && asked[0] == '/' && asked[1] is not ('/' or '\\') && !asked.Any(char.IsControl) ? asked : "/?go";
}
