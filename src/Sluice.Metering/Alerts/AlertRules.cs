using System.Globalization;
using Sluice.Metering.Identity;
using Sluice.Metering.Readings;
using Sluice.Metering.Validation;

namespace Sluice.Metering.Alerts;

/// <summary>How alerts open, close and open again: what every <see cref="IAlertStore"/> has to do alike.</summary>
public static class AlertRules
{
    /// <summary>The alert after a sighting; the same object when it changes nothing.</summary>
    /// <param name="society">The society.</param>
    /// <param name="alert">The alert of this subject and rule; null when there is none yet.</param>
    /// <param name="seen">The sighting; may come late.</param>
    public static Alert Note(SocietyId society, Alert? alert, AlertSighting seen)
    {
        var rule = RuleCatalog.Get(seen.Rule)!;
        if (alert is null)
        {
            return new()
            {
                Society = society,
                Subject = seen.Subject,
                Rule = seen.Rule,
                Severity = rule.Alert ?? AlertSeverity.Info,
                FirstSeen = seen.At,
                LastSeen = seen.At,
                Reason = rule.Meaning,
                History = [new(seen.At, AlertAction.Opened)],
            };
        }
        if (alert.State != AlertState.Closed)
            return alert with
            {
                FirstSeen = seen.At < alert.FirstSeen ? seen.At : alert.FirstSeen,
                LastSeen = seen.At > alert.LastSeen ? seen.At : alert.LastSeen,
                Count = alert.Count + 1,
            };
        if (seen.At <= alert.LastSeen || seen.At <= alert.QuietUntil) return alert;   // late news of what is over
        return alert with
        {
            State = AlertState.Open,
            FirstSeen = seen.At,
            LastSeen = seen.At,
            Count = 1,
            QuietUntil = null,
            History = With(alert, new(seen.At, AlertAction.Reopened)),
        };
    }

    /// <summary>The alert after the meter was heard without the condition; the same object when it is not long enough ago, or closed.</summary>
    public static Alert Clear(Alert alert, DateTimeOffset heard)
    {
        var quiet = TimeSpan.FromHours(RuleCatalog.Get(alert.Rule)!.CloseAfterHours);
        if (alert.State == AlertState.Closed || heard < alert.LastSeen + quiet) return alert;
        return alert with { State = AlertState.Closed, QuietUntil = null, History = With(alert, new(heard, AlertAction.ClosedByItself)) };
    }

    /// <summary>The alert after somebody took note or closed it; the same object when it is closed already. The condition opens one that a person closed again only after the rule's time.</summary>
    /// <param name="action"><see cref="AlertAction.Acknowledged"/> or <see cref="AlertAction.Closed"/>.</param>
    /// <exception cref="ArgumentException">Another action, or too long a note.</exception>
    public static Alert Change(Alert alert, AlertAction action, string by, string note, DateTimeOffset at)
    {
        if (action is not (AlertAction.Acknowledged or AlertAction.Closed)) throw new ArgumentException($"People acknowledge and close alerts; '{action}' happens by itself.", nameof(action));
        if (note.Length > Alert.MaxNote) throw new ArgumentException($"A note has at most {Alert.MaxNote} characters; this one has {note.Length}.", nameof(note));
        if (alert.State == AlertState.Closed) return alert;
        var changed = alert with { State = action == AlertAction.Closed ? AlertState.Closed : AlertState.Acknowledged, History = With(alert, new(at, action, by, note)) };
        return action == AlertAction.Closed ? changed with { QuietUntil = at + TimeSpan.FromHours(RuleCatalog.Get(alert.Rule)!.CloseAfterHours) } : changed;
    }

    /// <summary>The exclusive upper end of ids for a page.</summary>
    /// <exception cref="FormatException"><paramref name="next"/> is not a cursor.</exception>
    public static long Before(string? next, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, IAlertStore.MaxPage);
        if (next is null) return long.MaxValue;
        return next.StartsWith('w') && long.TryParse(next.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var before) && before > 0
            ? before
            : throw new FormatException("Not a cursor of this list.");
    }

    /// <summary>The page's rows and the cursor after them, of one row more than the page has.</summary>
    public static Page<Alert> ToPage(IReadOnlyList<Alert> rows, int limit) =>
        rows.Count > limit ? new([.. rows.Take(limit)], string.Create(CultureInfo.InvariantCulture, $"w{rows[limit - 1].Id}")) : new(rows, null);

    private static List<AlertEvent> With(Alert alert, AlertEvent happened) => [.. alert.History.TakeLast(Alert.MaxEvents - 1), happened];
}
