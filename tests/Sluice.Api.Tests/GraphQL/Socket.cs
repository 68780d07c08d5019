using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Sluice.Host.Identity;
using Sluice.Metering.Identity;

namespace Sluice.Api.Tests.GraphQL;

/// <summary>A WebSocket, bare: says what a client library would never say.</summary>
internal sealed class Socket : IDisposable
{
    private readonly ClientWebSocket socket = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The code it was closed with; null: not yet.</summary>
    public int? Code => (int?)socket.CloseStatus;

    public string? Reason => socket.CloseStatusDescription;

    public static async Task<Socket> OpenAsync(ApiServer server, string? protocol = "graphql-transport-ws")
    {
        var made = new Socket();
        if (protocol is not null) made.socket.Options.AddSubProtocol(protocol);
        await made.socket.ConnectAsync(new UriBuilder(server.Address) { Scheme = "ws", Path = GraphQLWorld.Address }.Uri, Cancel);
        return made;
    }

    /// <summary>One that has said who it is.</summary>
    public static async Task<Socket> BeginAsync(ApiServer server, Role role, params string[] societies)
    {
        var made = await OpenAsync(server);
        await made.SendAsync(Init(Token(server, role, societies)));
        Assert.Equal("connection_ack", (string?)(await made.ReceiveAsync())?["type"]);
        return made;
    }

    public static string Token(ApiServer server, Role role, params string[] societies) => LocalToken.Make(server.Data, role, societies.Select(SocietyId.Parse), TimeSpan.FromHours(1), TimeProvider.System);

    public static string Init(string token) => new JsonObject { ["type"] = "connection_init", ["payload"] = new JsonObject { ["Authorization"] = $"Bearer {token}" } }.ToJsonString();

    public static string Subscribe(string id, string query) => new JsonObject { ["type"] = "subscribe", ["id"] = id, ["payload"] = new JsonObject { ["query"] = query } }.ToJsonString();

    public Task SendAsync(string text, WebSocketMessageType type = WebSocketMessageType.Text) => socket.SendAsync(Encoding.UTF8.GetBytes(text), type, true, Cancel);

    /// <summary>The next message that is no ping; null: it was closed.</summary>
    public async Task<JsonNode?> ReceiveAsync()
    {
        var buffer = new byte[64 << 10];
        while (true)
        {
            var length = 0;
            WebSocketReceiveResult part;
            do
            {
                part = await socket.ReceiveAsync(new ArraySegment<byte>(buffer, length, buffer.Length - length), Cancel);
                if (part.MessageType == WebSocketMessageType.Close) return null;
                length += part.Count;
            }
            while (!part.EndOfMessage);
            var message = JsonNode.Parse(buffer.AsSpan(0, length))!;
            if ((string?)message["type"] != "ping") return message;
        }
    }

    public void Dispose() => socket.Dispose();
}
