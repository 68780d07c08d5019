using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Host.Identity.Issuer;
using Sluice.Storage.Sqlite.People;
using static Sluice.Host.Identity.Pages.PageResult;

namespace Sluice.Host.Identity.Pages;

/// <summary>Log in by mail address and password, then by the second factor.</summary>
internal static class LoginPages
{
    private const string Open = "nobody is logged in before they log in";
    private const string NoFit = "That did not fit. Check the mail address and the password; after several wrong tries wait some minutes.";

    /// <summary>A hash to check wrong mail addresses against, so that they take as long as right ones.</summary>
    private static readonly string NobodysHash = new PasswordHasher<PersonRow>().HashPassword(new(), Guid.NewGuid().ToString());

    public static void MapLogin(this IEndpointRouteBuilder app)
    {
        app.MapGet("/account/login", static (HttpContext http, string? returnUrl) => LoginPage(http, returnUrl)).ExcludeFromDescription().OpenToAnybody(Open);
        app.MapPost("/account/login", LogInAsync).ExcludeFromDescription().OpenToAnybody(Open);
        app.MapGet("/account/mfa", static (HttpContext http, string? returnUrl) => CodePage(http, returnUrl)).ExcludeFromDescription().OpenToAnybody(Open);
        app.MapPost("/account/mfa", CodeAsync).ExcludeFromDescription().OpenToAnybody(Open);
        app.MapPost("/account/logout", LogOutAsync).ExcludeFromDescription().OpenToAnybody("ends the log-in of the browser that asks");
    }

    /// <summary>Where somebody who proved who they are goes: on, or to the set-up of a second factor first.</summary>
    public static async ValueTask<IResult> GoOnAsync(HttpContext http, PersonRow person, UserManager<PersonRow> users, PeopleOptions options, TimeProvider clock, string returnUrl)
    {
        await LoginAudit.DoneAsync(http, person, "person.login");
        person.LastLoginAt = clock.GetUtcNow();
        await users.UpdateAsync(person);
        var ask = !person.TwoFactorEnabled && (options.MustHaveMfa(person.Role) || (options.RequireMfa && !person.WasOfferedMfa));
        return Results.Redirect(ask ? $"/account/mfa-setup?returnUrl={Uri.EscapeDataString(returnUrl)}" : returnUrl);
    }

    private static IResult LoginPage(HttpContext http, string? returnUrl, string? problem = null, string? mail = null) => Page(http, "Log in", $"""
        <form method="post" action="/account/login">
          {Seal(http)}<input type="hidden" name="returnUrl" value="{ReturnUrl(returnUrl)}">
          <label for="mail">Mail address</label>
          <input id="mail" name="mail" type="email" autocomplete="username" inputmode="email" maxlength="200" required autofocus value="{mail}">
          <label for="password">Password</label>
          <input id="password" name="password" type="password" autocomplete="current-password" maxlength="200" required>
          <button type="submit">Log in</button>
        </form>
        <p class="soft"><a href="/account/forgot">Forgot the password?</a> Who lost the phone asks an administrator for a new link.</p>
        """, problem, problem is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized);

    private static async Task<IResult> LogInAsync(HttpContext http, UserManager<PersonRow> users, SignInManager<PersonRow> signIn, PeopleOptions options, TimeProvider clock)
    {
        if (await FormAsync(http) is not { } form) return Stale(http);
        string mail = form["mail"].ToString().Trim(), password = form["password"].ToString(), returnUrl = ReturnUrl(form["returnUrl"]);
        if (mail.Length is 0 or > 200 || password.Length is 0 or > People.PasswordRules.MaxLength) return LoginPage(http, returnUrl, NoFit);
        var person = await users.FindByEmailAsync(mail);
        if (person?.PasswordHash is null || person.IsDisabled || await users.IsLockedOutAsync(person))
        {
            await LoginAudit.RefusedAsync(http, person, "person.login");
            users.PasswordHasher.VerifyHashedPassword(new(), NobodysHash, password);   // the same answer after the same time
            return LoginPage(http, returnUrl, NoFit, mail);
        }
        var result = await signIn.PasswordSignInAsync(person, password, isPersistent: false, lockoutOnFailure: true);
        if (result.RequiresTwoFactor) return Results.Redirect($"/account/mfa?returnUrl={Uri.EscapeDataString(returnUrl)}");
        if (result.Succeeded) return await GoOnAsync(http, person, users, options, clock, returnUrl);
        await LoginAudit.RefusedAsync(http, person, "person.login");
        return LoginPage(http, returnUrl, NoFit, mail);
    }

    private static IResult CodePage(HttpContext http, string? returnUrl, string? problem = null) => Page(http, "Second factor", $"""
        <form method="post" action="/account/mfa">
          {Seal(http)}<input type="hidden" name="returnUrl" value="{ReturnUrl(returnUrl)}">
          <label for="code">Code from your authenticator app</label>
          <input id="code" name="code" autocomplete="one-time-code" maxlength="20" autocapitalize="off" spellcheck="false" required autofocus aria-describedby="code-help">
          <p class="soft" id="code-help">Six digits. Without the phone, type one of your recovery codes.</p>
          <button type="submit">Go on</button>
        </form>
        """, problem, problem is null ? StatusCodes.Status200OK : StatusCodes.Status401Unauthorized);

    private static async Task<IResult> CodeAsync(HttpContext http, UserManager<PersonRow> users, SignInManager<PersonRow> signIn, PeopleOptions options, TimeProvider clock)
    {
        if (await FormAsync(http) is not { } form) return Stale(http);
        var (code, returnUrl) = (form["code"].ToString().Replace(" ", "", StringComparison.Ordinal), ReturnUrl(form["returnUrl"]));
        if (await signIn.GetTwoFactorAuthenticationUserAsync() is not { IsDisabled: false } person) return Results.Redirect($"/account/login?returnUrl={Uri.EscapeDataString(returnUrl)}");
        var result = code.Length == 6 && code.All(char.IsAsciiDigit)
            ? await signIn.TwoFactorAuthenticatorSignInAsync(code, isPersistent: false, rememberClient: false)
            : await signIn.TwoFactorRecoveryCodeSignInAsync(code);
        if (result.Succeeded) return await GoOnAsync(http, person, users, options, clock, returnUrl);
        await LoginAudit.RefusedAsync(http, person, "person.mfa");
        return CodePage(http, returnUrl, "That code is not good. Wait for the next one; check that the phone's clock is right. After several wrong tries wait some minutes.");
    }

    private static async Task<IResult> LogOutAsync(HttpContext http, SignInManager<PersonRow> signIn)
    {
        if (await FormAsync(http) is null) return Stale(http);
        await signIn.SignOutAsync();
        return Results.Redirect("/account/login");
    }
}
