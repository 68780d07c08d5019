using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Data.Sqlite;
using Sluice.Metering;
using Sluice.Metering.Alerts;
using Sluice.Metering.Events;
using Sluice.Metering.Identity;
using Sluice.Metering.Validation;

namespace Sluice.Storage.Sqlite;

public sealed partial class SqliteAlertStore
{
    private static List<(SocietyId Society, string Subject, RuleId Rule)> ListOpen(Session session)
    {
        var list = new List<(SocietyId, string, RuleId)>();
        using var rows = session.Bind("Alerts.ListOpen").ExecuteReader();
        while (rows.Read()) list.Add((SocietyId.Parse(rows.GetString(0)), rows.GetString(1), (RuleId)rows.GetInt32(2)));
        return list;
    }

    private static Alert? Find(Session session, SocietyScope scope, long id)
    {
        using var row = session.Bind("Alerts.Find", ("$id", id)).ExecuteReader();
        return row.Read() && ToAlert(row) is var alert && alert.Society == scope.Society ? alert : null;
    }

    private static Alert? Find(Session session, SocietyId society, AlertSighting of)
    {
        using var row = session.Bind("Alerts.FindOfSubject", ("$society", society.Text), ("$subject", of.Subject), ("$rule", (long)of.Rule)).ExecuteReader();
        return row.Read() ? ToAlert(row) : null;
    }

    private void Note(Session session, SocietyId society, AlertSighting seen)
    {
        sightings.Remember(society, seen.Subject, seen.Rule);
        var before = Find(session, society, seen);
        var after = AlertRules.Note(society, before, seen with { At = Timestamps.Stored(seen.At) });
        if (before is null)
        {
            var id = session.Number("Alerts.Add",
                ("$society", society.Text), ("$subject", after.Subject), ("$rule", (long)after.Rule), ("$severity", (long)after.Severity), ("$state", (long)after.State),
                ("$first_seen", after.FirstSeen.ToUnixTimeMilliseconds()), ("$last_seen", after.LastSeen.ToUnixTimeMilliseconds()), ("$count", after.Count),
                ("$reason", after.Reason), ("$history", ToColumn(after.History)), ("$quiet_until", after.QuietUntil?.ToUnixTimeMilliseconds()))!.Value;
            Tell(session, null, after with { Id = id });
        }
        else if (!ReferenceEquals(before, after))
        {
            Update(session, before, after);
        }
    }

    private void Clear(Session session, SocietyId society, AlertSighting gone)
    {
        var before = Find(session, society, gone);
        var after = before is null ? null : AlertRules.Clear(before, Timestamps.Stored(gone.At));
        if (after is not null && !ReferenceEquals(before, after)) Update(session, before!, after);
        else if (after is null or { State: AlertState.Closed }) sightings.Forget(society, gone.Subject, gone.Rule);
    }

    private void Update(Session session, Alert before, Alert alert)
    {
        session.Run("Alerts.Update",
            ("$id", alert.Id), ("$state", (long)alert.State), ("$first_seen", alert.FirstSeen.ToUnixTimeMilliseconds()), ("$last_seen", alert.LastSeen.ToUnixTimeMilliseconds()),
            ("$count", alert.Count), ("$history", ToColumn(alert.History)), ("$quiet_until", alert.QuietUntil?.ToUnixTimeMilliseconds()));
        Tell(session, before, alert);
    }

    private void Tell(Session session, Alert? before, Alert after)
    {
        if (EventFacts.Changed(before, after) is { } happened) store.Events.Append(session, after.Society, happened);
    }

    private static Alert ToAlert(SqliteDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Society = SocietyId.Parse(row.GetString(1)),
        Subject = row.GetString(2),
        Rule = (RuleId)row.GetInt32(3),
        Severity = (AlertSeverity)row.GetInt32(4),
        State = (AlertState)row.GetInt32(5),
        FirstSeen = Columns.ToTime(row.GetInt64(6)),
        LastSeen = Columns.ToTime(row.GetInt64(7)),
        Count = row.GetInt64(8),
        Reason = row.GetString(9),
        History = JsonSerializer.Deserialize(row.GetString(10), AlertJson.Default.IReadOnlyListAlertEvent)!,
        QuietUntil = row.Long(11) is { } quiet ? Columns.ToTime(quiet) : null,
    };

    private static string ToColumn(IReadOnlyList<AlertEvent> history) => JsonSerializer.Serialize(history, AlertJson.Default.IReadOnlyListAlertEvent);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(IReadOnlyList<AlertEvent>))]
internal sealed partial class AlertJson : JsonSerializerContext;
