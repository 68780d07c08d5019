using System.Collections.Immutable;
using System.Security.Claims;
using System.Text.Json;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.IdentityModel.JsonWebTokens;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using Sluice.Api.Access;
using Sluice.Host.Identity.People;
using Sluice.Metering.Identity;
using Sluice.Storage.Sqlite.People;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Sluice.Host.Identity.Issuer;

/// <summary>The built-in issuer's endpoints that OpenIddict leaves to us: who logs in, what the tokens say, and the end of a log-in.</summary>
internal static class ConnectEndpoints
{
    /// <summary>The property of a log-in that names the device.</summary>
    public const string DeviceProperty = "device";

    /// <summary>The property of a log-in that says when it was refreshed last.</summary>
    public const string UsedProperty = "used";

    /// <summary>The claim that ties a token to the person's state.</summary>
    public const string StampClaim = "sluice:stamp";

    private const int MaxDeviceName = 60;
    private const string Open = "part of logging in; OpenIddict checks the client, the proof key and the codes";

    public static void MapConnect(this IEndpointRouteBuilder app)
    {
        app.MapMethods("/connect/authorize", [HttpMethods.Get, HttpMethods.Post], AuthorizeAsync).ExcludeFromDescription().OpenToAnybody(Open);
        app.MapPost("/connect/token", TokenAsync).ExcludeFromDescription().OpenToAnybody(Open);
        app.MapMethods("/connect/logout", [HttpMethods.Get, HttpMethods.Post], LogOutAsync).ExcludeFromDescription().OpenToAnybody(Open);
    }

    private static async Task<IResult> AuthorizeAsync(
        HttpContext http, UserManager<PersonRow> users, PeopleOptions options, IOpenIddictApplicationManager clients, IOpenIddictAuthorizationManager logins, TimeProvider clock)
    {
        if (http.GetOpenIddictServerRequest() is not { } request) return Results.BadRequest();
        var self = $"{http.Request.PathBase}{http.Request.Path}{QueryString.Create(http.Request.HasFormContentType ? http.Request.Form : http.Request.Query)}";
        var cookie = await http.AuthenticateAsync(IdentityConstants.ApplicationScheme);
        var person = cookie.Succeeded ? await users.GetUserAsync(cookie.Principal) : null;
        if (person is null or { IsDisabled: true })
        {
            return request.HasPromptValue(PromptValues.None)
                ? Refuse(Errors.LoginRequired, "Nobody is logged in.")
                : Results.Redirect($"/account/login?returnUrl={Uri.EscapeDataString(self)}");
        }
        if (!person.TwoFactorEnabled && options.MustHaveMfa(person.Role)) return Results.Redirect($"/account/mfa-setup?returnUrl={Uri.EscapeDataString(self)}");

        var device = ((string?)request.GetParameter("device"))?.Trim();
        var login = new OpenIddictAuthorizationDescriptor
        {
            ApplicationId = await clients.GetIdAsync((await clients.FindByClientIdAsync(request.ClientId!))!),
            CreationDate = clock.GetUtcNow(),
            Status = Statuses.Valid,
            Subject = person.Id,
            Type = AuthorizationTypes.AdHoc,
        };
        login.Scopes.UnionWith(request.GetScopes());
        login.Properties[DeviceProperty] = JsonSerializer.SerializeToElement(device is { Length: > 0 and <= MaxDeviceName } ? device : "browser");
        var made = await logins.CreateAsync(login);
        return SignIn(person, request.GetScopes(), (await logins.GetIdAsync(made))!);
    }

    private static async Task<IResult> TokenAsync(HttpContext http, UserManager<PersonRow> users, IOpenIddictAuthorizationManager logins, TimeProvider clock)
    {
        // Only codes and refresh tokens get here, and OpenIddict has checked them.
        var ticket = await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        if (ticket.Principal is not { } before || before.GetClaim(Claims.Subject) is not { } subject || before.GetAuthorizationId() is not { } id)
            return Refuse(Errors.InvalidGrant, "Log in again.");
        var person = await users.FindByIdAsync(subject);
        if (person is null or { IsDisabled: true } || before.GetClaim(StampClaim) != PersonStates.StampOf(person)) return Refuse(Errors.InvalidGrant, "Log in again.");
        if (await logins.FindByIdAsync(id) is { } login)
        {
            var descriptor = new OpenIddictAuthorizationDescriptor();
            await logins.PopulateAsync(descriptor, login);
            descriptor.Properties[UsedProperty] = JsonSerializer.SerializeToElement(clock.GetUtcNow().ToUnixTimeMilliseconds());
            await logins.UpdateAsync(login, descriptor);
        }
        return SignIn(person, before.GetScopes(), id);
    }

    private static async Task<IResult> LogOutAsync(HttpContext http, SignInManager<PersonRow> signIn)
    {
        await signIn.SignOutAsync();
        return Results.SignOut(new() { RedirectUri = "/" }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    }

    private static IResult SignIn(PersonRow person, ImmutableArray<string> scopes, string login)
    {
        var identity = new ClaimsIdentity("sluice", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, person.Id).SetClaim(Claims.Name, person.Name).SetClaim(Claims.Email, person.Email)
            .SetClaim("token_use", "access").SetClaim(StampClaim, PersonStates.StampOf(person));
        identity.AddClaim(new(CallerParser.GroupsClaim, $"[\"{person.Role}\"]", JsonClaimValueTypes.JsonArray));   // a list also of one, as Cognito has it
        identity.SetScopes(scopes);
        identity.SetResources(LocalToken.Audience);
        identity.SetAuthorizationId(login);
        identity.SetDestinations(static claim => claim.Type is Claims.Name or Claims.Email or CallerParser.GroupsClaim
            ? [Destinations.AccessToken, Destinations.IdentityToken]
            : [Destinations.AccessToken]);
        return Results.SignIn(new(identity), properties: null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static IResult Refuse(string error, string description) => Results.Forbid(new(new Dictionary<string, string?>
    {
        [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
        [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = description,
    }), [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);

    /// <summary>True when somebody of this role must have a second factor.</summary>
    public static bool MustHaveMfa(this PeopleOptions options, Role role) => options.RequireMfa && role is Role.SuperAdmin or Role.SocietyAdmin;
}
