using System.Net;
using System.Text.Json;

namespace Sluice.Api.Tests.Live;

/// <summary>One message as it came.</summary>
internal sealed record Message(string? Id, string Event, JsonElement Data);

/// <summary>A plain reader of Server-Sent Events, written after the WHATWG's rules.</summary>
internal sealed class EventReader : IAsyncDisposable
{
    private readonly HttpClient http;
    private readonly HttpResponseMessage answer;
    private readonly StreamReader lines;

    private EventReader(HttpClient http, HttpResponseMessage answer, StreamReader lines)
    {
        this.http = http;
        this.answer = answer;
        this.lines = lines;
    }

    public string? LastId { get; private set; }

    public static async Task<EventReader> OpenAsync(HttpClient who, string address, string? lastId = null)
    {
        // Of its own: it breaks off at once, where HttpClient would go on reading for a while.
        var client = new HttpClient(new SocketsHttpHandler { ResponseDrainTimeout = TimeSpan.Zero }) { BaseAddress = who.BaseAddress };
        client.DefaultRequestHeaders.Authorization = who.DefaultRequestHeaders.Authorization;
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (lastId is not null) request.Headers.Add("Last-Event-ID", lastId);
        var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        return new(client, response, new(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken)));
    }

    /// <summary>The next message; null at the end of the stream.</summary>
    public async Task<Message?> ReadAsync(TimeSpan? patience = null)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        ending.CancelAfter(patience ?? TimeSpan.FromSeconds(20));
        string? name = null, data = null;
        while (await lines.ReadLineAsync(ending.Token) is { } line)
        {
            if (line.StartsWith("id: ", StringComparison.Ordinal)) LastId = line[4..];
            else if (line.StartsWith("event: ", StringComparison.Ordinal)) name = line[7..];
            else if (line.StartsWith("data: ", StringComparison.Ordinal)) data = line[6..];
            else if (line.Length == 0 && data is not null) return new(LastId, name!, JsonElement.Parse(data));
        }
        return null;
    }

    /// <summary>Reads until one fits; gives all of them.</summary>
    public async Task<List<Message>> UntilAsync(Func<Message, bool> fits)
    {
        var all = new List<Message>();
        do all.Add(await ReadAsync() ?? throw new InvalidOperationException($"The stream ended after {string.Join(", ", all.Select(static m => m.Event))}."));
        while (!fits(all[^1]));
        return all;
    }

    /// <summary>Reads until there was one of each.</summary>
    public async Task<List<Message>> UntilAsync(params string[] names)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return await UntilAsync(m => seen.Add(m.Event) && names.All(seen.Contains));
    }

    public ValueTask DisposeAsync()
    {
        lines.Dispose();
        answer.Dispose();
        http.Dispose();
        return default;
    }
}
