using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MQTTnet.Protocol;
using Sluice.Api.Tests.Mqtt;
using Sluice.Metering.Identity;
using Sluice.Metering.Notifications;

namespace Sluice.Api.Tests.Notifications;

/// <summary>News over the real broker.</summary>
public sealed class MqttChannelTests(MqttApiServer server) : IClassFixture<MqttApiServer>
{
    [Fact]
    public async Task News_goes_to_the_persons_topic_of_the_society()
    {
        using var client = await server.ConnectAsync(await server.ApiKeyAsync());
        var heard = client.Listen();
        Assert.InRange((int)await client.SubscribeToAsync("sluice/default/notifications/#"), 0, (int)MqttQualityOfServiceLevel.ExactlyOnce);
        var channel = server.Services.GetServices<INotificationChannel>().Single(static c => c.Name == NotificationCatalog.Mqtt);
        Assert.True(channel.IsSetUp);
        var news = new Notification
        {
            Event = "evt_1",
            Society = SocietyId.Parse("default"),
            Subject = "anna",
            Channel = NotificationCatalog.Mqtt,
            News = new("alert.raised", TimeProvider.System.GetUtcNow(), "Burst: A 101", "Look at once.", [new("Meter", "KAM.90000001")], IsUrgent: true),
            DueAt = TimeProvider.System.GetUtcNow(),
        };
        Assert.True(await channel.TrySendAsync(new(new("anna", "anna@example.org", "Anna", Role.SocietyAdmin), null, [news]), TestContext.Current.CancellationToken));
        await MqttClients.UntilAsync(() => !heard.IsEmpty, "the news");
        var (topic, text) = heard.First();
        Assert.Equal("sluice/default/notifications/anna", topic);
        using var json = JsonDocument.Parse(text);
        Assert.Equal(("alert.raised", "Burst: A 101", true), (json.RootElement.GetProperty("about").GetString(), json.RootElement.GetProperty("title").GetString(), json.RootElement.GetProperty("urgent").GetBoolean()));
    }
}
