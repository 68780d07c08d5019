using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using QRCoder;
using Sluice.Api.Access;
using Sluice.Host.Identity.Issuer;
using Sluice.Host.Identity.People;
using Sluice.Storage.Sqlite.People;
using static Sluice.Host.Identity.Pages.PageResult;

namespace Sluice.Host.Identity.Pages;

/// <summary>Sets up an authenticator app, and shows the recovery codes once.</summary>
internal static class MfaPages
{
    private const int RecoveryCodes = 10;

    public static void MapMfa(this IEndpointRouteBuilder app)
    {
        const string own = "acts for whom the log-in cookie names";
        app.MapGet("/account/mfa-setup", AskAsync).ExcludeFromDescription().OpenToAnybody(own);
        app.MapPost("/account/mfa-setup", SetAsync).ExcludeFromDescription().OpenToAnybody(own);
    }

    /// <summary>Who the log-in cookie names; null when nobody.</summary>
    public static async ValueTask<PersonRow?> LoggedInAsync(HttpContext http, UserManager<PersonRow> users)
    {
        var cookie = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        return cookie.Succeeded && await users.GetUserAsync(cookie.Principal) is { IsDisabled: false } person ? person : null;
    }

    public static IResult LogInFirst(HttpContext http) => Results.Redirect($"/account/login?returnUrl={Uri.EscapeDataString(http.Request.Path + http.Request.QueryString)}");

    private static async Task<IResult> AskAsync(HttpContext http, UserManager<PersonRow> users, SignInManager<PersonRow> signIn, PersonStates states, PeopleOptions options, string? returnUrl)
    {
        if (await LoggedInAsync(http, users) is not { } person) return LogInFirst(http);
        if (person.TwoFactorEnabled) return Results.Redirect(ReturnUrl(returnUrl));
        if (await users.GetAuthenticatorKeyAsync(person) is not { Length: > 0 })
        {
            await users.ResetAuthenticatorKeyAsync(person);
            states.Forget(person.Id);
            await signIn.RefreshSignInAsync(person);
        }
        return await SetupPageAsync(http, users, options, person, ReturnUrl(returnUrl));
    }

    private static async ValueTask<IResult> SetupPageAsync(HttpContext http, UserManager<PersonRow> users, PeopleOptions options, PersonRow person, string returnUrl, string? problem = null)
    {
        var secret = (await users.GetAuthenticatorKeyAsync(person))!;
        using var code = QRCodeGenerator.GenerateQrCode(Totp.AppAddress(secret, person.Email!), QRCodeGenerator.ECCLevel.M);
        using var picture = new SvgQRCode(code);
        var svg = picture.GetGraphic(new System.Drawing.Size(200, 200), "#000000", "#ffffff", sizingMode: SvgQRCode.SizingMode.ViewBoxAttribute);
        var must = options.MustHaveMfa(person.Role);
        var later = must ? Html.None : Html.Of($"""<button class="plain" name="later" value="1" formnovalidate>Not now</button>""");
        var why = must
            ? "Administrators log in with a second factor: an authenticator app on the phone, for example Aegis, FreeOTP or Google Authenticator."
            : "Keep others out even when they know the password: add an authenticator app on the phone, for example Aegis, FreeOTP or Google Authenticator.";
        return Page(http, "Add a second factor", $"""
            <p>{why}</p>
            <ol>
              <li>Scan this picture with the app.<div class="qr" role="img" aria-label="QR code for the authenticator app">{Html.Raw(svg)}</div>
                <details><summary>Cannot scan?</summary><p>Type this key into the app:</p><p class="key">{string.Join(' ', secret.Chunk(4).Select(static c => new string(c)))}</p></details></li>
              <li><form method="post" action="/account/mfa-setup" id="form">
                {Seal(http)}<input type="hidden" name="returnUrl" value="{returnUrl}">
                <label for="code">Type the six digits it shows</label>
                <input id="code" name="code" inputmode="numeric" autocomplete="one-time-code" maxlength="10" required>
                <div class="row"><button type="submit">Switch on</button>{later}</div>
              </form></li>
            </ol>
            """, problem, problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }

    private static async Task<IResult> SetAsync(HttpContext http, UserManager<PersonRow> users, SignInManager<PersonRow> signIn, PersonStates states, PeopleOptions options)
    {
        if (await FormAsync(http) is not { } form) return Stale(http);
        if (await LoggedInAsync(http, users) is not { } person) return LogInFirst(http);
        var returnUrl = ReturnUrl(form["returnUrl"]);
        if (person.TwoFactorEnabled) return Results.Redirect(returnUrl);
        person.WasOfferedMfa = true;
        if (form.ContainsKey("later"))
        {
            await users.UpdateAsync(person);
            return Results.Redirect(returnUrl);
        }
        var code = form["code"].ToString().Replace(" ", "", StringComparison.Ordinal);
        if (!await users.VerifyTwoFactorTokenAsync(person, Totp.Name, code))
            return await SetupPageAsync(http, users, options, person, returnUrl, "That code is not good. Wait for the next one; check that the phone's clock is right.");
        await users.SetTwoFactorEnabledAsync(person, true);
        var codes = await users.GenerateNewTwoFactorRecoveryCodesAsync(person, RecoveryCodes) ?? [];
        states.Forget(person.Id);
        await LoginAudit.DoneAsync(http, person, "person.mfa-on");
        await signIn.RefreshSignInAsync(person);
        return Page(http, "Keep these recovery codes", $"""
            <p>Each lets you in once when the phone is lost. Print them, or write them down, and keep them apart from the phone. They are not shown again.</p>
            <ul class="codes">{Html.Join(codes.Select(static c => Html.Of($"<li><code>{c}</code></li>")))}</ul>
            <p><a class="button" href="{returnUrl}">I have kept them</a></p>
            """);
    }
}
