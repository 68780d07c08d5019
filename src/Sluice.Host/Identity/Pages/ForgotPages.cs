using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Host.Identity.People;
using static Sluice.Host.Identity.Pages.PageResult;

namespace Sluice.Host.Identity.Pages;

/// <summary>For who forgot the password: asks for the mail address, and says the same whether somebody has it or not.</summary>
internal static class ForgotPages
{
    private const string Open = "who forgot the password cannot log in";

    public static void MapForgot(this IEndpointRouteBuilder app)
    {
        app.MapGet("/account/forgot", static (HttpContext http, ForgottenPasswords forgotten) => forgotten.IsSetUp ? AskPage(http) : NoMailPage(http)).ExcludeFromDescription().OpenToAnybody(Open);
        app.MapPost("/account/forgot", AskAsync).ExcludeFromDescription().OpenToAnybody(Open);
    }

    private static async Task<IResult> AskAsync(HttpContext http, ForgottenPasswords forgotten, OwnAddress address)
    {
        if (await FormAsync(http) is not { } form) return Stale(http);
        if (!forgotten.IsSetUp) return NoMailPage(http);
        var mail = form["mail"].ToString().Trim();
        if (mail.Length is < 3 or > 200 || !mail.Contains('@', StringComparison.Ordinal)) return AskPage(http, "That is no mail address.");
        forgotten.Ask(mail, address.Of(""), http.Connection.RemoteIpAddress?.ToString());
        return Page(http, "Look into your mail", $"""
            <p>If {mail} has an account here, a mail with a link is on its way. The link is good once, for {(int)ForgottenPasswords.Lifetime.TotalMinutes} minutes.</p>
            <p class="soft">Nothing came? Look among the unwanted mail; after some minutes ask an administrator.</p>
            <p><a class="button" href="/account/login">Back to the log-in</a></p>
            """);
    }

    private static IResult AskPage(HttpContext http, string? problem = null) => Page(http, "Forgot the password", $"""
        <form method="post" action="/account/forgot">
          {Seal(http)}
          <label for="mail">Mail address</label>
          <input id="mail" name="mail" type="email" autocomplete="username" inputmode="email" maxlength="200" required autofocus aria-describedby="mail-help">
          <p class="soft" id="mail-help">We send a link to choose a new password. The second factor stays as it is.</p>
          <button type="submit">Send the link</button>
        </form>
        <p class="soft"><a href="/account/login">Back to the log-in</a></p>
        """, problem, problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);

    private static IResult NoMailPage(HttpContext http) => Page(http, "Forgot the password", $"""
        <p>This server sends no mail. An administrator makes you a new link.</p>
        <p><a class="button" href="/account/login">Back to the log-in</a></p>
        """);
}
