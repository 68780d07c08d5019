using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace Sluice.Host.Mqtt;

/// <summary>A client of a broker elsewhere. Its session is kept there while we are away; a message is acknowledged when its telegrams are on disk, and comes again when it was not.</summary>
internal sealed partial class OutsideBroker(
    OutsideOptions options, OutsideSenders senders, GatewayMessages messages, MqttMeters meters, TimeProvider clock, ILogger<OutsideBroker> log) : BackgroundService, IMqttOutlet
{
    private static readonly TimeSpan Steady = TimeSpan.FromSeconds(30), Quiet = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim places = new(options.InFlight);
    private IMqttClient? client;
    private ConcurrentDictionary<string, bool>? retained;

    public event Action? Connected;

    public string Name => "outside";

    public bool IsConnected => client?.IsConnected == true;

    public async ValueTask<bool> PublishAsync(string topic, byte[] payload, bool retain, CancellationToken ct)
    {
        if (client is not { IsConnected: true } at) return false;
        try
        {
            await at.PublishAsync(new() { Topic = topic, Payload = new ReadOnlySequence<byte>(payload), Retain = retain, QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce }, ct);
            return true;
        }
        catch (Exception e) when (IsGone(e) && !ct.IsCancellationRequested)
        {
            return false;
        }
    }

    public override void Dispose()
    {
        base.Dispose();
        client?.Dispose();
        places.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wait = options.RetryFirst;
        var wasThere = true;
        while (!stoppingToken.IsCancellationRequested)
        {
            var start = clock.GetTimestamp();
            var why = await StayAsync(stoppingToken);
            if (stoppingToken.IsCancellationRequested) return;
            if (clock.GetElapsedTime(start) > Steady) (wait, wasThere) = (options.RetryFirst, true);
            if (wasThere) Lost(options.Address, why);
            wasThere = false;
            try
            {
                await Task.Delay(wait + (Random.Shared.NextDouble() * wait / 4), clock, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
            wait = wait * 2 < options.RetryMost ? wait * 2 : options.RetryMost;
        }
    }

    /// <summary>Connects and stays until the connection ends.</summary>
    /// <returns>Why it ended, or was not made.</returns>
    private async Task<string> StayAsync(CancellationToken ct)
    {
        // A client of its own for each connection: a late acknowledgement never goes to a session that knows nothing of it.
        using var own = new MqttClientFactory().CreateMqttClient();
        var ended = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        own.DisconnectedAsync += e =>
        {
            ended.TrySetResult(e.ReasonString is { Length: > 0 } said ? said : e.Exception?.Message ?? e.Reason.ToString());
            return Task.CompletedTask;
        };
        own.ApplicationMessageReceivedAsync += message => EnterAsync(message, ended);
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
            patience.CancelAfter(TimeSpan.FromSeconds(20));
            var result = await own.ConnectAsync(Settings(), patience.Token);
            if (result.ResultCode != MqttClientConnectResultCode.Success) return $"it refused: {result.ResultCode} {result.ReasonString}".TrimEnd();
            var subscribed = await own.SubscribeAsync(Filters(), patience.Token);
            foreach (var item in subscribed.Items)
                if ((int)item.ResultCode > 2) NotSubscribed(item.TopicFilter.Topic, item.ResultCode.ToString());
            client = own;
            meters.Outside(isConnected: true);
            await PublishAsync(Topics.Status, "online"u8.ToArray(), retain: true, patience.Token);
            Connected?.Invoke();
            return await ended.Task.WaitAsync(ct);
        }
        catch (Exception e) when (IsGone(e))
        {
            await LeaveAsync(own);
            return e.InnerException?.Message ?? e.Message;
        }
        finally
        {
            client = null;
            meters.Outside(isConnected: false);
        }
    }

    /// <summary>Says good-bye; the session stays.</summary>
    private static async Task LeaveAsync(IMqttClient own)
    {
        if (!own.IsConnected) return;
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
            await own.PublishAsync(new() { Topic = Topics.Status, Payload = new ReadOnlySequence<byte>("offline"u8.ToArray()), Retain = true, QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce }, patience.Token);
            await own.DisconnectAsync(new(), patience.Token);
        }
        catch (Exception e) when (IsGone(e))
        {
            // It is gone already: the broker tells by our will.
        }
    }

    private MqttClientOptions Settings()
    {
        var port = options.Address.Port > 0 ? options.Address.Port : options.Address.Scheme == OutsideOptions.Tls ? 8883 : 1883;
        var builder = new MqttClientOptionsBuilder().WithTcpServer(options.Address.DnsSafeHost, port).WithProtocolVersion(MqttProtocolVersion.V500)
            .WithClientId(options.ClientId).WithCleanStart(false).WithSessionExpiryInterval(uint.MaxValue)
            .WithKeepAlivePeriod(TimeSpan.FromSeconds(30)).WithReceiveMaximum(options.InFlight).WithMaximumPacketSize(2 << 20)
            .WithWillTopic(Topics.Status).WithWillPayload("offline"u8.ToArray()).WithWillRetain().WithWillQualityOfServiceLevel(MqttQualityOfServiceLevel.AtLeastOnce);
        if (options.User is { } user) builder.WithCredentials(user, options.Password ?? "");
        if (options.Address.Scheme == OutsideOptions.Tls) builder.WithTlsOptions(OutsideTls.For(options));
        return builder.Build();
    }

    private MqttClientSubscribeOptions Filters()
    {
        var filters = new MqttClientSubscribeOptionsBuilder();
        foreach (var topic in options.Topics)
            filters.WithTopicFilter(new MqttTopicFilterBuilder().WithTopic(options.Share is { } share ? $"$share/{share}/{topic}" : topic).WithAtLeastOnceQoS().Build());
        return filters.Build();
    }

    private static bool IsGone(Exception e) => e is MqttCommunicationException or MqttProtocolViolationException or OperationCanceledException or IOException or InvalidOperationException
        or System.Net.Sockets.SocketException or System.Security.Authentication.AuthenticationException;

    [LoggerMessage(LogLevel.Warning, "MQTT: no connection to {Broker}: {Why}. Trying again until it is there; see docs/runbooks/mqtt-broker-down.md.")]
    private partial void Lost(Uri broker, string why);

    [LoggerMessage(LogLevel.Error, "MQTT: the broker does not let us subscribe to '{Topic}': {Why}. Nothing comes from there.")]
    private partial void NotSubscribed(string topic, string why);
}
