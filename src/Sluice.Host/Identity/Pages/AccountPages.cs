using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Host.Identity.People;
using Sluice.Storage.Sqlite.People;
using static Sluice.Host.Identity.Pages.PageResult;

namespace Sluice.Host.Identity.Pages;

/// <summary>One's own account: password, second factor, log out.</summary>
internal static class AccountPages
{
    public static void MapAccount(this IEndpointRouteBuilder app)
    {
        const string own = "acts for whom the log-in cookie names";
        app.MapGet("/account", ShowAsync).ExcludeFromDescription().OpenToAnybody(own);
        app.MapGet("/account/password", static async (HttpContext http, UserManager<PersonRow> users) =>
            await MfaPages.LoggedInAsync(http, users) is { } person ? PasswordPage(http, person) : MfaPages.LogInFirst(http)).ExcludeFromDescription().OpenToAnybody(own);
        app.MapPost("/account/password", ChangeAsync).ExcludeFromDescription().OpenToAnybody(own);
        app.MapGet("/account.css", static (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "no-cache";
            return Results.Stream(typeof(AccountPages).Assembly.GetManifestResourceStream("account.css")!, "text/css; charset=utf-8");
        }).ExcludeFromDescription().OpenToAnybody("holds no data");
    }

    private static async Task<IResult> ShowAsync(HttpContext http, UserManager<PersonRow> users)
    {
        if (await MfaPages.LoggedInAsync(http, users) is not { } person) return MfaPages.LogInFirst(http);
        var left = await users.CountRecoveryCodesAsync(person);
        var factor = person.TwoFactorEnabled
            ? Html.Of($"<dd>on, {left} recovery codes left</dd>")
            : Html.Of($"""<dd>off · <a href="/account/mfa-setup?returnUrl=%2Faccount">switch on</a></dd>""");
        return Page(http, "Your account", $"""
            <dl><dt>Mail address</dt><dd>{person.Email}</dd><dt>Name</dt><dd>{person.Name}</dd><dt>Role</dt><dd>{person.Role.ToString()}</dd><dt>Second factor</dt>{factor}</dl>
            <p><a href="/account/password">Change the password</a> · <a href="/">Readings</a></p>
            <form method="post" action="/account/logout">{Seal(http)}<button type="submit">Log out</button></form>
            """);
    }

    private static IResult PasswordPage(HttpContext http, PersonRow person, string? problem = null) => Page(http, "Change the password", $"""
        <form method="post" action="/account/password">
          {Seal(http)}<input type="hidden" name="mail" autocomplete="username" value="{person.Email}">
          <label for="before">Password until now</label>
          <input id="before" name="before" type="password" autocomplete="current-password" maxlength="{PasswordRules.MaxLength}" required autofocus>
          <label for="password">New password</label>
          <input id="password" name="password" type="password" autocomplete="new-password" minlength="{PasswordRules.MinLength}" maxlength="{PasswordRules.MaxLength}" required aria-describedby="rule">
          <p class="soft" id="rule">At least {PasswordRules.MinLength} characters. Everywhere else you are logged out.</p>
          <button type="submit">Change</button>
        </form>
        """, problem, problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);

    private static async Task<IResult> ChangeAsync(HttpContext http, UserManager<PersonRow> users, SignInManager<PersonRow> signIn, PersonStates states)
    {
        if (await FormAsync(http) is not { } form) return Stale(http);
        if (await MfaPages.LoggedInAsync(http, users) is not { } person) return MfaPages.LogInFirst(http);
        string before = form["before"].ToString(), password = form["password"].ToString();
        // Whoever sits down at a screen left open gets no more guesses than at the log-in.
        if (before.Length > PasswordRules.MaxLength || !(await signIn.CheckPasswordSignInAsync(person, before, lockoutOnFailure: true)).Succeeded)
            return PasswordPage(http, person, "The password until now does not fit; after several wrong tries wait some minutes.");
        var result = await users.ChangePasswordAsync(person, before, password);
        if (!result.Succeeded) return PasswordPage(http, person, string.Join(' ', result.Errors.Select(static e => e.Description)));
        states.Forget(person.Id);
        await LoginAudit.DoneAsync(http, person, "person.password");
        await signIn.RefreshSignInAsync(person);
        return Page(http, "The password is changed", $"""<p>Everywhere else you are logged out.</p><p><a class="button" href="/">Readings</a></p>""");
    }
}
