using Sluice.Contracts;
using Sluice.Contracts.Alerts;

namespace Sluice.Client;

public sealed partial class SluiceClient
{
    /// <summary>A society's alerts, last made first.</summary>
    public Task<AlertsPage> ListAlertsAsync(string society, CancellationToken ct, string? state = null, string? rule = null, string? meter = null, int? limit = null, string? next = null) =>
        GetAsync(Address.Path($"/api/societies/{society}/alerts").With(("state", state), ("rule", rule), ("meter", meter), ("limit", limit), ("next", next)), WireJson.Default.AlertsPage, ct);

    /// <summary>How many alerts are not closed.</summary>
    public Task<AlertSummaryDto> SummarizeAlertsAsync(string society, CancellationToken ct) =>
        GetAsync(Address.Path($"/api/societies/{society}/alerts/summary"), WireJson.Default.AlertSummaryDto, ct);

    /// <summary>Says that somebody looks after it.</summary>
    public Task<AlertDto> AcknowledgeAlertAsync(string alert, string? note, CancellationToken ct) => ChangeAlertAsync(Address.Path($"/api/alerts/{alert}/acknowledge"), note, ct);

    /// <summary>Says that it is done.</summary>
    public Task<AlertDto> CloseAlertAsync(string alert, string? note, CancellationToken ct) => ChangeAlertAsync(Address.Path($"/api/alerts/{alert}/close"), note, ct);

    private Task<AlertDto> ChangeAlertAsync(string path, string? note, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, path, Json(new() { Note = note }, WireJson.Default.AlertNoteDto), WireJson.Default.AlertDto, ct);
}
