using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Api.Access;
using Sluice.Api.Problems;
using Sluice.Metering.Identity;

namespace Sluice.Api.Live;

/// <summary>Answers one request with a stream: Server-Sent Events, or a WebSocket where the caller asks for an upgrade.</summary>
internal static class LiveStream
{
    private const int MaxId = 64;
    private static readonly TimeSpan Goodbye = TimeSpan.FromSeconds(2);

    /// <summary>Streams until somebody ends it.</summary>
    /// <param name="http">The request.</param>
    /// <param name="society">The society it is about.</param>
    /// <param name="name">The feed's name.</param>
    /// <param name="make">Makes its source when it is the first.</param>
    /// <param name="isAllowed">Looks whether a caller may still have it.</param>
    [SuppressMessage("Reliability", "CA2025", Justification = "Listening is awaited before the socket is disposed.")]
    public static async Task RunAsync(HttpContext http, SocietyScope society, string name, Func<ILiveSource> make, Func<Caller, ValueTask<bool>> isAllowed)
    {
        var (feeds, options, clock) = (http.RequestServices.GetRequiredService<LiveFeeds>(), http.RequestServices.GetRequiredService<LiveOptions>(), http.RequestServices.GetRequiredService<TimeProvider>());
        using var place = feeds.Admit(society.Caller.Subject, society.Society, out var full);
        if (place is null)
        {
            LiveMeters.RefusedOne();
            http.Response.Headers.RetryAfter = "10";
            await Problem.Of(StatusCodes.Status429TooManyRequests, "TooManyStreams", "Too many live streams.", $"There are as many streams of {full} as can be; close one, or try again later.").ExecuteAsync(http);
            return;
        }
        var lastId = LastId(http.Request);
        using var socket = http.WebSockets.IsWebSocketRequest
            ? await http.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext { KeepAliveInterval = options.Heartbeat, KeepAliveTimeout = options.Stall })
            : null;
        var subscriber = socket is null
            ? new LiveSubscriber(async bytes => await http.Response.BodyWriter.WriteAsync(bytes, http.RequestAborted), static p => p.Sse, options, clock)
            : new LiveSubscriber(bytes => socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, http.RequestAborted), static p => p.WebSocket, options, clock);
        await using var gone = http.RequestAborted.Register(() => subscriber.End(LiveEnd.Gone));
        using var hearing = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted);
        var listening = socket is null ? Task.CompletedTask : ListenAsync(socket, subscriber, hearing.Token);
        var (feed, missed, id) = feeds.Join(name, make, subscriber, lastId);
        try
        {
            if (socket is null) await BeginEventsAsync(http);
            await feed.BeginAsync(subscriber, missed, id, http.RequestAborted);
            var why = await WatchAsync(http, subscriber, isAllowed, options, clock);
            LiveMeters.Ended(why);
            if (why is LiveEnd.Stalled or LiveEnd.Gone) http.Abort();
            else await CloseAsync(socket, subscriber, why);
        }
        finally
        {
            feed.Remove(subscriber);
            subscriber.End(LiveEnd.Gone);
            await subscriber.QuietAsync(Goodbye);
            hearing.CancelAfter(Goodbye);   // for its goodbye
            await listening;
        }
    }

    private static async Task BeginEventsAsync(HttpContext http)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";   // proxies must not collect what is meant to be live
        await http.Response.BodyWriter.WriteAsync("retry: 2000\n\n"u8.ToArray(), http.RequestAborted);
    }

    /// <summary>Waits for the end, looking from time to time whether the caller may still have the stream.</summary>
    private static async Task<LiveEnd> WatchAsync(HttpContext http, LiveSubscriber subscriber, Func<Caller, ValueTask<bool>> isAllowed, LiveOptions options, TimeProvider clock)
    {
        while (true)
        {
            try
            {
                return await subscriber.Ended.WaitAsync(options.Recheck, clock);
            }
            catch (TimeoutException)
            {
                if (!await isAllowed(await CallerAsync(http))) return LiveEnd.NotAllowed;
            }
        }
    }

    /// <summary>Who asks now: in a request of its own, because ASP.NET remembers within one request what it once found.</summary>
    private static async ValueTask<Caller> CallerAsync(HttpContext http)
    {
        await using var scope = http.RequestServices.GetRequiredService<IServiceScopeFactory>().CreateAsyncScope();
        var asked = new DefaultHttpContext { RequestServices = scope.ServiceProvider, RequestAborted = http.RequestAborted };
        asked.Request.Headers.Authorization = http.Request.Headers.Authorization;
        return await scope.ServiceProvider.GetRequiredService<ICallerAuthenticator>().AuthenticateAsync(asked);
    }

    private static async Task CloseAsync(WebSocket? socket, LiveSubscriber subscriber, LiveEnd why)
    {
        await subscriber.QuietAsync(Goodbye);
        if (socket is null) return;
        using var patience = new CancellationTokenSource(Goodbye);
        try
        {
            var (status, text) = why switch
            {
                LiveEnd.Closed => (WebSocketCloseStatus.NormalClosure, (string?)null),
                LiveEnd.Stopping => (WebSocketCloseStatus.EndpointUnavailable, "The server stops."),
                _ => (WebSocketCloseStatus.PolicyViolation, "The token or the right is not good any more."),
            };
            await socket.CloseOutputAsync(status, text, patience.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException)
        {
            // It is closed already.
        }
    }

    /// <summary>Reads what the caller sends, which is nothing but the end, pongs, and what is passed over.</summary>
    private static async Task ListenAsync(WebSocket socket, LiveSubscriber subscriber, CancellationToken ct)
    {
        var buffer = new byte[512];
        try
        {
            while ((await socket.ReceiveAsync(buffer.AsMemory(), ct)).MessageType != WebSocketMessageType.Close) ct.ThrowIfCancellationRequested();
            subscriber.End(LiveEnd.Closed);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // It went away without a word.
        }
        subscriber.End(LiveEnd.Gone);
    }

    /// <summary>The id of the last packet the caller got; null: none.</summary>
    private static string? LastId(HttpRequest request) =>
        request.Headers["Last-Event-ID"] is [{ Length: > 0 and <= MaxId } header] ? header : request.Query["lastEventId"] is [{ Length: > 0 and <= MaxId } query] ? query : null;
}
