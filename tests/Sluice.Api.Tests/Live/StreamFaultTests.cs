using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Sluice.Api.Live;
using Sluice.Host.Identity;
using Sluice.Metering.Events;
using Sluice.Metering.Identity;
using Sluice.Metering.Sessions;
using Sluice.Metering.Telegrams;
using Sluice.Storage.Contract;

namespace Sluice.Api.Tests.Live;

public sealed class StreamFaultTests(LiveServer server) : IClassFixture<LiveServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_reads_nothing_is_cut_off_and_holds_nobody_back()
    {
        var world = await LiveWorld.NewAsync(server, "stall-park", 8001, 2);
        var feeds = server.Services.GetRequiredService<LiveFeeds>();
        await using var good = await EventReader.OpenAsync(world.People.Admin, world.Stream);
        using var stalled = await ConnectAsync(world.Stream, "stall-park");
        await LiveWorld.EventuallyAsync(() => feeds.Subscribers == 2, "both listen");
        var hub = server.Services.GetRequiredService<LiveHub>();
        var (items, outcomes) = Traffic(SessionId.TryParse(world.Round.Split('/')[^1], out var id) ? id : default, "stall-park");
        var reading = Task.Run(async () =>
        {
            var bytes = 0;
            while (await good.ReadAsync() is { } message && message.Event != "event") bytes += message.Data.GetRawText().Length;
            return bytes;
        }, Cancel);
        await LiveWorld.EventuallyAsync(() =>
        {
            hub.Committed(items, outcomes);
            return feeds.Subscribers == 1;
        }, "the stalled one is cut off");
        using var done = await world.People.Scanner.PostAsync($"{world.Round}/complete", null, Cancel);
        Assert.True(await reading > server.Live.MaxPending, "The other one got everything.");
    }

    [Fact]
    public async Task Who_vanishes_is_noticed()
    {
        var world = await LiveWorld.NewAsync(server, "vanish-park", 8101, 2);
        var feeds = server.Services.GetRequiredService<LiveFeeds>();
        var gone = await ConnectAsync(world.Stream, "vanish-park");
        await LiveWorld.EventuallyAsync(() => feeds.Subscribers == 1, "it listens");
        gone.LingerState = new(enable: true, seconds: 0);   // no goodbye
        gone.Dispose();
        await LiveWorld.EventuallyAsync(() => feeds.Subscribers == 0, "it is gone");
    }

    [Fact]
    public async Task When_the_server_stops_streams_end_in_order()
    {
        var own = new LiveServer();
        await own.InitializeAsync();
        var stopped = false;
        try
        {
            var world = await LiveWorld.NewAsync(own, "stop-park", 8201, 2);
            await using var events = await EventReader.OpenAsync(world.People.Admin, world.Stream);
            Assert.Equal("reset", (await events.ReadAsync())!.Event);
            using var socket = new ClientWebSocket();
            await socket.ConnectAsync(WebSocketTests.Of(own, $"{world.Stream}?ticket={await world.TicketAsync(world.People.Admin, world.Stream)}"), Cancel);
            await WebSocketTests.ReadAsync(socket);
            var stopping = own.DisposeAsync().AsTask();
            stopped = true;
            Assert.Null(await events.ReadAsync());
            Assert.Null(await WebSocketTests.ReadAsync(socket));
            Assert.Equal(WebSocketCloseStatus.EndpointUnavailable, socket.CloseStatus);
            socket.Abort();
            await stopping.WaitAsync(TimeSpan.FromSeconds(15), Cancel);
        }
        finally
        {
            if (!stopped) await own.DisposeAsync();
        }
    }

    [Fact]
    public async Task Bytes_that_wait_and_the_time_they_wait_are_bounded()
    {
        var (clock, options) = (new FakeTimeProvider(), new LiveOptions { MaxPending = 1_000, Stall = TimeSpan.FromSeconds(20) });
        static LivePacket Packet(int bytes) => new("x-1", [new("telegrams", new byte[bytes])]);
        var never = new TaskCompletionSource();
        var tooMuch = new LiveSubscriber(_ => new(never.Task), static p => p.Sse, options, clock);
        tooMuch.Begin([Packet(10)]);
        for (var i = 0; i < 5; i++) tooMuch.Offer(Packet(100));
        Assert.False(tooMuch.Ended.IsCompleted);
        for (var i = 0; i < 5; i++) tooMuch.Offer(Packet(100));
        Assert.Equal(LiveEnd.Stalled, await tooMuch.Ended);

        var tooLong = new LiveSubscriber(_ => new(never.Task), static p => p.Sse, options, clock);
        tooLong.Begin([Packet(10)]);
        clock.Advance(TimeSpan.FromSeconds(21));
        tooLong.Offer(new("x-1", []));   // a sign of life finds it
        Assert.Equal(LiveEnd.Stalled, await tooLong.Ended);
    }

    private async Task<Socket> ConnectAsync(string path, string society)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(IPAddress.Loopback, server.Address.Port, Cancel);
        var token = LocalToken.Make(server.Data, Role.SocietyAdmin, [SocietyId.Parse(society)], TimeSpan.FromHours(1), TimeProvider.System);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: {server.Address.Authority}\r\nAuthorization: Bearer {token}\r\n\r\n"), Cancel);
        return socket;
    }

    /// <summary>As many telegrams of a round as a packet takes.</summary>
    private static (IReadOnlyList<IntakeItem> Items, IReadOnlyList<IntakeOutcome> Outcomes) Traffic(SessionId round, string society)
    {
        var arrival = Invented.Telegram() with { Context = new() { Session = round } };
        var items = Enumerable.Range(1, LiveSubscription.MaxTelegrams)
            .Select(i => new IntakeItem(arrival, new(i, DecodeState.NoKey, Invented.Meter(0x90000000 + (uint)i))) { Society = SocietyId.Parse(society) }).ToList();
        return (items, [.. items.Select(static i => new IntakeOutcome(i.TelegramId, DecodeState.NoKey))]);
    }
}
