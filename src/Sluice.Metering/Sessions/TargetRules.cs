using Sluice.Metering.Meters;

namespace Sluice.Metering.Sessions;

/// <summary>What captures and notes do to the meters of a round: what every store and the phone do alike. Captures can be repeated and reordered at will; the result is the same.</summary>
public static class TargetRules
{
    /// <summary>The captures of a batch, one per meter.</summary>
    public static IReadOnlyList<HeardMeter> Merge(IEnumerable<Capture> captures)
    {
        var merged = new Dictionary<MeterId, HeardMeter>();
        foreach (var capture in captures)
        {
            if (capture.Heard == HeardState.Nothing) throw new ArgumentException($"A capture of meter {capture.Meter} that heard nothing.", nameof(captures));
            var at = Timestamps.Stored(capture.At);
            var heard = new HeardMeter(capture.Meter, capture.Heard, at, at, capture.RssiDbm);
            merged[capture.Meter] = merged.TryGetValue(capture.Meter, out var known) ? Both(known, heard) : heard;
        }
        return [.. merged.Values.OrderBy(static m => m.Meter)];
    }

    /// <summary>Two statements about one meter as one.</summary>
    public static HeardMeter Both(HeardMeter one, HeardMeter other) => new(
        one.Meter,
        (HeardState)Math.Max((int)one.Heard, (int)other.Heard),
        one.FirstAt < other.FirstAt ? one.FirstAt : other.FirstAt,
        one.LastAt > other.LastAt ? one.LastAt : other.LastAt,
        Best(one.RssiDbm, other.RssiDbm));

    /// <summary>The target after its meter was heard.</summary>
    /// <param name="target">The target.</param>
    /// <param name="heard">What was heard.</param>
    /// <param name="ended">True when the round has ended.</param>
    /// <returns>The same object when nothing changed.</returns>
    public static SessionTarget Hear(SessionTarget target, HeardMeter heard, bool ended)
    {
        var after = target with
        {
            Heard = (HeardState)Math.Max((int)target.Heard, (int)heard.Heard),
            HeardAt = target.HeardAt < heard.FirstAt ? target.HeardAt : heard.FirstAt,
            RssiDbm = Best(target.RssiDbm, heard.RssiDbm),
            Late = target.Late || (ended && target.State is TargetState.Missing or TargetState.Unreadable),
        };
        return after == target ? target : after;
    }

    /// <summary>The target after a note.</summary>
    /// <param name="session">The round.</param>
    /// <param name="target">The target.</param>
    /// <param name="note">The note, without fault.</param>
    public static (NoteOutcome Outcome, SessionTarget Target) Note(ScanSession session, SessionTarget target, TargetNote note)
    {
        note = note with { At = Timestamps.Stored(note.At) };
        if (target.Note == note) return (NoteOutcome.NoChange, target);
        if (session.HasEnded && note.At > session.EndedAt) return (NoteOutcome.Ended, target);
        // Of two notes of the same millisecond any fixed order will do: the phones must agree, whatever arrives first.
        if (target.Note is { } known && (known.At > note.At || (known.At == note.At && Order(known, note) > 0))) return (NoteOutcome.Older, target);
        var late = target.Late || (session.HasEnded && target.State == TargetState.Missing);
        return (target.Heard == HeardState.Nothing ? NoteOutcome.Noted : NoteOutcome.NotedBeside, target with { Note = note, Late = late });
    }

    private static int Order(TargetNote one, TargetNote other) =>
        (one.Kind, one.By, one.ReadingM3 ?? -1, one.Photo, one.Text).CompareTo((other.Kind, other.By, other.ReadingM3 ?? -1, other.Photo, other.Text));

    private static int? Best(int? one, int? other) => one is null || other > one ? other ?? one : one;
}
