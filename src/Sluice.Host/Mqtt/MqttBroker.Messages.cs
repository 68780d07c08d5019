using System.Buffers;
using Microsoft.Extensions.Logging;
using MQTTnet.Packets;
using MQTTnet.Protocol;
using MQTTnet.Server;
using Sluice.Metering.Identity;
using Sluice.Metering.Storage;

namespace Sluice.Host.Mqtt;

internal sealed partial class MqttBroker
{
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
            if (await messages.TakeAsync(bytes, device, peer.Context, state, peer.Caller.Subject, message.CancellationToken) is not { } why)
            {
                await login.NoteHeardAsync(peer);
                return;
            }
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

    private static string Shorten(string text) => text.Length <= Topics.MaxLength ? text : text[..Topics.MaxLength] + "…";

    [LoggerMessage(LogLevel.Error, "MQTT: telegrams could not be stored and were not acknowledged; the gateway sends them again. {Why}")]
    private partial void NotStored(string why);
}
