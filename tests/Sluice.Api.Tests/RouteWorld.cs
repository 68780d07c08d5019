using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Sluice.Api.Access;
using Sluice.Host.Identity;
using Sluice.Metering.Identity;

namespace Sluice.Api.Tests;

/// <summary>One method of one endpoint of the running server.</summary>
internal sealed record Route(string Method, RoutePattern Pattern, AccessRule Rule)
{
    public string Address => $"{Method} /{Pattern.RawText!.TrimStart('/')}";
}

/// <summary>A running server with two societies in it, and ways to ask it as anybody.</summary>
internal sealed class RouteWorld(ApiServer server)
{
    public const string Own = "green-park", Other = "blue-hill";

    private readonly HttpClient admin = server.Client();
    private readonly HttpClient anybody = server.Anonymous();
    private readonly Dictionary<string, string> made = new(StringComparer.Ordinal);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The server's services, for things no endpoint makes.</summary>
    public IServiceProvider Services => server.Services;

    /// <summary>Every method of every endpoint.</summary>
    public IReadOnlyList<Route> Routes { get; } =
    [
        .. from endpoint in server.Services.GetServices<EndpointDataSource>().SelectMany(static s => s.Endpoints).OfType<RouteEndpoint>()
           from method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
           select new Route(method, endpoint.RoutePattern, endpoint.Metadata.GetMetadata<AccessRule>() ?? new()),
    ];

    /// <summary>What no address makes is made through the server's own services.</summary>
    public T Service<T>() where T : notnull => server.Services.GetRequiredService<T>();

    public string Token(Role role, params IEnumerable<string> societies) =>
        LocalToken.Make(server.Data, role, societies.Select(SocietyId.Parse), TimeSpan.FromHours(1), TimeProvider.System);

    public string ExpiredToken() =>
        LocalToken.Make(server.Data, Role.SuperAdmin, [], TimeSpan.FromHours(1), new FakeTimeProvider(TimeProvider.System.GetUtcNow().AddHours(-3)));

    /// <summary>The address with things of the society in it; for a method that removes, fresh ones each time.</summary>
    public async Task<string> FillAsync(Route route, string society)
    {
        var path = new StringBuilder();
        foreach (var segment in route.Pattern.PathSegments)
        {
            path.Append('/');
            foreach (var part in segment.Parts)
                path.Append(part switch
                {
                    RoutePatternLiteralPart literal => literal.Content,
                    RoutePatternSeparatorPart separator => separator.Content,
                    RoutePatternParameterPart parameter => Uri.EscapeDataString(await ValueAsync(route, parameter.Name, society)),
                    _ => throw new NotSupportedException(part.ToString()),
                });
        }
        return path.Length == 0 ? "/" : path.ToString();
    }

    public async Task<HttpResponseMessage> AskAsync(Route route, string address, string? token)
    {
        using var request = new HttpRequestMessage(new(route.Method), address);
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        if (route.Method is not ("GET" or "HEAD" or "DELETE")) request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        return await anybody.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
    }

    /// <summary>Makes something as super admin.</summary>
    public async Task<T> PostAsync<T>(string path, string json, JsonTypeInfo<T> type)
    {
        using var answer = await admin.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"), Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.IsSuccessStatusCode, $"POST {path}: {(int)answer.StatusCode} {text}");
        return JsonSerializer.Deserialize(text, type)!;
    }

    /// <summary>Makes something as super admin, unless it is there.</summary>
    public async Task<string> EnsureAsync(string method, string path, string json, string id)
    {
        using var request = new HttpRequestMessage(new(method), path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        using var answer = await admin.SendAsync(request, Cancel);
        Assert.True(answer.IsSuccessStatusCode || (int)answer.StatusCode is 409 or 428, $"{method} {path}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(Cancel)}");
        return id;
    }

    private async Task<string> ValueAsync(Route route, string parameter, string society)
    {
        var key = $"{route.Pattern.RawText}:{parameter}";
        if (!RouteFillers.Makers.TryGetValue(key, out var make) && !RouteFillers.Makers.TryGetValue(parameter, out make))
            throw new InvalidOperationException($"{route.Address}: nothing fills '{parameter}'. Add one line to RouteFillers.Makers: [\"{parameter}\"] = (world, society) => …make one there, give its id….");
        var kept = $"{key}:{society}";
        if (route.Method != "DELETE" && made.TryGetValue(kept, out var value)) return value;
        return made[kept] = await make(this, society);
    }
}
