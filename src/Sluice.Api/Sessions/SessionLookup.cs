using Sluice.Api.Access;
using Sluice.Metering.Identity;
using Sluice.Metering.Sessions;

namespace Sluice.Api.Sessions;

/// <summary>Finds the society of a round that an address names.</summary>
public sealed class SessionLookup(ISessionStore sessions) : ISocietyLookup
{
    /// <inheritdoc/>
    public string RouteParameter => "sessionId";

    /// <inheritdoc/>
    public async ValueTask<SocietyId?> FindAsync(string value, CancellationToken ct) => SessionId.TryParse(value, out var id) ? await sessions.FindSocietyAsync(id, ct) : null;
}
