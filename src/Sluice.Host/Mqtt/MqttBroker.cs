using System.Buffers;
using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Packets;
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

    /// <summary>A message of a client. What this returns from is acknowledged, unless it closes the connection.</summary>
    private async Task PublishAsync(InterceptingPublishEventArgs message)
    {
        if (message.SessionItems?[MqttPeer.Item] is not MqttPeer peer) return;   // our own
        message.ProcessPublish = false;   // clients talk to the server, never to each other
        await peer.PaceAsync(message.CancellationToken);
        var topic = message.ApplicationMessage.Topic ?? "";
        var kind = Topics.Read(topic, out var gateway, out var device);
        if (peer.Kind != CredentialKind.Gateway || kind == GatewayTopic.None || (gateway is not null && gateway != peer.Credential))
        {
            await RefuseAsync(peer, "mqtt.publish", topic);
            message.Response.ReasonCode = MqttPubAckReasonCode.NotAuthorized;
            return;
        }
        if (kind == GatewayTopic.Telegrams) await TakeAsync(message, peer, device);
    }

    private async Task TakeAsync(InterceptingPublishEventArgs message, MqttPeer peer, string? device)
    {
        var state = activity.Of(peer.Credential);
        if (peer.Connection.TooLarge is > 0 and var size)
        {
            messages.NotTaken(state, peer.Caller.Subject, $"The message has {size} bytes; at most {options.MaxMessage} are taken. Send it in several messages.");
            message.Response.ReasonCode = MqttPubAckReasonCode.QuotaExceeded;
            return;
        }
        try
        {
            var payload = message.ApplicationMessage.Payload;
            var bytes = payload.IsSingleSegment ? payload.First : payload.ToArray();
            if (await messages.TakeAsync(bytes, device, peer.Context, state, peer.Caller.Subject, message.CancellationToken) is not { } why) return;
            message.Response.ReasonCode = MqttPubAckReasonCode.PayloadFormatInvalid;
            message.Response.ReasonString = why;
        }
        catch (StorageException e)
        {
            NotStored(e.Message);
            meters.Failed();
            await Task.Delay(options.HoldAfterFailure, clock, CancellationToken.None);   // so that it does not come again at once
            message.CloseConnection = true;   // without acknowledgement: the gateway keeps it and sends it again
        }
    }

    private async Task SubscribeAsync(InterceptingSubscriptionEventArgs subscription)
    {
        if (subscription.SessionItems[MqttPeer.Item] is not MqttPeer peer) return;
        var filter = subscription.TopicFilter.Topic ?? "";
        if (Topics.MaySubscribe(peer.Caller, filter))
        {
            subscription.TopicFilter.QualityOfServiceLevel = MqttQualityOfServiceLevel.AtMostOnce;   // sessions end with their connection, so there is nothing to send again
            subscription.Response.ReasonCode = MqttSubscribeReasonCode.GrantedQoS0;
            return;
        }
        subscription.ProcessSubscription = false;
        subscription.Response.ReasonCode = MqttSubscribeReasonCode.NotAuthorized;
        await RefuseAsync(peer, "mqtt.subscribe", filter);
    }

    private Task OutboundAsync(InterceptingPacketEventArgs outbound)
    {
        if (outbound.Packet is MqttPublishPacket { Topic: { } topic }) outbound.ProcessPacket = outbound.SessionItems[MqttPeer.Item] is MqttPeer peer && Topics.MaySee(peer.Caller, topic);
        return Task.CompletedTask;
    }

    private async Task RefuseAsync(MqttPeer peer, string action, string topic)
    {
        meters.Refused();
        if (peer.Kind == CredentialKind.Gateway) activity.Of(peer.Credential).Refused($"{(action == "mqtt.publish" ? "Publishing to" : "Subscribing to")} '{Shorten(topic)}' is not allowed; a gateway publishes to {Topics.TelegramsOf(peer.Credential)}.", clock.GetUtcNow());
        await login.RefusedAsync(action, Shorten(topic), "no right to this topic", peer.Caller, peer.From);
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

    private static string Shorten(string text) => text.Length <= Topics.MaxLength ? text : text[..Topics.MaxLength] + "…";

    [LoggerMessage(LogLevel.Error, "MQTT: telegrams could not be stored and were not acknowledged; the gateway sends them again. {Why}")]
    private partial void NotStored(string why);
}
