using Microsoft.AspNetCore.Http;
using Sluice.Metering.Identity;

namespace Sluice.Api.Access;

/// <summary>Finds out who asks from what the request carries: an access token, an API key, a gateway credential.</summary>
public interface ICallerAuthenticator
{
    /// <summary>Who asks; <see cref="Caller.Nobody"/> when the request carries nothing that is good.</summary>
    ValueTask<Caller> AuthenticateAsync(HttpContext http);
}
