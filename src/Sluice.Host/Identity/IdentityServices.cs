using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.Tokens;
using Sluice.Api.Access;
using Sluice.Metering.Identity;
using Sluice.Storage.Sqlite;

namespace Sluice.Host.Identity;

/// <summary>Who may be who: the schemes a request can prove itself with.</summary>
internal static class IdentityServices
{
    public static IServiceCollection AddSluiceIdentity(this IServiceCollection services, ECDsaSecurityKey signing, SqliteStore store)
    {
        services.AddSingleton<IMembershipStore>(store.Memberships);
        services.AddSingleton<ICredentialStore>(store.Credentials);
        services.AddSingleton<CallerParser>();
        services.AddSingleton<ICallerAuthenticator>(static p =>
        {
            var clock = p.GetRequiredService<TimeProvider>();
            return new CallerAuthenticator(p.GetRequiredService<CallerParser>(), new(p.GetRequiredService<ICredentialStore>(), clock), new(clock));
        });
        services.AddAuthentication(JwtBearerDefaults.AuthenticationScheme).AddJwtBearer(jwt =>
        {
            jwt.MapInboundClaims = false;
            jwt.RequireHttpsMetadata = true;
            jwt.TokenValidationParameters = new()
            {
                ValidIssuer = LocalToken.Issuer,
                ValidAudience = LocalToken.Audience,
                IssuerSigningKey = signing,
                ValidAlgorithms = [SigningKey.Algorithm],
                ClockSkew = TimeSpan.FromSeconds(30),
                NameClaimType = "name",
            };
        });
        return services;
    }
}
