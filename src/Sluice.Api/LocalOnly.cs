using Microsoft.AspNetCore.Http;
using Sluice.Api.Problems;

namespace Sluice.Api;

/// <summary>While there is no authorization, the server answers this machine only: not under a foreign name (DNS rebinding), not for another site's page.</summary>
public sealed class LocalOnly(RequestDelegate next)
{
    /// <summary>Lets the request through or answers 403.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        var host = http.Request.Host.Host;
        if (!IsLocal(host))
            return Problem.NotFromHere("The server listens to this machine only; call it as localhost, 127.0.0.1 or [::1].").ExecuteAsync(http);
        var changes = !HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method);
        var origin = http.Request.Headers.Origin.ToString();
        if (changes && origin.Length > 0 && !origin.Equals($"{http.Request.Scheme}://{http.Request.Host}", StringComparison.OrdinalIgnoreCase))
            return Problem.NotFromHere("Pages of other sites cannot send telegrams.").ExecuteAsync(http);
        return next(http);
    }

    /// <summary>True for names of the loopback interface.</summary>
    public static bool IsLocal(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (System.Net.IPAddress.TryParse(host.Trim('[', ']'), out var address) && System.Net.IPAddress.IsLoopback(address));
}
