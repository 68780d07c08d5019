using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Sessions;
using Sluice.Metering.Telegrams;

namespace Sluice.Storage.Sqlite;

public sealed partial class SqliteSessionStore
{
    public ValueTask<CaptureResult?> CaptureAsync(SocietyScope scope, SessionId id, IReadOnlyList<Capture> captures, CancellationToken ct)
    {
        var merged = TargetRules.Merge(captures);
        return store.WriteAsync<CaptureResult?>(writer => Find(writer, scope, id) is { } row ? Capture(writer, row, merged) : null, merged.Count + 1, ct);
    }

    /// <summary>Marks what telegrams of rounds tell, in the transaction that keeps them.</summary>
    void ICommitParticipant.OnCommit(Session session, IReadOnlyList<IntakeItem> items, IReadOnlyList<IntakeOutcome> outcomes)
    {
        foreach (var (round, heard) in SessionCaptures.Of(items, outcomes))
            if (Find(session, round) is { } row) Capture(session, row, heard);
    }

    public ValueTask<NoteOutcome> NoteAsync(SocietyScope scope, SessionId id, MeterId meter, TargetNote note, CancellationToken ct)
    {
        SessionRules.ThrowIfUnfit(note);
        return store.WriteAsync(writer =>
        {
            if (Find(writer, scope, id) is not { } row) return NoteOutcome.NoSession;
            if (!SessionRules.MayWorkOn(row.Round, scope)) return NoteOutcome.NotTakingPart;
            if (FindTarget(writer, row.Number, meter) is not { } before) return NoteOutcome.NotATarget;
            var (outcome, after) = TargetRules.Note(row.Round, before, note with { By = scope.Caller.Subject });
            if (after == before) return outcome;
            SetTarget(writer, row.Number, after);
            Tell(writer, row.Round, [meter]);
            if (after.State != before.State) SetCounts(writer, row, row.Round.Counts.Moved(before.State, after.State), row.Round.Unlisted);
            return outcome;
        }, 2, ct);
    }

    /// <summary>Marks what was heard, in the writer's transaction.</summary>
    private CaptureResult Capture(Session session, Row row, IReadOnlyList<HeardMeter> merged)
    {
        var (changed, added, counts) = (0, 0, row.Round.Counts);
        var touched = new List<MeterId>();
        foreach (var heard in merged)
        {
            if (FindTarget(session, row.Number, heard.Meter) is { } before)
            {
                var after = TargetRules.Hear(before, heard, row.Round.HasEnded);
                if (ReferenceEquals(before, after)) continue;
                SetTarget(session, row.Number, after);
                touched.Add(heard.Meter);
                counts = counts.Moved(before.State, after.State);
                if (before.State != after.State) changed++;
            }
            else if (Hear(session, row, heard, row.Round.Unlisted + added < ScanSession.MaxUnlisted))
            {
                added++;
            }
        }
        if (touched.Count + added > 0) Tell(session, row.Round, touched);
        if (changed + added > 0) SetCounts(session, row, counts, row.Round.Unlisted + added);
        return new(changed, added);
    }

    /// <summary>Notes a meter that is no target.</summary>
    /// <returns>True when it was not on the list before and is now.</returns>
    private static bool Hear(Session session, Row row, HeardMeter heard, bool room)
    {
        HeardMeter? known = null;
        using (var rows = session.Bind("Sessions.FindHeard", ("$session", row.Number), ("$meter", (long)heard.Meter.SortKey)).ExecuteReader())
            if (rows.Read()) known = ToHeard(rows);
        var both = known is null ? heard : TargetRules.Both(known, heard);
        if (both == known || (known is null && !room)) return false;
        session.Run("Sessions.SetHeard",
            ("$session", row.Number),
            ("$meter", (long)both.Meter.SortKey),
            ("$heard", (long)both.Heard),
            ("$first_at", both.FirstAt.ToUnixTimeMilliseconds()),
            ("$last_at", both.LastAt.ToUnixTimeMilliseconds()),
            ("$rssi", both.RssiDbm));
        return known is null;
    }

    private static SessionTarget? FindTarget(Session session, long number, MeterId meter)
    {
        using var rows = session.Bind("Sessions.FindTarget", ("$session", number), ("$meter", (long)meter.SortKey)).ExecuteReader();
        return rows.Read() ? ToTarget(rows) : null;
    }

    private static void SetTarget(Session session, long number, SessionTarget target)
    {
        var (reading, scale) = Columns.FromVolume(target.Note?.ReadingM3);
        session.Run("Sessions.SetTarget",
            ("$state", (long)target.State),
            ("$heard", (long)target.Heard),
            ("$heard_at", target.HeardAt?.ToUnixTimeMilliseconds()),
            ("$rssi", target.RssiDbm),
            ("$late", target.Late ? 1L : 0L),
            ("$note", (long?)target.Note?.Kind),
            ("$note_at", target.Note?.At.ToUnixTimeMilliseconds()),
            ("$note_by", target.Note?.By),
            ("$reading", reading),
            ("$reading_scale", scale),
            ("$photo", target.Note?.Photo),
            ("$text", target.Note?.Text),
            ("$session", number),
            ("$ordinal", target.Ordinal));
    }

    private static void SetCounts(Session session, Row row, StateCounts counts, int unlisted) => session.Run("Sessions.SetCounts",
        ("$missing", counts.Missing),
        ("$captured", counts.Captured),
        ("$decoded", counts.Decoded),
        ("$suspicious", counts.Suspicious),
        ("$manual", counts.Manual),
        ("$unreadable", counts.Unreadable),
        ("$unlisted", unlisted),
        ("$number", row.Number));
}
