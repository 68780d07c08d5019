using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Sluice.Api.Live;
using Sluice.Api.Tests.Sessions;
using Sluice.Host.Identity;
using Sluice.Metering.Identity;

namespace Sluice.Api.Tests.Live;

public sealed class StreamRightsTests(LiveServer server) : IClassFixture<LiveServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_ticket_is_good_once_and_for_its_address_only()
    {
        var world = await LiveWorld.NewAsync(server, "ticket-park", 6001, 2);
        using var browser = server.Anonymous();
        var ticket = await world.TicketAsync(world.People.Admin, world.Stream);
        Assert.Equal("401 NoToken", await RoundWorld.ProblemAsync(browser, HttpMethod.Get, $"{world.Society}/events?ticket={ticket}"));   // misused: and gone
        Assert.Equal("401 NoToken", await RoundWorld.ProblemAsync(browser, HttpMethod.Get, $"{world.Stream}?ticket={ticket}"));
        ticket = await world.TicketAsync(world.People.Admin, world.Stream);
        await using (var events = await EventReader.OpenAsync(browser, $"{world.Stream}?ticket={ticket}")) Assert.Equal("reset", (await events.ReadAsync())!.Event);
        Assert.Equal("401 NoToken", await RoundWorld.ProblemAsync(browser, HttpMethod.Get, $"{world.Stream}?ticket={ticket}"));
        ticket = await world.TicketAsync(world.People.Admin, world.Stream);
        Assert.Equal("401 NoToken", await RoundWorld.ProblemAsync(browser, HttpMethod.Get, $"{world.Round}?ticket={ticket}"));   // no other address takes tickets
        Assert.Equal("401 NoToken", await RoundWorld.ProblemAsync(browser, HttpMethod.Get, $"{world.Stream}?ticket={new string('a', 64)}"));
        Assert.Equal("401 NoToken", await RoundWorld.ProblemAsync(browser, HttpMethod.Post, $"{world.Stream}/tickets"));
    }

    [Fact]
    public void A_ticket_is_good_for_a_short_time()
    {
        var clock = new FakeTimeProvider();
        var tickets = new LiveTickets(new(), clock);
        var (first, second) = (tickets.Make("asha", "/x", "Bearer 1")!.Value, tickets.Make("asha", "/x", "Bearer 1")!.Value);
        clock.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal("Bearer 1", tickets.Redeem(first.Text, "/x"));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(tickets.Redeem(second.Text, "/x"));
    }

    [Fact]
    public async Task Tickets_that_wait_are_bounded()
    {
        var world = await LiveWorld.NewAsync(server, "hoard-park", 6101, 2);
        using var partner = server.Client(Role.Integrator, "hoard-park");
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 60; i++)
        {
            using var answer = await partner.PostAsync($"{world.Stream}/tickets", null, Cancel);
            answers.Add(answer.StatusCode);
        }
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
        Assert.Equal(HttpStatusCode.OK, answers[0]);
    }

    [Fact]
    public async Task A_stream_ends_when_its_token_expires()
    {
        var world = await LiveWorld.NewAsync(server, "expiry-park", 6201, 2);
        using var shortly = server.Anonymous();
        var then = new FakeTimeProvider(TimeProvider.System.GetUtcNow() - TimeSpan.FromHours(1) - TimeSpan.FromSeconds(21));   // clocks may differ by 30 s: good for 9 s more
        shortly.DefaultRequestHeaders.Authorization = new("Bearer", LocalToken.Make(server.Data, Role.SocietyAdmin, [SocietyId.Parse("expiry-park")], TimeSpan.FromHours(1), then));
        using var browser = server.Anonymous();
        await using var events = await EventReader.OpenAsync(shortly, world.Stream);
        await using var byTicket = await EventReader.OpenAsync(browser, $"{world.Stream}?ticket={await world.TicketAsync(shortly, world.Stream)}");
        foreach (var stream in new[] { events, byTicket })
        {
            Assert.Equal("reset", (await stream.ReadAsync())!.Event);
            Assert.Null(await stream.ReadAsync());
        }
    }

    [Fact]
    public async Task A_stream_ends_when_its_key_is_revoked_and_a_WebSocket_is_told_why()
    {
        var world = await LiveWorld.NewAsync(server, "revoke-park", 6301, 2);
        using var made = await world.People.Admin.PostAsync($"{world.Society}/api-keys", JsonContent.Create(new { name = "dashboard" }), Cancel);
        var key = await made.Content.ReadFromJsonAsync<JsonElement>(Cancel);
        using var program = server.Anonymous();
        program.DefaultRequestHeaders.Authorization = new("Bearer", key.GetProperty("secret").GetString());
        await using var events = await EventReader.OpenAsync(program, $"{world.Society}/events");
        Assert.Equal("reset", (await events.ReadAsync())!.Event);
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {key.GetProperty("secret").GetString()}");
        await socket.ConnectAsync(WebSocketTests.Of(server, $"{world.Society}/events"), Cancel);
        Assert.Equal("reset", (await WebSocketTests.ReadAsync(socket))!.Value.GetProperty("events")[0].GetProperty("event").GetString());
        using var revoked = await world.People.Admin.DeleteAsync($"{world.Society}/api-keys/{key.GetProperty("id").GetString()}", Cancel);
        Assert.Equal(HttpStatusCode.NoContent, revoked.StatusCode);
        Assert.Null(await events.ReadAsync());
        Assert.Null(await WebSocketTests.ReadAsync(socket));
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, socket.CloseStatus);
    }

    [Fact]
    public async Task Nobody_has_more_streams_than_their_share_and_places_come_back()
    {
        var world = await LiveWorld.NewAsync(server, "share-park", 6401, 2);
        using var partner = server.Client(Role.Integrator, "share-park");
        var open = new List<EventReader>();
        for (var i = 0; i < LiveServer.MaxPerPerson; i++) open.Add(await EventReader.OpenAsync(partner, world.Stream));
        Assert.Equal("429 TooManyStreams", await RoundWorld.ProblemAsync(partner, HttpMethod.Get, world.Stream));
        var others = LiveServer.MaxPerSociety - LiveServer.MaxPerPerson;
        for (var i = 0; i < others; i++) open.Add(await EventReader.OpenAsync(world.People.Admin, world.Stream));
        Assert.Equal("429 TooManyStreams", await RoundWorld.ProblemAsync(world.People.Admin, HttpMethod.Get, world.Stream));
        foreach (var one in open) await one.DisposeAsync();
        var feeds = server.Services.GetRequiredService<LiveFeeds>();
        await LiveWorld.EventuallyAsync(() => feeds.Subscribers == 0, "all streams are gone");
        await using var again = await EventReader.OpenAsync(partner, world.Stream);
    }

    [Fact]
    public void Of_ten_thousand_subscriptions_of_one_tenant_only_its_share_is_let_in()
    {
        using var other = new LiveHost();
        var feeds = other.Feeds;
        var (tenant, neighbour) = (SocietyId.Parse("greedy-park"), SocietyId.Parse("modest-park"));
        var places = Enumerable.Range(0, 10_000).Select(i => feeds.Admit($"person-{i % 1_000}", tenant, out _)).ToList();
        Assert.Equal(new LiveOptions().MaxPerSociety, places.Count(static p => p is not null));
        using var room = feeds.Admit("somebody", neighbour, out var full);
        Assert.True(room is not null, full);
        foreach (var place in places) place?.Dispose();
        Assert.Equal(1, feeds.Subscribers);
    }
}
