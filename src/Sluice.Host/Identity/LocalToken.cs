using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Sluice.Api.Access;
using Sluice.Metering.Identity;
using Sluice.Storage.Sqlite;

namespace Sluice.Host.Identity;

/// <summary>Access tokens for scripts on the server itself: whoever can read the signing key may have one.</summary>
public static class LocalToken
{
    /// <summary>The issuer's name in every token of the built-in issuer.</summary>
    public const string Issuer = "https://sluice.local/";

    /// <summary>What access tokens are for.</summary>
    public const string Audience = "sluice-api";

    /// <summary>Makes a token.</summary>
    /// <param name="directory">The data directory.</param>
    /// <param name="role">SuperAdmin, SocietyAdmin or Scanner.</param>
    /// <param name="societies">The societies the role holds for; none for SuperAdmin.</param>
    /// <param name="lifetime">How long it is good.</param>
    /// <param name="clock">The clock.</param>
    /// <exception cref="ServerException">There is no usable signing key in the directory.</exception>
    public static string Make(string directory, Role role, IEnumerable<SocietyId> societies, TimeSpan lifetime, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            IssuedAt = now.UtcDateTime,
            NotBefore = now.UtcDateTime,
            Expires = (now + lifetime).UtcDateTime,
            TokenType = "at+jwt",
            Claims = new Dictionary<string, object>
            {
                ["sub"] = $"script:{role}",
                ["name"] = $"script on the server as {role}",
                [CallerParser.GroupsClaim] = new[] { role.ToString() },
                [CallerParser.SocietyClaim] = societies.Select(static s => s.Text).ToArray(),
            },
            SigningCredentials = new(SigningKey.Open(DataDirectory.SigningKeyIn(directory), mayCreate: false), SigningKey.Algorithm),
        });
    }
}
