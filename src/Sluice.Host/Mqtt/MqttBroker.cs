using System.Buffers;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;
using Sluice.Metering.Gateways;
using Sluice.Metering.Identity;
using Sluice.Metering.Storage;

namespace Sluice.Host.Mqtt;

/// <summary>The built-in broker: gateways publish telegrams to it, people and other systems subscribe to readings. A message of telegrams is acknowledged when they are on disk.</summary>
internal sealed partial class MqttBroker : IMqttOutlet, IAsyncDisposable
{
    private static readonly TimeSpan SayGoodBye = TimeSpan.FromMilliseconds(100);

    private readonly MqttBrokerOptions options;
    private readonly BrokerListener listener;
    private readonly BrokerLogin login;
    private readonly GatewayMessages messages;
    private readonly GatewayActivity activity;
    private readonly MqttMeters meters;
    private readonly TimeProvider clock;
    private readonly ILogger<MqttBroker> log;
    private readonly MqttServer server;
    private readonly ConcurrentDictionary<string, MqttPeer> peers = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stopping = new();
    private Task checks = Task.CompletedTask;
    private int disposed;

    public MqttBroker(
        MqttBrokerOptions options, BrokerListener listener, BrokerLogin login, GatewayMessages messages, GatewayActivity activity, MqttMeters meters, TimeProvider clock, ILogger<MqttBroker> log)
    {
        (this.options, this.listener, this.login, this.messages, this.activity, this.meters, this.clock, this.log) = (options, listener, login, messages, activity, meters, clock, log);
        var settings = new MqttServerOptions
        {
            EnablePersistentSessions = false,
            MaxPendingMessagesPerClient = options.MaxWaiting,
            PendingMessagesOverflowStrategy = MqttPendingMessagesOverflowStrategy.DropOldestQueuedMessage,
            DefaultCommunicationTimeout = TimeSpan.FromSeconds(10),
        };
        settings.KeepAliveOptions.MonitorInterval = TimeSpan.FromSeconds(1);
        server = new(settings, [listener], new MqttLog(log));
        server.ValidatingConnectionAsync += ValidateAsync;
        server.ClientConnectedAsync += ConnectedAsync;
        server.ClientDisconnectedAsync += DisconnectedAsync;
        server.InterceptingPublishAsync += PublishAsync;
        server.InterceptingSubscriptionAsync += SubscribeAsync;
        server.InterceptingOutboundPacketAsync += OutboundAsync;
    }

    public event Action? Connected;

    public string Name => "built-in";

    public bool IsConnected => server.IsStarted && disposed == 0;

    /// <summary>Addresses listened at.</summary>
    public IReadOnlyList<string> Addresses => listener.Addresses;

    /// <summary>Listens.</summary>
    /// <exception cref="ServerException">An address is taken.</exception>
    public async Task StartAsync()
    {
        try
        {
            await server.StartAsync();
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new ServerException($"MQTT: {e.Message}; stop what uses it, or choose another --mqtt-port or --mqtt-tls-port", e);
        }
        await SendAsync(Topics.Status, "online"u8.ToArray(), retain: true, CancellationToken.None);
        checks = Task.Run(CheckAsync);
        Connected?.Invoke();
    }

    public async ValueTask<bool> PublishAsync(string topic, byte[] payload, bool retain, CancellationToken ct)
    {
        if (!IsConnected) return false;
        await SendAsync(topic, payload, retain, ct);
        return true;
    }

    public async ValueTask<IReadOnlyCollection<string>> RetainedAsync(IReadOnlyList<string> filters, CancellationToken ct) =>
        [.. (await server.GetRetainedMessagesAsync()).Select(static m => m.Topic).Where(t => filters.Any(f => MqttTopicFilterComparer.Compare(t, f) == MqttTopicFilterCompareResult.IsMatch))];

    /// <summary>Publishes to whoever subscribed and may see it.</summary>
    public Task SendAsync(string topic, byte[] payload, bool retain, CancellationToken ct) => server.InjectApplicationMessage(
        new InjectedMqttApplicationMessage(new() { Topic = topic, Payload = new ReadOnlySequence<byte>(payload), Retain = retain, QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce }), ct);

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0) return;
        await stopping.CancelAsync();
        await checks;
        if (server.IsStarted)
        {
            await SendAsync(Topics.Status, "offline"u8.ToArray(), retain: true, CancellationToken.None);
            await Task.Delay(SayGoodBye, clock, CancellationToken.None);   // what is on its way goes out first
        }
        if (server.IsStarted) await server.StopAsync(new() { DefaultClientDisconnectOptions = new() { ReasonCode = MqttDisconnectReasonCode.ServerShuttingDown } });
        server.Dispose();
        stopping.Dispose();
    }

    private async Task ValidateAsync(ValidatingConnectionEventArgs connect)
    {
        await login.ValidateAsync(connect);
        if (connect.ReasonCode == MqttConnectReasonCode.Success && connect.SessionItems[MqttPeer.Item] is MqttPeer peer
            && peers.Values.Count(p => p.Credential == peer.Credential) >= options.MaxConnectionsPerCredential && !peers.ContainsKey(connect.ClientId))
            connect.ReasonCode = MqttConnectReasonCode.QuotaExceeded;
    }

    private async Task ConnectedAsync(ClientConnectedEventArgs client)
    {
        if (client.SessionItems[MqttPeer.Item] is not MqttPeer peer) return;
        peers[client.ClientId] = peer;
        meters.Clients(1);
        if (peer.Kind == CredentialKind.Gateway && activity.Of(peer.Credential).Connected() == 1) await TellAsync(peer, isOnline: true);
    }

    private async Task DisconnectedAsync(ClientDisconnectedEventArgs client)
    {
        if (client.SessionItems[MqttPeer.Item] is not MqttPeer peer) return;
        peers.TryRemove(new(client.ClientId, peer));
        meters.Clients(-1);
        if (peer.Kind == CredentialKind.Gateway && activity.Of(peer.Credential).Disconnected() == 0) await TellAsync(peer, isOnline: false);
    }

    private async Task TellAsync(MqttPeer gateway, bool isOnline)
    {
        meters.Gateways(isOnline ? 1 : -1);
        foreach (var society in gateway.Caller.Societies)
            await SendAsync(Topics.StatusOf(society, gateway.Credential), Encoding.UTF8.GetBytes(isOnline ? "online" : "offline"), retain: true, CancellationToken.None);
    }

    /// <summary>Ends the connections of credentials that were revoked or have expired.</summary>
    private async Task CheckAsync()
    {
        using var timer = new PeriodicTimer(options.CheckEvery, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token))
                foreach (var (client, peer) in peers)
                    if (!await IsStillGoodAsync(peer)) await server.DisconnectClientAsync(client, new MqttServerClientDisconnectOptions { ReasonCode = MqttDisconnectReasonCode.NotAuthorized });
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async ValueTask<bool> IsStillGoodAsync(MqttPeer peer)
    {
        try
        {
            return await login.IsStillGoodAsync(peer, stopping.Token);
        }
        catch (StorageException)
        {
            return true;   // a store that cannot be read says nothing against anybody
        }
    }
}
