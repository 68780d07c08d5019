using Sluice.Metering;
using Sluice.Metering.Readings;

namespace Sluice.Storage.Sqlite;

public sealed partial class SqliteReadingStore
{
    /// <summary>Readings per segment of the identity table: 2^18, about 4 MB of pages.</summary>
    private const int SegmentBits = 18;

    public ValueTask<IReadOnlyList<AppendOutcome>> AppendAsync(IReadOnlyList<Reading> batch, CancellationToken ct)
    {
        foreach (var reading in batch) ReadingRules.ThrowIfUnfit(reading);
        if (batch.Count == 0) return new(Array.Empty<AppendOutcome>());
        return store.WriteAsync<IReadOnlyList<AppendOutcome>>(session =>
        {
            var last = session.Number("Readings.LastSequence")!.Value;
            var outcomes = new AppendOutcome[batch.Count];
            for (var i = 0; i < outcomes.Length; i++) outcomes[i] = Append(session, batch[i], ref last, out _);
            return outcomes;
        }, batch.Count * 3, ct);
    }

    internal static AppendOutcome Append(Session session, Reading reading, ref long last, out Reading? kept)
    {
        var meter = Columns.FromMeter(reading.Meter);
        var at = Timestamps.Stored(reading.At).ToUnixTimeMilliseconds();
        var (known, head, session0) = Meter(session, meter);

        // A session number above all before cannot be in a stored identity: nothing to look up. Everything else is looked up in every segment.
        var surelyNew = known && reading.SessionNumber is { } number && session0 is { } greatest && number > greatest;
        if (!surelyNew && FindIdentity(session, reading.Identity, last) is { } sequence)
            return Repeat(session, sequence, reading, meter, at, out kept);

        var (total, totalScale) = Columns.FromVolume(reading.TotalM3);
        var (target, targetScale) = Columns.FromVolume(reading.TargetM3);
        last = session.Number("Readings.Append",
            ("$meter", meter),
            ("$identity", Columns.FromIdentity(reading.Identity)),
            ("$telegram", reading.TelegramId),
            ("$at", at),
            ("$session", (long?)reading.SessionNumber),
            ("$total", total),
            ("$total_scale", totalScale),
            ("$target", target),
            ("$target_scale", targetScale),
            ("$status", reading.Status == "OK" ? null : reading.Status),
            ("$quality", (long)reading.Quality),
            ("$reasons", reading.Reasons.Length == 0 ? null : reading.Reasons),
            ("$rssi", reading.RssiDbm),
            ("$receiver", reading.Receiver),
            ("$seen_by", ToColumn(reading.SeenBy)),
            ("$previous", head))!.Value;
        session.Run("Readings.AppendIdentity",
            ("$segment", last >> SegmentBits),
            ("$identity", Columns.FromIdentity(reading.Identity)),
            ("$reading", last));
        session.Run("Readings.SetLatest",
            ("$meter", meter),
            ("$reading", last),
            ("$at", at),
            ("$session", (long?)reading.SessionNumber),
            ("$media", reading.Media),
            ("$driver", reading.Driver),
            ("$name", reading.Name));
        kept = reading with { Sequence = last };
        return AppendOutcome.Stored;
    }

    private static (bool Known, long? Head, long? Session) Meter(Session session, long meter)
    {
        using var row = session.Bind("Readings.Meter", ("$meter", meter)).ExecuteReader();
        return row.Read() ? (true, row.GetInt64(2), row.Long(3)) : (false, null, null);
    }

    private static long? FindIdentity(Session session, ulong identity, long last)
    {
        // Newest segment first: most repeats come within seconds.
        for (var segment = (last + 1) >> SegmentBits; segment >= 0; segment--)
            if (session.Number("Readings.FindIdentity", ("$segment", segment), ("$identity", Columns.FromIdentity(identity))) is { } sequence)
                return sequence;
        return null;
    }

    private static AppendOutcome Repeat(Session session, long sequence, Reading reading, long meter, long at, out Reading? kept)
    {
        Reading stored;
        using (var row = session.Bind("Readings.Find", ("$sequence", sequence)).ExecuteReader())
        {
            if (!row.Read()) throw new InvalidDataException($"The identity table names reading {sequence}, which is not there.");
            stored = ToReading(row);
        }
        kept = stored;
        if (!ReadingRules.SaysTheSame(stored, reading)) return AppendOutcome.Conflict;
        if (stored.TelegramId == reading.TelegramId) return AppendOutcome.Stored;
        var seen = ReadingRules.Seen(stored, reading);
        if (!ReferenceEquals(seen, stored))
            session.Run("Readings.SetSeen", ("$rssi", seen.RssiDbm), ("$receiver", seen.Receiver), ("$seen_by", ToColumn(seen.SeenBy)), ("$sequence", sequence));
        kept = seen;
        session.Run("Readings.SetHeard", ("$at", at), ("$meter", meter));
        return AppendOutcome.AlreadyStored;
    }
}
