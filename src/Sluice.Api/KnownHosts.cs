using Microsoft.AspNetCore.Http;
using Sluice.Api.Problems;

namespace Sluice.Api;

/// <summary>The names the server answers under: those of this machine, and the public one. Under another name somebody else's page could be talking (DNS rebinding), and links in mails would lead there.</summary>
/// <param name="next">The rest.</param>
/// <param name="publicHost">The public name; null: this machine only.</param>
public sealed class KnownHosts(RequestDelegate next, string? publicHost)
{
    /// <summary>Lets the request through or answers 403.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        var host = http.Request.Host.Host;
        if (!IsLocal(host) && !host.Equals(publicHost, StringComparison.OrdinalIgnoreCase))
            return Problem.NotFromHere(publicHost is null
                ? "The server listens to this machine only; call it as localhost, 127.0.0.1 or [::1]."
                : "The server does not go by this name; call it by its public one.").ExecuteAsync(http);
        if (http.Request.IsHttps && !IsLocal(host)) http.Response.Headers.StrictTransportSecurity = "max-age=31536000";
        var changes = !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method);
        var origin = http.Request.Headers.Origin.ToString();
        if (changes && origin.Length > 0 && !origin.Equals($"{http.Request.Scheme}://{http.Request.Host}", StringComparison.OrdinalIgnoreCase))
            return Problem.NotFromHere("Pages of other sites cannot send anything.").ExecuteAsync(http);
        return next(http);
    }

    /// <summary>True for names of the loopback interface.</summary>
    public static bool IsLocal(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (System.Net.IPAddress.TryParse(host.Trim('[', ']'), out var address) && System.Net.IPAddress.IsLoopback(address));
}
