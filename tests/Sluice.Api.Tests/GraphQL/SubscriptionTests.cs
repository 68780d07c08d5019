using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Api.GraphQL.Live;
using Sluice.Api.Tests.Registry;
using Sluice.Host;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using static Sluice.Api.Tests.GraphQL.GraphQLWorld;

namespace Sluice.Api.Tests.GraphQL;

public sealed class SubscriptionTests(SubscriptionTests.Watchful server) : IClassFixture<SubscriptionTests.Watchful>
{
    private const string Readings = "subscription { onCreateReading { id meterId consumption societyId } }";

    /// <summary>A server that soon looks whether a subscriber still may, and soon gives up on one that takes nothing.</summary>
    public sealed class Watchful : ApiServer
    {
        protected override ServerOptions Set(ServerOptions options) =>
            options with { GraphQLLive = new() { CheckEvery = TimeSpan.FromMilliseconds(100), SendWithin = TimeSpan.FromSeconds(2), MaxSubscriptionsOfSociety = 500 } };
    }

    private SubscriptionPlaces Places => server.Services.GetRequiredService<SubscriptionPlaces>();

    [Fact]
    public async Task Each_sees_the_readings_of_their_societies_and_no_others()
    {
        var (a, b) = (await server.FillAsync("sub-a", 87_000_001, 2, readings: 0), await server.FillAsync("sub-b", 87_000_101, 1, readings: 0));
        using var own = await Socket.BeginAsync(server, Role.SocietyAdmin, "sub-a");
        using var both = await Socket.BeginAsync(server, Role.Integrator, "sub-a", "sub-b");
        using var one = await Socket.BeginAsync(server, Role.SuperAdmin);
        await own.SendAsync(Socket.Subscribe("1", Readings));
        await both.SendAsync(Socket.Subscribe("1", Readings));
        await one.SendAsync(Socket.Subscribe("1", $$"""subscription { onCreateReading(meterId: "{{MeterId.Of(a[1].Address)}}", filter: { consumption: { gt: 0 } }) { meterId } }"""));
        await UntilAsync(() => Places.Count == 3);
        await server.KeepAsync(Authorizer.ForWorker(SocietyId.Parse("sub-b"), "test"), b);
        await server.KeepAsync(Authorizer.ForWorker(SocietyId.Parse("sub-a"), "test"), a);
        Assert.Equal(["sub-a", "sub-a"], [await SocietyAsync(own), await SocietyAsync(own)]);
        Assert.Equal(["sub-a", "sub-a", "sub-b"], ((string[])[await SocietyAsync(both), await SocietyAsync(both), await SocietyAsync(both)]).Order());
        Assert.Equal(MeterId.Of(a[1].Address).ToString(), (string)(await one.ReceiveAsync())!["payload"]!["data"]!["onCreateReading"]!["meterId"]!);
        await own.SendAsync("""{"type":"complete","id":"1"}""");
        await UntilAsync(() => Places.Count == 2);
    }

    [Fact]
    public async Task Who_may_subscribe_is_who_may_read()
    {
        await server.FillAsync("sub-c", 87_000_201, 1, readings: 0);
        (string Field, Permission Needed)[] fields = [("onCreateReading", Permission.ReadingRead), ("onUpdateScanSession", Permission.SessionSee), ("onCreateExport", Permission.ExportRun)];
        foreach (var role in (Role[])[Role.SocietyAdmin, Role.Scanner, Role.Integrator, Role.Gateway])
            foreach (var society in (string[])["sub-c", "sub-other"])
            {
                using var socket = await Socket.BeginAsync(server, role, society);
                foreach (var (field, needed) in fields)
                {
                    await socket.SendAsync(Socket.Subscribe(field, $$"""subscription { {{field}}(societyId: "sub-c") { id } }"""));
                    if (Authorizer.Allows(role, needed) && society == "sub-c")
                    {
                        await UntilAsync(() => Places.Count > 0);
                        await socket.SendAsync($$"""{"type":"complete","id":"{{field}}"}""");
                        await UntilAsync(() => Places.Count == 0);
                        continue;
                    }
                    var refused = (await socket.ReceiveAsync())!;
                    Assert.Equal(("error", Authorizer.Allows(role, needed) ? "NotFound" : "Forbidden"), ((string)refused["type"]!, (string)refused["payload"]![0]!["extensions"]!["code"]!));
                }
            }
        using var admin = await Socket.BeginAsync(server, Role.SuperAdmin);
        await admin.SendAsync(Socket.Subscribe("1", Readings));
        Assert.Equal("SocietyNeeded", (string)(await admin.ReceiveAsync())!["payload"]![0]!["extensions"]!["code"]!);
        using var http = server.Client(Role.SocietyAdmin, "sub-c");
        Assert.Equal("NotHere", await http.CodesAsync(Readings));
    }

    [Fact]
    public async Task Ten_thousand_subscriptions_of_one_tenant_are_refused_beyond_its_share_and_others_still_subscribe()
    {
        await server.MakeSocietyAsync("greedy");
        await server.MakeSocietyAsync("modest");
        var sockets = new List<Socket>();
        var refused = 0;
        for (var n = 0; n < 100; n++)
        {
            var socket = await Socket.BeginAsync(server, Role.SocietyAdmin, "greedy");
            sockets.Add(socket);
            for (var i = 0; i < 100; i++) await socket.SendAsync(Socket.Subscribe($"{i}", Readings));
            // Those beyond the share are told; the first five connections got it all.
            for (var i = 0; n >= 5 && i < 100; i++)
            {
                var error = (await socket.ReceiveAsync())!;
                Assert.Equal(("error", "TooManySubscriptions"), ((string)error["type"]!, (string)error["payload"]![0]!["extensions"]!["code"]!));
                refused++;
            }
            if (n == 4) await UntilAsync(() => Places.Count == 500);
        }
        Assert.Equal((9_500, 500), (refused, Places.Count));
        using var other = await Socket.BeginAsync(server, Role.SocietyAdmin, "modest");
        await other.SendAsync(Socket.Subscribe("1", Readings));
        await UntilAsync(() => Places.Count == 501);
        await other.SendAsync("""{"type":"complete","id":"1"}""");
        foreach (var socket in sockets) socket.Dispose();   // they vanish without a word
        await UntilAsync(() => Places.Count == 0);
    }

    [Fact]
    public async Task Whoever_loses_the_right_loses_the_subscription()
    {
        var meters = await server.FillAsync("sub-d", 87_000_301, 1, readings: 0);
        using var admin = server.Client(Role.SuperAdmin);
        using var made = await admin.PostAsync("/api/societies/sub-d/api-keys", Park.Json("""{"name":"watcher"}"""), Cancel);
        var key = await made.ReadAsync();
        using var socket = await Socket.OpenAsync(server);
        await socket.SendAsync(Socket.Init((string)key["secret"]!));
        Assert.Equal("connection_ack", (string?)(await socket.ReceiveAsync())?["type"]);
        await socket.SendAsync(Socket.Subscribe("1", Readings));
        await UntilAsync(() => Places.Count == 1);
        using (await admin.DeleteAsync($"/api/societies/sub-d/api-keys/{(string)key["id"]!}", Cancel)) { }
        await Task.Delay(150, Cancel);
        await server.KeepAsync(Authorizer.ForWorker(SocietyId.Parse("sub-d"), "test"), meters);
        var error = (await socket.ReceiveAsync())!;
        Assert.Equal(("error", "NoToken"), ((string)error["type"]!, (string)error["payload"]![0]!["extensions"]!["code"]!));
        await UntilAsync(() => Places.Count == 0);
    }

    [Fact]
    public async Task Whoever_takes_nothing_is_cut_off()
    {
        var meters = await server.FillAsync("sub-e", 87_001_001, 500, readings: 0);
        using var socket = await Socket.BeginAsync(server, Role.SocietyAdmin, "sub-e");
        var wide = string.Join(' ', Enumerable.Range(0, 50).Select(static i => $"a{i}: decryptedData b{i}: rawTelegram".Replace($" b{i}: rawTelegram", "", StringComparison.Ordinal)));
        await socket.SendAsync(Socket.Subscribe("1", $"subscription {{ onCreateReading {{ id {wide} meter {{ id society {{ name address }} }} }} }}"));
        await UntilAsync(() => Places.Count == 1);
        for (var n = 0; n < 30 && Places.Count == 1; n++) await server.KeepAsync(Authorizer.ForWorker(SocietyId.Parse("sub-e"), "test"), meters);
        await UntilAsync(() => Places.Count == 0, seconds: 60);
    }

    private static async Task<string> SocietyAsync(Socket socket) => (string)(await socket.ReceiveAsync())!["payload"]!["data"]!["onCreateReading"]!["societyId"]!;

    private static async Task UntilAsync(Func<bool> isSo, int seconds = 20)
    {
        for (var waited = 0; !isSo(); waited += 20)
        {
            Assert.True(waited < seconds * 1000, "It did not become so.");
            await Task.Delay(20, Cancel);
        }
    }
}
