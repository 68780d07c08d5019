using Microsoft.Extensions.DependencyInjection;
using OpenIddict.Abstractions;
using Sluice.Storage.Sqlite.People;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Sluice.Host.Identity.People;

/// <summary>Gets the people's database ready when it is first needed: schema, and the client of our own page.</summary>
/// <param name="database">The database.</param>
/// <param name="options">Where log-ins may lead; null: another process, the server, looks after that.</param>
internal sealed class PeopleStart(PeopleDatabase database, PeopleOptions? options)
{
    /// <summary>Does it once; costs nothing afterwards.</summary>
    /// <param name="services">A scope's services.</param>
    /// <param name="ct">Cancels.</param>
    public ValueTask EnsureAsync(IServiceProvider services, CancellationToken ct) =>
        database.EnsureReadyAsync(services.GetRequiredService<PeopleContext>(), cancel => options is null ? Task.CompletedTask : SetClientAsync(options, services.GetRequiredService<IOpenIddictApplicationManager>(), cancel), ct);

    private static async Task SetClientAsync(PeopleOptions options, IOpenIddictApplicationManager clients, CancellationToken ct)
    {
        var wanted = new OpenIddictApplicationDescriptor
        {
            ClientId = PeopleOptions.WebClient,
            ClientType = ClientTypes.Public,
            ApplicationType = ApplicationTypes.Native,   // so that any port of this machine will do
            ConsentType = ConsentTypes.Implicit,
            DisplayName = "Sluice",
            Permissions =
            {
                Permissions.Endpoints.Authorization, Permissions.Endpoints.Token, Permissions.Endpoints.EndSession, Permissions.Endpoints.Revocation,
                Permissions.GrantTypes.AuthorizationCode, Permissions.GrantTypes.RefreshToken, Permissions.ResponseTypes.Code,
                Permissions.Scopes.Email, Permissions.Scopes.Profile,
            },
            Requirements = { Requirements.Features.ProofKeyForCodeExchange },
        };
        foreach (var uri in (Uri[])[new("http://127.0.0.1/"), new("http://localhost/"), new("http://[::1]/"), .. options.PublicUrl is { } url ? [url] : (Uri[])[], .. options.RedirectUris])
        {
            wanted.RedirectUris.Add(uri);
            wanted.RedirectUris.Add(new(uri, "/app/authentication/login-callback"));
            wanted.PostLogoutRedirectUris.Add(uri);
            wanted.PostLogoutRedirectUris.Add(new(uri, "/app/"));
        }
        if (await clients.FindByClientIdAsync(PeopleOptions.WebClient, ct) is { } there) await clients.UpdateAsync(there, wanted, ct);
        else await clients.CreateAsync(wanted, ct);
    }
}
