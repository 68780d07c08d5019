using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using Sluice.Api.Access;
using Sluice.Host.Identity.Issuer;
using Sluice.Host.Identity.People;
using Sluice.Metering.Identity;
using Sluice.Storage.Sqlite;

namespace Sluice.Host.Identity;

/// <summary>Who may be who: the schemes a request can prove itself with.</summary>
internal static class IdentityServices
{
    public static IServiceCollection AddSluiceIdentity(this IServiceCollection services, ECDsaSecurityKey signing, SqliteStore store, string directory, PeopleOptions people)
    {
        services.AddSingleton<IMembershipStore>(store.Memberships);
        services.AddSingleton<ICredentialStore>(store.Credentials);
        services.AddSingleton<CallerParser>().AddSingleton<CredentialAuthenticator>();
        services.AddSingleton<ICallerAuthenticator>(p =>
        {
            var clock = p.GetRequiredService<TimeProvider>();
            return new CallerAuthenticator(p.GetRequiredService<CallerParser>(), p.GetRequiredService<CredentialAuthenticator>(), new(clock), p.GetRequiredService<PersonStates>(), people);
        });
        services.AddIssuer(signing, directory, people);
        var schemes = services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(jwt =>
        {
            jwt.MapInboundClaims = false;
            jwt.RequireHttpsMetadata = true;
            jwt.TokenValidationParameters = new()
            {
                // Whoever has the key is this installation, under whatever address it was called.
                IssuerValidator = static (issuer, _, _) => issuer,
                ValidTypes = ["at+jwt"],
                ValidAudience = LocalToken.Audience,
                IssuerSigningKey = signing,
                ValidAlgorithms = [SigningKey.Algorithm],
                ClockSkew = TimeSpan.FromSeconds(30),
                NameClaimType = "name",
            };
        });
        if (people.Foreign is { } foreign) schemes.AddForeign(foreign);
        return services;
    }
}
