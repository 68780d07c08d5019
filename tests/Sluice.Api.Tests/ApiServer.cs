using Sluice.Host;
using Sluice.Host.Identity;
using Sluice.Metering.Identity;

namespace Sluice.Api.Tests;

/// <summary>The real server in this process, on embedded storage in a directory of its own, listening at a free port. Use as a class fixture.</summary>
public class ApiServer : IAsyncLifetime
{
    private readonly string directory = Directory.CreateTempSubdirectory("sluice-api-").FullName;
    private SluiceServer? server;

    /// <summary>The data directory.</summary>
    public string Data => Path.Combine(directory, "data");

    /// <summary>Where it listens.</summary>
    public Uri Address => new(server!.Urls.First());

    /// <summary>Addresses of its MQTT broker.</summary>
    public IReadOnlyList<string> MqttAddresses => server!.MqttAddresses;

    /// <summary>Its services, for what no endpoint offers.</summary>
    public IServiceProvider Services => server!.Services;

    public virtual async ValueTask InitializeAsync()
    {
        server = await SluiceServer.CreateAsync(Set(new() { Data = Data, Urls = ["http://127.0.0.1:0"], People = new() { RefreshReuseLeeway = TimeSpan.Zero }, RateLimits = new() { LoginsPerMinute = 0 } }), TimeProvider.System, CancellationToken.None);
        await server.StartAsync(CancellationToken.None);
    }

    /// <summary>A client with a token for the role in these societies.</summary>
    public HttpClient Client(Role role = Role.SuperAdmin, params string[] societies)
    {
        var client = Anonymous();
        client.DefaultRequestHeaders.Authorization = new("Bearer", LocalToken.Make(Data, role, societies.Select(SocietyId.Parse), TimeSpan.FromHours(1), TimeProvider.System));
        return client;
    }

    /// <summary>A client without token.</summary>
    public HttpClient Anonymous() => new() { BaseAddress = Address };

    public virtual async ValueTask DisposeAsync()
    {
        if (server is not null) await server.DisposeAsync();
        for (var tries = 0; Directory.Exists(directory); tries++)
        {
            try
            {
                Directory.Delete(directory, recursive: true);
            }
            catch (IOException) when (tries < 20)
            {
                await Task.Delay(100);   // a request that was cut off closes its file meanwhile
            }
        }
        GC.SuppressFinalize(this);
    }

    /// <summary>What else this server is started with.</summary>
    protected virtual ServerOptions Set(ServerOptions options) => options;
}
