using System.Globalization;
using Sluice.Contracts.Alerts;
using Sluice.Metering.Alerts;
using Sluice.Metering.Meters;
using Sluice.Metering.Validation;

namespace Sluice.Api.Alerts;

/// <summary>Alerts as they cross the wire.</summary>
internal static class AlertWire
{
    public static AlertDto ToDto(Alert alert)
    {
        var isMeter = MeterId.TryParse(alert.Subject, out _);
        return new()
        {
            Id = alert.Id.ToString(CultureInfo.InvariantCulture),
            SocietyId = alert.Society.Text,
            MeterId = isMeter ? alert.Subject : null,
            GatewayId = isMeter ? null : alert.Subject,
            Rule = RuleCatalog.NameOf(alert.Rule),
            Severity = SeverityOf(alert.Severity),
            State = StateOf(alert.State),
            FirstSeen = alert.FirstSeen,
            LastSeen = alert.LastSeen,
            Count = alert.Count,
            Reason = alert.Reason,
            Advice = RuleCatalog.Get(alert.Rule)?.Advice ?? "",
            History = [.. alert.History.Select(static e => new AlertEventDto { At = e.At, What = ActionOf(e.What), By = e.By.Length > 0 ? e.By : null, Note = e.Note.Length > 0 ? e.Note : null })],
        };
    }

    public static AlertSummaryDto ToDto(IReadOnlyList<AlertCount> counts) => new()
    {
        Open = counts.Where(static c => c.State == AlertState.Open).Sum(static c => c.Count),
        Acknowledged = counts.Where(static c => c.State == AlertState.Acknowledged).Sum(static c => c.Count),
        BySeverity = counts.GroupBy(static c => SeverityOf(RuleCatalog.Get(c.Rule)?.Alert ?? AlertSeverity.Info)).ToDictionary(static g => g.Key, static g => g.Sum(c => c.Count)),
        ByRule = counts.GroupBy(static c => RuleCatalog.NameOf(c.Rule)).ToDictionary(static g => g.Key, static g => g.Sum(c => c.Count)),
    };

    public static bool TryState(string? text, out AlertState? state)
    {
        (var isGood, state) = text switch
        {
            null => (true, (AlertState?)null),
            "OPEN" => (true, AlertState.Open),
            "ACKNOWLEDGED" => (true, AlertState.Acknowledged),
            "CLOSED" => (true, AlertState.Closed),
            _ => (false, null),
        };
        return isGood;
    }

    public static string SeverityOf(AlertSeverity severity) => severity switch
    {
        AlertSeverity.Urgent => "URGENT",
        AlertSeverity.Alert => "ALERT",
        AlertSeverity.Warning => "WARNING",
        _ => "INFO",
    };

    private static string StateOf(AlertState state) => state switch
    {
        AlertState.Open => "OPEN",
        AlertState.Acknowledged => "ACKNOWLEDGED",
        _ => "CLOSED",
    };

    private static string ActionOf(AlertAction action) => action switch
    {
        AlertAction.Opened => "OPENED",
        AlertAction.Reopened => "REOPENED",
        AlertAction.Acknowledged => "ACKNOWLEDGED",
        AlertAction.Closed => "CLOSED",
        _ => "CLOSED_BY_ITSELF",
    };
}
