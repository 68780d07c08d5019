using System.Buffers;
using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using MQTTnet;
using MQTTnet.Protocol;
using Sluice.Metering.Storage;

namespace Sluice.Host.Mqtt;

internal sealed partial class OutsideBroker
{
    public async ValueTask<IReadOnlyCollection<string>> RetainedAsync(IReadOnlyList<string> filters, CancellationToken ct)
    {
        if (client is not { IsConnected: true } at) return [];
        var heard = new ConcurrentDictionary<string, bool>(StringComparer.Ordinal);
        retained = heard;
        try
        {
            var (ask, stop) = (new MqttClientSubscribeOptionsBuilder(), new MqttClientUnsubscribeOptionsBuilder());
            foreach (var filter in filters)
            {
                ask.WithTopicFilter(filter, MqttQualityOfServiceLevel.AtMostOnce);
                stop.WithTopicFilter(filter);
            }
            await at.SubscribeAsync(ask.Build(), ct);
            int before;
            do
            {
                before = heard.Count;
                await Task.Delay(Quiet, clock, ct);   // the broker sends what it retains at once after the subscription
            }
            while (heard.Count != before);
            await at.UnsubscribeAsync(stop.Build(), ct);
        }
        catch (Exception e) when (IsGone(e) && !ct.IsCancellationRequested)
        {
            return [];
        }
        finally
        {
            retained = null;
        }
        return [.. heard.Keys];
    }

    private async Task EnterAsync(MqttApplicationMessageReceivedEventArgs message, TaskCompletionSource<string> ended)
    {
        if (Topics.IsOurs(message.ApplicationMessage.Topic))   // what we asked for to see what is retained
        {
            if (message.ApplicationMessage is { Retain: true, Topic: var topic }) retained?.TryAdd(topic, true);
            return;
        }
        message.AutoAcknowledge = false;
        if (!places.Wait(0))
        {
            if (message.ApplicationMessage.QualityOfServiceLevel == MqttQualityOfServiceLevel.AtMostOnce)
            {
                meters.Dropped();   // at most once, and we are busy
                return;
            }
            await places.WaitAsync();
        }
        _ = TakeAsync(message, ended);
    }

    private async Task TakeAsync(MqttApplicationMessageReceivedEventArgs message, TaskCompletionSource<string> ended)
    {
        try
        {
            var sent = message.ApplicationMessage;
            var who = await senders.FindAsync(sent.Topic, CancellationToken.None);
            if (who.Refusal is { } refusal)
            {
                meters.Refused();
                senders.Warn(sent.Topic, refusal);
            }
            else if (who.IsStatus) who.State?.Says(isOnline: sent.ConvertPayloadToString() is "online" or "1" or "true");
            else
            {
                var payload = sent.Payload.IsSingleSegment ? sent.Payload.First : sent.Payload.ToArray();
                await messages.TakeAsync(payload, who.Device, who.Context, who.State, who.Name, CancellationToken.None);
            }
            await message.AcknowledgeAsync(CancellationToken.None);
        }
        catch (StorageException e)
        {
            NotStored(e.Message);
            meters.Failed();
            ended.TrySetResult("the store failed; what was not acknowledged comes again");
        }
        catch (Exception e) when (IsGone(e))
        {
            // The connection has ended before the acknowledgement: the message comes again, and is there once all the same.
        }
        finally
        {
            places.Release();
        }
    }

    [LoggerMessage(LogLevel.Error, "MQTT: telegrams could not be stored and were not acknowledged; the broker sends them again. {Why}")]
    private partial void NotStored(string why);
}
