using Sluice.Metering.Identity;

namespace Sluice.Api.Access;

/// <summary>Finds the society that something named in an address belongs to, so that the caller can be let in or not. Tells nobody anything else.</summary>
public interface ISocietyLookup
{
    /// <summary>The route parameter it understands, for example <c>sessionId</c>.</summary>
    string RouteParameter { get; }

    /// <summary>The society; null when there is no such thing.</summary>
    ValueTask<SocietyId?> FindAsync(string value, CancellationToken ct);
}
