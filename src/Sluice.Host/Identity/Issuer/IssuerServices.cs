using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using Sluice.Host.Identity.Mail;
using Sluice.Host.Identity.Pages;
using Sluice.Host.Identity.People;
using Sluice.Host.Notifications;
using Sluice.Metering.Identity;
using Sluice.Storage.Sqlite;
using Sluice.Storage.Sqlite.People;

namespace Sluice.Host.Identity.Issuer;

/// <summary>The built-in issuer: ASP.NET Core Identity for people, OpenIddict for the protocol. Nothing of it runs before somebody logs in.</summary>
internal static class IssuerServices
{
    public static IServiceCollection AddIssuer(this IServiceCollection services, ECDsaSecurityKey signing, string directory, PeopleOptions options, bool setClient = true)
    {
        var path = DataDirectory.PeopleIn(directory);
        services.AddSingleton(options);
        services.AddSingleton(_ => new PeopleDatabase(path));
        services.AddSingleton(p => new PeopleStart(p.GetRequiredService<PeopleDatabase>(), setClient ? p.GetRequiredService<PeopleOptions>() : null));
        services.AddSingleton(static p => new PersonStates(p.GetRequiredService<IServiceScopeFactory>(), p.GetRequiredService<PeopleStart>()));
        services.AddSingleton<IMailer>(static p => new SmtpMailer(p.GetRequiredService<PeopleOptions>().Smtp, p.GetRequiredService<ILogger<SmtpMailer>>()));
        services.AddSingleton(static p => new OwnAddress(p.GetRequiredService<PeopleOptions>(), p.GetRequiredService<IHttpContextAccessor>()));
        services.AddSingleton<IPeople>(static p => new PeopleDirectory(
            p.GetRequiredService<IServiceScopeFactory>(), p.GetRequiredService<PeopleStart>(), p.GetRequiredService<PersonStates>(), p.GetRequiredService<IMembershipStore>(),
            p.GetRequiredService<IMailer>(), p.GetRequiredService<OwnAddress>(), p.GetRequiredService<PeopleOptions>(), p.GetRequiredService<TimeProvider>()));
        services.AddSingleton<ForgottenPasswords>().AddHostedService(static p => p.GetRequiredService<ForgottenPasswords>());
        services.AddScoped(static p => new OneTimeLinks(p.GetRequiredService<PeopleContext>(), p.GetRequiredService<TimeProvider>()));
        services.AddDbContext<PeopleContext>(context => PeopleDatabase.Configure(context, path));
        // Who reads these keys can forge a log-in cookie.
        if (setClient && !OperatingSystem.IsWindows()) Directory.CreateDirectory(DataDirectory.CookieKeysIn(directory), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        services.AddDataProtection().SetApplicationName("sluice").PersistKeysToFileSystem(new(DataDirectory.CookieKeysIn(directory)));
        services.AddAntiforgery(static forgery =>
        {
            forgery.Cookie.Name = "sluice-form";
            forgery.Cookie.SameSite = SameSiteMode.Strict;
        });
        AddPeople(services, options);
        AddProtocol(services, signing, options);
        return services;
    }

    /// <summary>Runs the issuer for its own addresses only: other requests do not pay for it.</summary>
    public static void UseIssuer(this WebApplication app) => app.UseWhen(
        static http => ((PathString[])["/connect", "/account", "/.well-known"]).Any(path => http.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase)),
        static branch =>
        {
            branch.Use(static async (http, next) =>
            {
                await http.RequestServices.GetRequiredService<PeopleStart>().EnsureAsync(http.RequestServices, http.RequestAborted);
                await next(http);
            });
            branch.UseAuthentication();
            branch.Use(static async (http, next) =>
            {
                // Forms are sealed for who is logged in.
                if (await http.AuthenticateAsync(IdentityConstants.ApplicationScheme) is { Succeeded: true } cookie) http.User = cookie.Principal;
                await next(http);
            });
        });

    /// <summary>Adds the pages and the protocol's endpoints.</summary>
    public static void MapIssuer(this IEndpointRouteBuilder app)
    {
        app.MapConnect();
        app.MapLogin();
        app.MapMfa();
        app.MapLinks();
        app.MapForgot();
        app.MapAccount();
        app.MapExportPage();
        app.MapNotificationPages();
    }

    private static void AddPeople(IServiceCollection services, PeopleOptions options)
    {
        services.AddHttpContextAccessor();
        services.AddIdentityCore<PersonRow>(identity =>
            {
                identity.User.RequireUniqueEmail = true;
                identity.User.AllowedUserNameCharacters = "";   // any mail address
                identity.Password.RequiredLength = PasswordRules.MinLength;
                identity.Password.RequiredUniqueChars = 5;
                identity.Password.RequireDigit = identity.Password.RequireLowercase = identity.Password.RequireUppercase = identity.Password.RequireNonAlphanumeric = false;
                identity.Lockout.MaxFailedAccessAttempts = options.MaxFailures;
                identity.Lockout.DefaultLockoutTimeSpan = options.LockoutTime;
                identity.Tokens.AuthenticatorTokenProvider = Totp.Name;
                identity.Tokens.ProviderMap[Totp.Name] = new(typeof(Totp));
            })
            .AddEntityFrameworkStores<PeopleContext>().AddSignInManager();
        services.AddScoped<IPasswordValidator<PersonRow>>(static _ => new PasswordRules());
        services.AddSingleton(static p => new Totp(p.GetRequiredService<TimeProvider>()));
        services.Configure<SecurityStampValidatorOptions>(static stamp => stamp.ValidationInterval = TimeSpan.Zero);
        services.AddAuthentication().AddIdentityCookies(static cookies =>
        {
            cookies.ApplicationCookie!.Configure(static cookie =>
            {
                Set(cookie.Cookie, "sluice-login");
                cookie.ExpireTimeSpan = TimeSpan.FromHours(12);
            });
            cookies.TwoFactorUserIdCookie!.Configure(static cookie =>
            {
                Set(cookie.Cookie, "sluice-half-login");
                cookie.ExpireTimeSpan = TimeSpan.FromMinutes(5);
            });
        });
    }

    private static void Set(CookieBuilder cookie, string name)
    {
        cookie.Name = name;
        cookie.HttpOnly = true;
        cookie.SameSite = SameSiteMode.Lax;
        cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
    }

    private static void AddProtocol(IServiceCollection services, ECDsaSecurityKey signing, PeopleOptions options) => services.AddOpenIddict()
        .AddCore(static core => core.UseEntityFrameworkCore().UseDbContext<PeopleContext>())
        .AddServer(server =>
        {
            server.SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token").SetEndSessionEndpointUris("connect/logout")
                .SetRevocationEndpointUris("connect/revoke").SetConfigurationEndpointUris(".well-known/openid-configuration").SetJsonWebKeySetEndpointUris(".well-known/jwks");
            server.AllowAuthorizationCodeFlow().AllowRefreshTokenFlow().RequireProofKeyForCodeExchange();
            server.RegisterScopes("openid", "email", "profile", "offline_access");
            server.SetAccessTokenLifetime(options.AccessTokenLifetime).SetRefreshTokenLifetime(options.RefreshTokenLifetime).SetRefreshTokenReuseLeeway(options.RefreshReuseLeeway);
            server.AddSigningKey(signing).AddEncryptionKey(EncryptionKey(signing)).DisableAccessTokenEncryption();
            if (options.PublicUrl is { } url) server.SetIssuer(url);
            server.UseAspNetCore().EnableAuthorizationEndpointPassthrough().EnableTokenEndpointPassthrough().EnableEndSessionEndpointPassthrough()
                .DisableTransportSecurityRequirement();   // the server itself refuses plain http from other machines, where it may
        });

    /// <summary>Codes and refresh tokens are sealed with a key derived from the signing key: one secret file to keep.</summary>
    private static SymmetricSecurityKey EncryptionKey(ECDsaSecurityKey signing)
    {
        var secret = signing.ECDsa.ExportParameters(includePrivateParameters: true).D!;
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, secret, 32, info: "sluice codes and refresh tokens"u8.ToArray());
        CryptographicOperations.ZeroMemory(secret);
        return new(key);
    }
}
