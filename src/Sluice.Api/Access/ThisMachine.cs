using System.Net;
using Microsoft.AspNetCore.Http;

namespace Sluice.Api.Access;

/// <summary>Whether a request comes from this machine itself.</summary>
internal static class ThisMachine
{
    /// <summary>True for a loopback address, unless a proxy on this machine says that it asks for somebody else.</summary>
    public static bool Asks(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !http.Request.Headers.ContainsKey("Forwarded") && !http.Request.Headers.ContainsKey("X-Forwarded-For") && http.Request.Headers["Via"].Count == 0;
}
