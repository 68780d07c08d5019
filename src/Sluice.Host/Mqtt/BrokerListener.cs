using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Server;
using Sluice.Host.Http;

namespace Sluice.Host.Mqtt;

/// <summary>Where MQTT clients connect: a web server without web, for its sockets, its TLS and its limits.</summary>
internal sealed class BrokerListener(MqttBrokerOptions options, Action<ListenOptions>? useTls, IServiceProvider services, ILoggerFactory logs) : IMqttServerAdapter
{
    private readonly LargeMessages large = new();
    private readonly List<(string Scheme, ListenOptions At)> endpoints = [];
    private KestrelServer? kestrel;

    public Func<IMqttChannelAdapter, Task>? ClientHandler { get; set; }

    /// <summary>Addresses listened at, with the ports got: <c>mqtt://127.0.0.1:1883</c>.</summary>
    public IReadOnlyList<string> Addresses => [.. endpoints.Select(static e => $"{e.Scheme}://{e.At.IPEndPoint}")];

    public async Task StartAsync(MqttServerOptions serverOptions, IMqttNetLogger logger)
    {
        var settings = new KestrelServerOptions { ApplicationServices = services };
        settings.Limits.MaxConcurrentConnections = options.MaxConnections;
        var perAddress = new AddressLimit(options.MaxConnectionsPerAddress);
        if (options.Port is { } port) Listen("mqtt", options.Address, port, tls: null);
        if (options.TlsPort is { } tlsPort) Listen("mqtts", options.TlsAddress, tlsPort, useTls);
        kestrel = new(Options.Create(settings), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), logs), logs);
        await kestrel.StartAsync(new NoPages(), CancellationToken.None);

        void Listen(string scheme, IPAddress address, int at, Action<ListenOptions>? tls)
        {
            if (address.Equals(IPAddress.IPv6Any)) settings.ListenAnyIP(at, Set);   // also where there is no IPv6
            else settings.Listen(address, at, Set);

            void Set(ListenOptions listen)
            {
                listen.Use(perAddress.Limit);
                tls?.Invoke(listen);
                listen.Run(HandleAsync);
                endpoints.Add((scheme, listen));
            }
        }
    }

    public async Task StopAsync()
    {
        if (kestrel is null) return;
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await kestrel.StopAsync(patience.Token);
    }

    public void Dispose()
    {
        kestrel?.Dispose();
        large.Dispose();
    }

    private async Task HandleAsync(ConnectionContext connection)
    {
        using var adapter = new BrokerConnection(connection, options.MaxMessage, large);
        if (ClientHandler is { } handle) await handle(adapter);
    }

    private sealed class NoPages : IHttpApplication<IFeatureCollection>
    {
        public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

        public Task ProcessRequestAsync(IFeatureCollection context) => Task.CompletedTask;

        public void DisposeContext(IFeatureCollection context, Exception? exception)
        {
        }
    }
}
