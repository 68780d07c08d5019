using Microsoft.AspNetCore.Http;
using Sluice.Api.GraphQL.Live;
using Sluice.Api.Problems;

namespace Sluice.Api.GraphQL.Transport;

/// <summary>Opens WebSockets that speak <c>graphql-transport-ws</c>.</summary>
internal static class SocketTransport
{
    public const string Protocol = "graphql-transport-ws";

    /// <summary>Who it is comes with the first message, so the request itself is open to anybody.</summary>
    public static async Task GetAsync(HttpContext http, LiveOperation live, QueryRunner runner, TimeProvider clock)
    {
        if (!http.WebSockets.IsWebSocketRequest)
        {
            http.Response.Headers.Upgrade = "websocket";
            await Problem.Of(StatusCodes.Status426UpgradeRequired, "WebSocketExpected", "A WebSocket is expected here.", $"Open one with the sub-protocol {Protocol}, or POST the request.").ExecuteAsync(http);
            return;
        }
        var speaks = http.WebSockets.WebSocketRequestedProtocols.Contains(Protocol);
        using var socket = await http.WebSockets.AcceptWebSocketAsync(speaks ? Protocol : null);
        using var connection = new SocketConnection(socket, http, live, runner, clock);
        if (speaks) await connection.RunAsync();
        else await connection.CloseAsync(4406, $"Subprotocol not acceptable: speak {Protocol}");
    }
}
