using System.Net.WebSockets;
using Sluice.Api.Tests.Registry;
using Sluice.Host;
using Sluice.Metering.Identity;
using static Sluice.Api.Tests.GraphQL.GraphQLWorld;

namespace Sluice.Api.Tests.GraphQL;

/// <summary>The words and close codes of graphql-transport-ws.</summary>
public sealed class SocketTests(SocketTests.Hasty server) : IClassFixture<SocketTests.Hasty>
{
    private const string Query = "{ listMeters { items { id } } }";

    /// <summary>A server that does not wait long for a token.</summary>
    public sealed class Hasty : ApiServer
    {
        protected override ServerOptions Set(ServerOptions options) => options with { GraphQLLive = new() { InitWithin = TimeSpan.FromSeconds(1), MaxOnConnection = 5 } };
    }

    [Fact]
    public async Task It_answers_operations_and_pings()
    {
        using var socket = await Socket.BeginAsync(server, Role.SuperAdmin);
        await socket.SendAsync("""{"type":"ping","payload":{"n":7}}""");
        Assert.Equal("""{"type":"pong","payload":{"n":7}}""", (await socket.ReceiveAsync())!.ToJsonString());
        await socket.SendAsync("""{"type":"ping"}""");
        Assert.Equal("""{"type":"pong"}""", (await socket.ReceiveAsync())!.ToJsonString());
        await socket.SendAsync("""{"type":"pong"}""");
        await socket.SendAsync(Socket.Subscribe("a", Query));
        var next = (await socket.ReceiveAsync())!;
        Assert.Equal(("next", "a"), ((string)next["type"]!, (string)next["id"]!));
        Assert.NotNull(next["payload"]!["data"]!["listMeters"]);
        Assert.Equal("""{"type":"complete","id":"a"}""", (await socket.ReceiveAsync())!.ToJsonString());
        await socket.SendAsync(Socket.Subscribe("a", "{ nothing }"));   // an id is free again when its operation is complete
        var error = (await socket.ReceiveAsync())!;
        Assert.Equal(("error", "a", "BadQuery"), ((string)error["type"]!, (string)error["id"]!, (string)error["payload"]![0]!["extensions"]!["code"]!));
        await socket.SendAsync("""{"type":"complete","id":"unknown"}""");
        await socket.SendAsync("""{"type":"subscribe","id":"b","payload":{"query":7}}""");
        Assert.Equal("BadJson", (string)(await socket.ReceiveAsync())!["payload"]![0]!["extensions"]!["code"]!);
    }

    [Fact]
    public async Task Whoever_speaks_another_protocol_is_sent_away()
    {
        using var socket = await Socket.OpenAsync(server, protocol: null);
        Assert.Null(await socket.ReceiveAsync());
        Assert.Equal(4406, socket.Code);
        using var http = server.Client();
        await (await http.GetAsync(Address, Cancel)).IsProblemAsync(426, "WebSocketExpected");
    }

    [Fact]
    public async Task Whoever_does_not_say_who_they_are_in_time_is_sent_away()
    {
        using var socket = await Socket.OpenAsync(server);
        Assert.Null(await socket.ReceiveAsync());
        Assert.Equal((4408, "Connection initialisation timeout"), (socket.Code, socket.Reason));
    }

    public static TheoryData<string, int> Wrong() => new()
    {
        { "no JSON", 4400 },
        { "[]", 4400 },
        { "{}", 4400 },
        { """{"type":"shout"}""", 4400 },
        { """{"type":7}""", 4400 },
        { """{"type":"connection_init"}""", 4401 },
        { """{"type":"connection_init","payload":{"Authorization":"Bearer garbage"}}""", 4401 },
        { """{"type":"connection_init","payload":{"Authorization":7}}""", 4401 },
        { Socket.Subscribe("a", Query), 4401 },
        { new string(' ', 300_000) + "{}", 1009 },
    };

    [Theory, MemberData(nameof(Wrong))]
    public async Task What_is_said_first_must_be_right(string message, int code)
    {
        using var socket = await Socket.OpenAsync(server);
        await socket.SendAsync(message);
        Assert.Null(await socket.ReceiveAsync());
        Assert.Equal(code, socket.Code);
    }

    [Theory]
    [InlineData("""{"type":"subscribe"}""", 4400)]
    [InlineData("""{"type":"subscribe","id":"","payload":{}}""", 4400)]
    [InlineData("""{"type":"connection_init"}""", 4429)]
    public async Task What_is_said_later_must_be_right(string message, int code)
    {
        using var socket = await Socket.BeginAsync(server, Role.SuperAdmin);
        await socket.SendAsync(message);
        Assert.Null(await socket.ReceiveAsync());
        Assert.Equal(code, socket.Code);
    }

    [Fact]
    public async Task Bytes_are_no_message()
    {
        using var socket = await Socket.BeginAsync(server, Role.SuperAdmin);
        await socket.SendAsync("{}", WebSocketMessageType.Binary);
        Assert.Null(await socket.ReceiveAsync());
        Assert.Equal(4400, socket.Code);
    }
}
