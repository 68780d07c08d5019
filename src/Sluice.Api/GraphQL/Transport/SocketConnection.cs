using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using System.Text.Json;
using GraphQL;
using Microsoft.AspNetCore.Http;
using Sluice.Api.GraphQL.Live;
using Sluice.Metering.Identity;

namespace Sluice.Api.GraphQL.Transport;

/// <summary>One WebSocket that speaks <c>graphql-transport-ws</c>. Close codes are the protocol's: 4400 a bad message, 4401 no good token, 4406 another protocol, 4408 no token in time, 4409 an id used twice, 4429 a second token.</summary>
[SuppressMessage("Reliability", "CA2025", Justification = "The operations are awaited before the connection is disposed.")]
[SuppressMessage("Reliability", "CA2000", Justification = "An operation disposes its cancellation when it ends.")]
internal sealed class SocketConnection(WebSocket socket, HttpContext http, LiveOperation live, QueryRunner runner, TimeProvider clock) : IDisposable
{
    private readonly CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
    private readonly SemaphoreSlim turn = new(1);
    private readonly ConcurrentDictionary<string, CancellationTokenSource> operations = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<Task, byte> underWay = new();
    private Caller? caller;
    private string authorization = "";
    private bool asked;
    private long lastHeard;

    public async Task RunAsync()
    {
        lastHeard = clock.GetTimestamp();
        var watch = WatchAsync();
        try
        {
            while (await ReceiveAsync() is { } message)
                using (message)
                    if (!await HandleAsync(message.RootElement)) break;
        }
        catch (JsonException)
        {
            await CloseAsync(4400, "Invalid message: it is no JSON");
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException)
        {
            socket.Abort();   // gone, or too slow
        }
        await ending.CancelAsync();
        await Task.WhenAll([watch, .. underWay.Keys]);
    }

    /// <summary>Says goodbye, with the protocol's code.</summary>
    public async Task CloseAsync(int code, string reason)
    {
        try
        {
            using var late = CancellationTokenSource.CreateLinkedTokenSource(ending.Token);
            late.CancelAfter(live.Limits.SendWithin);
            await turn.WaitAsync(late.Token);
            try
            {
                if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived) await socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, late.Token);
            }
            finally
            {
                turn.Release();
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException)
        {
            socket.Abort();
        }
    }

    public void Dispose()
    {
        ending.Dispose();
        turn.Dispose();
    }

    /// <returns>False when the connection is to end.</returns>
    private async Task<bool> HandleAsync(JsonElement message)
    {
        if (message.ValueKind != JsonValueKind.Object || !message.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String) return await EndAsync(4400, "Invalid message: it has no type");
        switch (type.GetString())
        {
            case "connection_init":
                return await BeginAsync(message);
            case "ping":
                await SendAsync(json =>
                {
                    json.WriteString("type", "pong");
                    if (message.TryGetProperty("payload", out var payload)) Copy(json, payload);
                });
                return true;
            case "pong":
                return true;
            case "subscribe":
                return await SubscribeAsync(message);
            case "complete":
                if (Id(message) is { } id && operations.TryRemove(id, out var operation)) await StopAsync(operation);
                return true;
            default:
                return await EndAsync(4400, "Invalid message: there is no such type");
        }
    }

    private async Task<bool> BeginAsync(JsonElement message)
    {
        if (asked) return await EndAsync(4429, "Too many initialisation requests");
        asked = true;
        authorization = Token(message) ?? "";
        var who = authorization.Length > 0 ? await live.WhoAsync(http, authorization) : Caller.Nobody;
        if (who.Role == Role.None) return await EndAsync(4401, "Unauthorized: send {\"Authorization\":\"Bearer TOKEN\"} as the payload of connection_init");
        caller = who;
        await SendAsync(static json => json.WriteString("type", "connection_ack"));
        return true;
    }

    private async Task<bool> SubscribeAsync(JsonElement message)
    {
        if (caller is null) return await EndAsync(4401, "Unauthorized");
        if (Id(message) is not { Length: > 0 and <= 100 } id || !message.TryGetProperty("payload", out var payload)) return await EndAsync(4400, "Invalid message: subscribe has an id and a payload");
        GraphQLRequest request;
        try
        {
            request = GraphQLRequest.Parse(payload);
        }
        catch (GraphQLProblem e)
        {
            await SendErrorAsync(id, QueryRunner.Failed(e));
            return true;
        }
        var cancel = CancellationTokenSource.CreateLinkedTokenSource(ending.Token);
        if (!operations.TryAdd(id, cancel))
        {
            cancel.Dispose();
            return await EndAsync(4409, $"Subscriber for {id} already exists");
        }
        if (operations.Count > live.Limits.MaxOnConnection)
        {
            operations.TryRemove(id, out _);
            cancel.Dispose();
            await SendErrorAsync(id, QueryRunner.Failed(GraphQLProblem.Of(StatusCodes.Status429TooManyRequests, "TooManySubscriptions", $"A connection has at most {live.Limits.MaxOnConnection} operations under way.")));
            return true;
        }
        var task = OperateAsync(id, request, cancel);
        underWay.TryAdd(task, 0);
        _ = task.ContinueWith(done => underWay.TryRemove(done, out _), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return true;
    }

    private async Task OperateAsync(string id, GraphQLRequest request, CancellationTokenSource cancel)
    {
        await Task.Yield();
        try
        {
            await foreach (var result in live.RunAsync(request, http, caller!, authorization, cancel.Token))
            {
                if (!result.Executed)
                {
                    operations.TryRemove(id, out _);
                    await SendErrorAsync(id, result);
                    return;
                }
                await SendAsync(json => Next(json, "next", id), result);
            }
            if (operations.TryRemove(id, out _))
                await SendAsync(json => Next(json, "complete", id));
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException)
        {
            if (!cancel.IsCancellationRequested) socket.Abort();   // it does not take what comes
        }
        finally
        {
            cancel.Dispose();
        }
    }

    private static async Task StopAsync(CancellationTokenSource operation)
    {
        try
        {
            await operation.CancelAsync();
        }
        catch (ObjectDisposedException)
        {
            // It has just ended by itself.
        }
    }

    private static void Next(Utf8JsonWriter json, string type, string id)
    {
        json.WriteString("type", type);
        json.WriteString("id", id);
    }

    /// <summary>The <c>error</c> message: a list of errors instead of a result.</summary>
    private async Task SendErrorAsync(string id, ExecutionResult result)
    {
        using var text = new MemoryStream();
        await HttpTransport.Serializer.WriteAsync(text, result, ending.Token);
        using var whole = JsonDocument.Parse(text.ToArray());
        await SendAsync(json =>
        {
            Next(json, "error", id);
            Copy(json, whole.RootElement.GetProperty("errors"));
        });
    }

    private async Task SendAsync(Action<Utf8JsonWriter> write, ExecutionResult? payload = null)
    {
        var text = new ArrayBufferWriter<byte>(256);
        var json = new Utf8JsonWriter(text);
        json.WriteStartObject();
        write(json);
        if (payload is not null)
        {
            using var result = new MemoryStream();
            await HttpTransport.Serializer.WriteAsync(result, payload, ending.Token);
            json.WritePropertyName("payload");
            json.WriteRawValue(result.GetBuffer().AsSpan(0, (int)result.Length), skipInputValidation: true);
        }
        json.WriteEndObject();
        await json.DisposeAsync();
        using var late = CancellationTokenSource.CreateLinkedTokenSource(ending.Token);
        late.CancelAfter(live.Limits.SendWithin);
        await turn.WaitAsync(late.Token);
        try
        {
            await socket.SendAsync(text.WrittenMemory, WebSocketMessageType.Text, endOfMessage: true, late.Token);
        }
        finally
        {
            turn.Release();
        }
    }

    /// <returns>The next message; null when the other side has closed, or was closed for what it sent.</returns>
    private async Task<JsonDocument?> ReceiveAsync()
    {
        var message = new ArrayBufferWriter<byte>(1024);
        while (true)
        {
            var part = await socket.ReceiveAsync(message.GetMemory(1024), ending.Token);
            lastHeard = clock.GetTimestamp();
            if (part.MessageType == WebSocketMessageType.Close)
            {
                await CloseAsync((int)(socket.CloseStatus ?? WebSocketCloseStatus.NormalClosure) is var code and >= 3000 ? code : 1000, "");
                return null;
            }
            message.Advance(part.Count);
            if (part.MessageType == WebSocketMessageType.Binary)
            {
                await EndAsync(4400, "Invalid message: it is binary");
                return null;
            }
            if (message.WrittenCount > runner.Limits.MaxBodyBytes)
            {
                await EndAsync(1009, $"A message has at most {runner.Limits.MaxBodyBytes} bytes");
                return null;
            }
            if (part.EndOfMessage) return JsonDocument.Parse(message.WrittenMemory, new() { MaxDepth = 32 });
        }
    }

    /// <summary>Ends connections that do not say who they are, or are not there any more.</summary>
    private async Task WatchAsync()
    {
        try
        {
            await Task.Delay(live.Limits.InitWithin, clock, ending.Token);
            if (!asked)
            {
                await CloseAsync(4408, "Connection initialisation timeout");
                await Task.Delay(TimeSpan.FromSeconds(2), clock, ending.Token);
                socket.Abort();
                return;
            }
            while (true)
            {
                await Task.Delay(live.Limits.Ping, clock, ending.Token);
                if (clock.GetElapsedTime(lastHeard) > 3 * live.Limits.Ping) socket.Abort();
                else if (caller is not null) await SendAsync(static json => json.WriteString("type", "ping"));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or WebSocketException or IOException)
        {
            if (!ending.IsCancellationRequested) socket.Abort();
        }
    }

    private async Task<bool> EndAsync(int code, string reason)
    {
        await CloseAsync(code, reason);
        return false;
    }

    /// <summary>The token in the first message: as a header would have it, or alone.</summary>
    private static string? Token(JsonElement message)
    {
        if (!message.TryGetProperty("payload", out var payload) || payload.ValueKind != JsonValueKind.Object) return null;
        foreach (var member in payload.EnumerateObject())
        {
            if (member.Value.ValueKind != JsonValueKind.String || member.Value.GetString() is not { Length: > 0 } text) continue;
            if (member.Name.Equals("authorization", StringComparison.OrdinalIgnoreCase) || member.Name == "token") return text.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) ? text : $"Bearer {text}";
        }
        return null;
    }

    private static string? Id(JsonElement message) => message.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String ? id.GetString() : null;

    private static void Copy(Utf8JsonWriter json, JsonElement payload)
    {
        json.WritePropertyName("payload");
        payload.WriteTo(json);
    }
}
