using Sluice.Contracts;
using Sluice.Contracts.Sessions;

namespace Sluice.Client;

public sealed partial class SluiceClient
{
    /// <summary>A society's rounds, newest first.</summary>
    public Task<SessionsPage> ListSessionsAsync(string society, CancellationToken ct, string? status = null, bool? joinable = null, int? limit = null, string? next = null) =>
        GetAsync(Address.Path($"/api/societies/{society}/sessions").With(("status", status), ("joinable", joinable), ("limit", limit), ("next", next)), WireJson.Default.SessionsPage, ct);

    /// <summary>One round.</summary>
    public Task<SessionDto> GetSessionAsync(string session, CancellationToken ct) => GetAsync(Address.Path($"/api/sessions/{session}"), WireJson.Default.SessionDto, ct);

    /// <summary>How far a round is.</summary>
    public Task<SessionProgressDto> GetProgressAsync(string session, CancellationToken ct, string? tower = null) =>
        GetAsync(Address.Path($"/api/sessions/{session}/progress").With(("tower", tower)), WireJson.Default.SessionProgressDto, ct);
}
