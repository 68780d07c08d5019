using System.Net.WebSockets;
using System.Text.Json;

namespace Sluice.Api.Tests.Live;

public sealed class WebSocketTests(LiveServer server) : IClassFixture<LiveServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    internal static Uri Of(ApiServer server, string path) => new($"ws://{server.Address.Authority}{path}");

    /// <summary>The next message; null when it was closed.</summary>
    internal static async Task<JsonElement?> ReadAsync(ClientWebSocket socket)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        ending.CancelAfter(TimeSpan.FromSeconds(20));
        using var message = new MemoryStream();
        var buffer = new byte[4096];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, ending.Token);
            if (part.MessageType == WebSocketMessageType.Close) return null;
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage) return JsonElement.Parse(message.ToArray());
        }
    }

    [Fact]
    public async Task A_WebSocket_tells_the_same_and_goes_on_where_it_broke_off()
    {
        var world = await LiveWorld.NewAsync(server, "socket-park", 7001, 4);
        string last;
        using (var socket = new ClientWebSocket())
        {
            await socket.ConnectAsync(Of(server, $"{world.Stream}?ticket={await world.TicketAsync(world.People.Admin, world.Stream)}"), Cancel);
            var reset = (await ReadAsync(socket))!.Value;
            Assert.Equal("reset", reset.GetProperty("events")[0].GetProperty("event").GetString());
            await world.HearAsync(0);
            var seen = await UntilAsync(socket, "meters", "telegrams");
            last = seen[^1].GetProperty("id").GetString()!;
            await socket.SendAsync("anything"u8.ToArray(), WebSocketMessageType.Text, endOfMessage: true, Cancel);   // passed over
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Cancel);
        }
        await world.HearAsync(1);
        await Task.Delay(server.Live.Progress + server.Live.Interval, Cancel);
        using var again = new ClientWebSocket();
        await again.ConnectAsync(Of(server, $"{world.Stream}?lastEventId={last}&ticket={await world.TicketAsync(world.People.Admin, world.Stream)}"), Cancel);
        var rest = await UntilAsync(again, "meters");
        Assert.DoesNotContain(rest, static m => Names(m).Contains("reset"));
        Assert.Equal("KAM.90007002", rest[^1].GetProperty("events").EnumerateArray().Single(static e => e.GetProperty("event").GetString() == "meters").GetProperty("data").GetProperty("meters")[0].GetProperty("meterId").GetString());
    }

    private static IEnumerable<string?> Names(JsonElement message) => message.GetProperty("events").EnumerateArray().Select(static e => e.GetProperty("event").GetString());

    private static async Task<List<JsonElement>> UntilAsync(ClientWebSocket socket, params string[] names)
    {
        var all = new List<JsonElement>();
        do all.Add((await ReadAsync(socket))!.Value);
        while (names.Except(all.SelectMany(Names)).Any());
        return all;
    }
}
