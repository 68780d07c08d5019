using System.Net.Http.Headers;
using Sluice.Contracts;
using Sluice.Contracts.Sessions;

namespace Sluice.Client;

public sealed partial class SluiceClient
{
    /// <summary>Starts a round; again with the same id does no harm.</summary>
    public async Task StartSessionAsync(string society, StartSessionDto start, CancellationToken ct)
    {
        using var answer = await SendAsync(() => new(HttpMethod.Post, Address.Path($"/api/societies/{society}/sessions")) { Content = Json(start, WireJson.Default.StartSessionDto) }, ct);
    }

    /// <summary>Changes a round.</summary>
    /// <param name="session">The round.</param>
    /// <param name="change"><c>pause</c>, <c>resume</c>, <c>complete</c>, <c>fail</c>, <c>reopen</c>, <c>join</c>, <c>leave</c>.</param>
    /// <param name="reason">Why; <c>fail</c> and <c>reopen</c> need one.</param>
    /// <param name="ct">Cancels.</param>
    public async Task ChangeSessionAsync(string session, string change, string? reason, CancellationToken ct)
    {
        using var answer = await SendAsync(() => new(HttpMethod.Post, Address.Path($"/api/sessions/{session}/{change}")) { Content = Json(new() { Reason = reason }, WireJson.Default.ChangeSessionDto) }, ct);
    }

    /// <summary>Notes a meter of a round.</summary>
    public async Task UpdateTargetAsync(string session, UpdateTargetDto note, CancellationToken ct)
    {
        using var answer = await SendAsync(() => new(HttpMethod.Post, Address.Path($"/api/sessions/{session}/update")) { Content = Json(note, WireJson.Default.UpdateTargetDto) }, ct);
    }

    /// <summary>A round's meters, in its order.</summary>
    public Task<TargetsPage> ListTargetsAsync(string session, CancellationToken ct, int? limit = null, string? next = null) =>
        GetAsync(Address.Path($"/api/sessions/{session}/targets").With(("limit", limit), ("next", next)), WireJson.Default.TargetsPage, ct);

    /// <summary>Meters heard in a round that are not on its list.</summary>
    public Task<HeardPage> ListHeardAsync(string session, CancellationToken ct, int? limit = null, string? next = null) =>
        GetAsync(Address.Path($"/api/sessions/{session}/heard").With(("limit", limit), ("next", next)), WireJson.Default.HeardPage, ct);

    /// <summary>Hands telegrams of a round over as JSON lines; when it returns, they are on the server's disk.</summary>
    /// <param name="session">The round.</param>
    /// <param name="lines">An object a line, as docs/readers.md describes them.</param>
    /// <param name="lat">Where they were heard, degrees; null: not known.</param>
    /// <param name="lng">Where they were heard, degrees.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<SessionReceiptDto> PostTelegramsAsync(string session, byte[] lines, double? lat, double? lng, CancellationToken ct)
    {
        var path = Address.Path($"/api/sessions/{session}/telegrams").With(("reader", "jsonl"), ("lat", lat), ("lng", lng));
        using var answer = await SendAsync(() => new(HttpMethod.Post, path) { Content = new ByteArrayContent(lines) { Headers = { ContentType = new MediaTypeHeaderValue("application/x-ndjson") } } }, ct);
        return await ReadAsync(answer, WireJson.Default.SessionReceiptDto, ct);
    }
}
