using Sluice.Metering;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Sessions;
using Sluice.Metering.Validation;

namespace Sluice.Storage.Sqlite;

/// <summary>Stores the readings of one commit: rows at the end of the table, one row per meter and day, one key that finds repeats. Keeps <see cref="MeterTable"/> in step and can go back.</summary>
/// <param name="touched">Empty; holds the way back.</param>
internal sealed partial class ReadingWriter(Session session, MeterTable table, Words words, TouchedMeters touched, long lastSequence)
{
    private const int SegmentBits = 18, MinutesPerSlot = 15;

    private readonly List<MeterState> added = [];
    private readonly Dictionary<SocietyState, (long Head, long Readings)> societies = [];
    private readonly Dictionary<(MeterState Meter, string Receiver), (long Telegrams, long LastAt, int? BestRssi)> receptions = [];
    private readonly UseSteps use = new();
    private long stored;

    /// <summary>The number of the reading stored last.</summary>
    public long LastSequence { get; private set; } = lastSequence;

    /// <summary>The meter's state with what the commit did so far; null when its society has no reading of it.</summary>
    public MeterState? Find(Reading reading) => table.State(table.Society(session, words, reading.Society), MeterId.Of(reading.Meter));

    /// <summary>Stores a reading, or notes a repeat.</summary>
    /// <param name="telegram">The number of its telegram.</param>
    public AppendOutcome Append(Reading reading, long telegram, out Reading kept)
    {
        var society = table.Society(session, words, reading.Society);
        var meter = MeterId.Of(reading.Meter);
        var state = table.State(society, meter);
        var sequence = LastSequence + 1;
        var at = Timestamps.Stored(reading.At);
        var offset = state is null ? table.Anywhere(meter)?.Data.ClockOffset : state.Data.ClockOffset;
        if (offset is null && MinutesOf(reading) is { } minutes) offset = (at.ToUnixTimeSeconds() / 60) - minutes;
        if (FindOrAddKey(reading, offset, sequence) is { } first) return Repeat(first, state, reading with { TelegramId = telegram }, out kept);

        LastSequence = sequence;
        stored++;
        kept = reading with { Sequence = sequence, TelegramId = telegram, At = at };
        if (state is null) state = Add(society, meter);
        else Touch(state);
        state.Data.ClockOffset ??= offset;
        var previous = Chain(state, kept);
        if (!societies.ContainsKey(society)) societies.Add(society, (society.Head, society.Readings));
        Insert(kept, state.Id, previous, society.Head);
        society.Head = sequence;
        society.Readings++;
        return AppendOutcome.Stored;
    }

    /// <summary>What the rules remember of the reading's meter.</summary>
    public MeterHistory HistoryOf(Reading reading) => Find(reading) is { } state ? state.Data.History : table.Anywhere(MeterId.Of(reading.Meter))?.Data.History ?? default;

    /// <summary>Keeps what the rules remember after the reading that was stored last.</summary>
    public void SetHistory(Reading reading, in MeterHistory history)
    {
        var state = Find(reading)!;
        Touch(state);
        state.Data.History = history;
        state.Data.HistoryIsDirty = true;
    }

    /// <summary>The latest readings that a round brought show no position any more, up to a reading.</summary>
    public void ForgetPositions(SocietyId society, SessionId round, long last)
    {
        foreach (var state in table.Sorted)
        {
            if (state.Society.Id != society || state.Data.Latest is not { Gps: not null } latest || latest.Session != round || latest.Sequence > last) continue;
            Touch(state);
            state.Data.Latest = latest with { Gps = null };
        }
    }

    /// <summary>Writes what the commit's readings left in memory.</summary>
    public void Flush()
    {
        for (var i = 0; i < touched.Count; i++)
        {
            var state = touched[i];
            if (state.Data.DayIsDirty) Save(state, state.Data.Day);
            state.Data.DayIsDirty = false;
            if (state.Data.MeterIsDirty) Save(state);
            state.Data.MeterIsDirty = false;
            if (state.Data.HistoryIsDirty) HistoryColumn.Save(session, state.Meter, state.Data.History);
            state.Data.HistoryIsDirty = false;
        }
        use.Flush(session);
        foreach (var society in societies.Keys) session.Raw("Readings.SaveSociety").Bind(society.Word, society.Head, society.Readings).Run();
        foreach (var ((meter, receiver), seen) in receptions)
            session.Raw("Readings.AddReception").Bind(meter.Id, words.Number(session, receiver), seen.Telegrams, seen.LastAt, seen.BestRssi).Run();
    }

    /// <summary>Shows readers what was committed.</summary>
    public void Publish() => table.Publish(touched, LastSequence, stored);

    /// <summary>Puts the memory back to what it was before.</summary>
    public void Undo()
    {
        touched.Restore();
        foreach (var (society, before) in societies) (society.Head, society.Readings) = before;
        for (var i = added.Count - 1; i >= 0; i--) table.Remove(added[i]);
    }

    private static long? MinutesOf(Reading reading) => reading.SessionNumber is { } number ? (number >> 4) & 0x1FF_FFFF : null;

    /// <summary>The reading that has this identity already; null when there was none: the next one has it now.</summary>
    private long? FindOrAddKey(Reading reading, long? offset, long sequence)
    {
        var identity = Columns.FromIdentity(reading.Identity);
        if (MinutesOf(reading) is { } minutes)
            return AddKey(Math.Max(0, minutes + offset!.Value) / MinutesPerSlot, identity, sequence) ? null : FindKey(reading, offset);
        if (FindKey(reading, offset) is { } first) return first;
        AddKey(-1 - (sequence >> SegmentBits), identity, sequence);
        return null;
    }

    private bool AddKey(long slot, long identity, long sequence) => session.Raw("Readings.AppendKey").Bind(slot, identity, sequence).Run() > 0;

    private long? FindKey(Reading reading, long? offset)
    {
        var identity = Columns.FromIdentity(reading.Identity);
        if (MinutesOf(reading) is { } minutes) return offset is null ? null : FindKey(Math.Max(0, minutes + offset.Value) / MinutesPerSlot, identity);
        for (var segment = (LastSequence + 1) >> SegmentBits; segment >= 0; segment--)   // newest first: most repeats come within seconds
            if (FindKey(-1 - segment, identity) is { } first) return first;
        return null;
    }

    private long? FindKey(long slot, long identity)
    {
        var find = session.Raw("Readings.FindKey").Bind(slot, identity);
        long? found = find.Step() ? find.Number(0) : null;
        find.Reset();
        return found;
    }

    private void Insert(Reading reading, long heard, long? previous, long societyHead)
    {
        var (total, totalScale) = Columns.FromVolume(reading.TotalM3);
        var (target, targetScale) = Columns.FromVolume(reading.TargetM3);
        var insert = session.Raw("Readings.Append").Bind(
            reading.Sequence, heard, (reading.Meter.Version << 8) | reading.Meter.DeviceType, Columns.FromIdentity(reading.Identity), reading.TelegramId, reading.At.ToUnixTimeMilliseconds(),
            Columns.FromDay(reading.Day), reading.SessionNumber, total, totalScale, target, targetScale, reading.TargetDate is { } date ? Columns.FromDay(date) : null,
            reading.Status == "OK" ? null : words.Number(session, reading.Status), (long)reading.Quality, reading.Reasons.Length == 0 ? null : words.Number(session, reading.Reasons),
            reading.RssiDbm, words.Number(session, reading.Receiver), reading.Sequence - previous, societyHead == 0 ? null : reading.Sequence - societyHead);
        insert.BindText(21, SqliteReadingStore.ToColumn(reading.SeenBy));
        if (reading.Session is { } round) insert.BindBlob(22, round.Value.ToByteArray(bigEndian: true));
        else insert.BindText(22, null);
        insert.BindReal(23, reading.Gps?.Lat);
        insert.BindReal(24, reading.Gps?.Lng);
        insert.Run();
    }

    private MeterState Add(SocietyState society, MeterId meter)
    {
        var state = table.Add(society, meter, table.NextId);
        added.Add(state);
        Touch(state);
        state.Data.MeterIsDirty = true;
        return state;
    }

    private void Touch(MeterState state)
    {
        if (state.TouchedBy == this) return;
        touched.Add(state);
        state.TouchedBy = this;
    }

    private void Save(MeterState state) => session.Raw("Readings.SaveMeter").Bind(
        state.Id, state.Society.Word, (long)state.Meter.SortKey, state.Data.ClockOffset, state.Data.Day.Day, state.Data.ReadingsBefore, state.Data.Media, state.Data.Driver, state.Data.Name).Run();

    private void Save(MeterState state, in DayRow day) => session.Raw("Readings.SaveDay").Bind(
        state.Society.Word, day.Day, state.Id, day.Head, day.Reading, day.At, day.Total, day.TotalScale, day.Readings, day.LastHeard, day.PreviousDay).Run();
}
