using Microsoft.AspNetCore.Http;

namespace Sluice.Host.Identity.People;

/// <summary>The address to put before a link.</summary>
internal sealed class OwnAddress(PeopleOptions options, IHttpContextAccessor http)
{
    /// <summary>The public address; without one, the one the present request was sent to, which then can only be a name of this machine.</summary>
    public Uri Of(string pathAndQuery)
    {
        var address = options.PublicUrl ?? (http.HttpContext is { } now
            ? new Uri($"{now.Request.Scheme}://{now.Request.Host}/")
            : throw new InvalidOperationException("A link needs a public address, or a request."));
        return new(address, pathAndQuery);
    }
}
