using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Audit;
using Sluice.Api.Paging;
using Sluice.Api.Problems;
using Sluice.Contracts;
using Sluice.Contracts.Alerts;
using Sluice.Metering.Alerts;
using Sluice.Metering.Identity;
using Sluice.Metering.Validation;

namespace Sluice.Api.Alerts;

/// <summary>A society's alerts: see, acknowledge, close.</summary>
public static class AlertsApi
{
    /// <summary>Adds <c>/api/societies/{societyId}/alerts</c>, its summary, and <c>/api/alerts/{alertId}</c>.</summary>
    public static IEndpointRouteBuilder MapAlerts(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/societies/{societyId}/alerts", List).WithName("ListAlerts").WithTags("Alerts").Requires(Permission.AlertRead);
        app.MapGet("/api/societies/{societyId}/alerts/summary", Summary).WithName("SummarizeAlerts").WithTags("Alerts").Requires(Permission.AlertRead);
        app.MapGet("/api/alerts/{alertId}", Get).WithName("GetAlert").WithTags("Alerts").Requires(Permission.AlertRead);
        app.MapPost("/api/alerts/{alertId}/acknowledge", (string alertId, HttpContext http, Access.Access access, AuditNote note, IAlertStore alerts, TimeProvider clock) =>
                Change(AlertAction.Acknowledged, alertId, http, access, note, alerts, clock))
            .WithName("AcknowledgeAlert").WithTags("Alerts").Requires(Permission.AlertManage, audit: "alert.acknowledge");
        app.MapPost("/api/alerts/{alertId}/close", (string alertId, HttpContext http, Access.Access access, AuditNote note, IAlertStore alerts, TimeProvider clock) =>
                Change(AlertAction.Closed, alertId, http, access, note, alerts, clock))
            .WithName("CloseAlert").WithTags("Alerts").Requires(Permission.AlertManage, audit: "alert.close");
        return app;
    }

    private static async Task<IResult> List(
        Access.Access access, IAlertStore alerts, CancellationToken ct, string? state = null, string? rule = null, string? meter = null, string? limit = null, string? next = null)
    {
        if (!AlertWire.TryState(state, out var inState)) return Problem.BadParameter("BadState", "state is OPEN, ACKNOWLEDGED or CLOSED.");
        var ofRule = rule is null ? null : RuleCatalog.Find(rule);
        if (rule is not null && ofRule is null) return Problem.BadParameter("UnknownRule", "rule is the id of a validation rule, for example leak-meter; GET …/rules lists them.");
        return await Cursors.PageAsync(limit, next, async (cursor, size) =>
        {
            var page = await alerts.ListAsync(access.Society, new(inState, ofRule, meter), cursor, size, ct);
            return new AlertsPage { Alerts = [.. page.Items.Select(AlertWire.ToDto)], Next = page.Next };
        }, WireJson.Default.AlertsPage);
    }

    private static async Task<IResult> Summary(Access.Access access, IAlertStore alerts, CancellationToken ct) =>
        Results.Json(AlertWire.ToDto(await alerts.CountAsync(access.Society, ct)), WireJson.Default.AlertSummaryDto);

    private static async Task<IResult> Get(string alertId, Access.Access access, IAlertStore alerts, CancellationToken ct) =>
        AlertLookup.TryId(alertId, out var id) && await alerts.FindAsync(access.Society, id, ct) is { } alert ? Results.Json(AlertWire.ToDto(alert), WireJson.Default.AlertDto) : Problem.NotYours();

    private static async Task<IResult> Change(AlertAction action, string alertId, HttpContext http, Access.Access access, AuditNote audit, IAlertStore alerts, TimeProvider clock)
    {
        var (body, problem) = await JsonBody.ReadAsync(http, WireJson.Default.AlertNoteDto);
        if (body is null) return problem!;
        var note = body.Note?.Trim() ?? "";
        if (note.Length > Alert.MaxNote) return Problem.BadParameter("NoteTooLong", $"note has at most {Alert.MaxNote} characters; this one has {note.Length}.");
        if (!AlertLookup.TryId(alertId, out var id) || await alerts.FindAsync(access.Society, id, http.RequestAborted) is not { } before) return Problem.NotYours();
        if (before.State == AlertState.Closed)
            return Problem.Of(StatusCodes.Status409Conflict, "AlertClosed", "The alert is closed.", "Nothing is to be done about it; it opens again by itself when the condition comes back.");
        if (await alerts.ChangeAsync(access.Society, id, action, note, clock.GetUtcNow(), http.RequestAborted) is not { } changed) return Problem.NotYours();
        audit.Detail = $"{RuleCatalog.NameOf(changed.Rule)} of {changed.Subject}";
        return Results.Json(AlertWire.ToDto(changed), WireJson.Default.AlertDto);
    }
}

/// <summary>Finds the society of an alert.</summary>
public sealed class AlertLookup(IAlertStore alerts) : ISocietyLookup
{
    public string RouteParameter => "alertId";

    public async ValueTask<SocietyId?> FindAsync(string value, CancellationToken ct) => TryId(value, out var id) ? await alerts.FindSocietyAsync(id, ct) : null;

    internal static bool TryId(string text, out long id) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out id) && id > 0;
}
