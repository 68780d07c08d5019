using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Host.Identity.People;
using Sluice.Storage.Sqlite.People;
using static Sluice.Host.Identity.Pages.PageResult;

namespace Sluice.Host.Identity.Pages;

/// <summary>What a one-time link leads to: choose a password, or, in the demonstration, straight in.</summary>
internal static class LinkPages
{
    public static void MapLinks(this IEndpointRouteBuilder app)
    {
        const string open = "the link's token says who it is for, once";
        app.MapGet("/account/link", ShowAsync).ExcludeFromDescription().OpenToAnybody(open);
        app.MapPost("/account/link", SetAsync).ExcludeFromDescription().OpenToAnybody(open);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext http, OneTimeLinks links, UserManager<PersonRow> users, SignInManager<PersonRow> signIn, PeopleOptions options, TimeProvider clock, string? token)
    {
        if (await links.FindAsync(token, http.RequestAborted) is not { } link || await users.FindByIdAsync(link.PersonId) is not { IsDisabled: false } person) return NotGood(http);
        if (link.Purpose != LinkPurpose.Login) return PasswordPage(http, token!, person);
        if (!await links.UseAsync(link, http.RequestAborted)) return NotGood(http);
        await signIn.SignInAsync(person, isPersistent: false);
        return await LoginPages.GoOnAsync(http, person, users, options, clock, "/?go");
    }

    private static async Task<IResult> SetAsync(
        HttpContext http, OneTimeLinks links, UserManager<PersonRow> users, SignInManager<PersonRow> signIn, PersonStates states, PeopleOptions options, TimeProvider clock)
    {
        if (await FormAsync(http) is not { } form) return Stale(http);
        var (token, password) = (form["token"].ToString(), form["password"].ToString());
        if (await links.FindAsync(token, http.RequestAborted) is not { Purpose: LinkPurpose.Invitation or LinkPurpose.Reset or LinkPurpose.Password } link
            || await users.FindByIdAsync(link.PersonId) is not { IsDisabled: false } person) return NotGood(http);
        foreach (var rule in users.PasswordValidators)
            if (await rule.ValidateAsync(users, person, password) is { Succeeded: false } broken)
                return PasswordPage(http, token, person, string.Join(' ', broken.Errors.Select(static e => e.Description)));
        if (!await links.UseAsync(link, http.RequestAborted)) return NotGood(http);

        person.PasswordHash = users.PasswordHasher.HashPassword(person, password);
        (person.EmailConfirmed, person.LockoutEnd, person.AccessFailedCount) = (true, null, 0);
        if (link.Purpose == LinkPurpose.Reset)
        {
            person.TwoFactorEnabled = false;
            await users.ResetAuthenticatorKeyAsync(person);
        }
        await users.UpdateSecurityStampAsync(person);   // whoever was logged in is no more
        states.Forget(person.Id);
        await LoginAudit.DoneAsync(http, person, link.Purpose switch { LinkPurpose.Reset => "person.reset-used", LinkPurpose.Password => "person.forgot-used", _ => "person.invite-accepted" });
        if (link.Purpose == LinkPurpose.Password && person.TwoFactorEnabled) return Results.Redirect("/account/login");   // who reads the mail does not have the phone yet
        await signIn.SignInAsync(person, isPersistent: false);
        return await LoginPages.GoOnAsync(http, person, users, options, clock, "/?go");
    }

    private static IResult PasswordPage(HttpContext http, string token, PersonRow person, string? problem = null) => Page(http, "Choose a password", $"""
        <form method="post" action="/account/link">
          {Seal(http)}<input type="hidden" name="token" value="{token}">
          <label for="mail">Mail address</label>
          <input id="mail" name="mail" type="email" autocomplete="username" value="{person.Email}" readonly>
          <label for="password">New password</label>
          <input id="password" name="password" type="password" autocomplete="new-password" minlength="{PasswordRules.MinLength}" maxlength="{PasswordRules.MaxLength}" required autofocus aria-describedby="rule">
          <p class="soft" id="rule">At least {PasswordRules.MinLength} characters. Length counts most: four unrelated words make a good one.</p>
          <button type="submit">Save and log in</button>
        </form>
        """, problem, problem is null ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);

    private static IResult NotGood(HttpContext http) => Page(http, "This link is not good any more", $"""
        <p>It was used, is too old, or was replaced by a newer one. Ask who sent it for a new one.</p>
        <p><a class="button" href="/account/login">Log in</a></p>
        """, status: StatusCodes.Status410Gone);
}
