using Sluice.Metering.Readings;
using Sluice.Metering.Telegrams;
using Sluice.Metering.Validation;

namespace Sluice.Storage.Sqlite;

/// <summary>Keeps telegrams, verdicts and readings in one transaction.</summary>
public sealed partial class SqliteIntakeStore : IIntakeStore, IRetentionStore
{
    private readonly SqliteStore store;
    private readonly MeterTable table;
    private readonly Words words;
    private readonly UndecodedToday undecoded = new();
    private readonly List<ICommitParticipant> participants = [];
    private readonly Stack<TouchedMeters> unused = [];   // for the writer only
    private long lastTelegram, lastReading;

    internal SqliteIntakeStore(SqliteStore store, MeterTable table, Words words, long lastTelegram, long lastReading)
    {
        this.store = store;
        this.table = table;
        this.words = words;
        this.lastTelegram = lastTelegram;
        this.lastReading = lastReading;
    }

    /// <summary>Adds somebody who does a part of every commit; before the first one.</summary>
    internal void Add(ICommitParticipant participant) => participants.Add(participant);

    public ValueTask<IReadOnlyList<IntakeOutcome>> CommitAsync(IReadOnlyList<IntakeItem> items, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(items.Count, IIntakeStore.MaxItems);
        foreach (var item in items)
            item.ThrowIfUnfit();
        return items.Count == 0 ? new(Array.Empty<IntakeOutcome>()) : store.WriteAsync<IReadOnlyList<IntakeOutcome>>(session => Commit(session, items), items.Count, ct);
    }

    /// <summary>Changes what is known of stored readings' meters, within the transaction under way.</summary>
    internal void ChangeReadings(Session session, Action<ReadingWriter> change)
    {
        var (readings, touched) = NewWriter(session);
        try
        {
            change(readings);
            readings.Flush();
            session.AtEnd(() => End(touched, readings.Publish), () => End(touched, readings.Undo));
        }
        catch
        {
            End(touched, readings.Undo);
            throw;
        }
    }

    private IntakeOutcome[] Commit(Session session, IReadOnlyList<IntakeItem> items)
    {
        var (telegramBefore, readingBefore) = (lastTelegram, lastReading);
        var (readings, touched) = NewWriter(session);
        void Undo()
        {
            End(touched, readings.Undo);
            (lastTelegram, lastReading) = (telegramBefore, readingBefore);
        }
        try
        {
            var telegrams = new TelegramWriter(session, words);
            var outcomes = new IntakeOutcome[items.Count];
            for (var i = 0; i < outcomes.Length; i++) outcomes[i] = Keep(items[i], telegrams, readings);
            telegrams.Flush();
            readings.Flush();
            lastReading = readings.LastSequence;
            foreach (var participant in participants) participant.OnCommit(session, items, outcomes);
            session.AtEnd(() => End(touched, readings.Publish), Undo);
            if (store.Live.Count > 0) session.AtEnd(() => store.Live.Committed(items, outcomes), null);
            return outcomes;
        }
        catch
        {
            Undo();
            throw;
        }
    }

    private (ReadingWriter Readings, TouchedMeters Touched) NewWriter(Session session)
    {
        if (!unused.TryPop(out var touched)) touched = new();
        return (new(session, table, words, touched, lastReading), touched);
    }

    /// <summary>Publishes or undoes, and keeps the list for another commit.</summary>
    private void End(TouchedMeters touched, Action end)
    {
        end();
        touched.Clear();
        unused.Push(touched);
    }

    private IntakeOutcome Keep(IntakeItem item, TelegramWriter telegrams, ReadingWriter readings)
    {
        var isNew = item.TelegramId == 0;
        if (!isNew && !telegrams.Has(item.TelegramId)) return default;
        var thins = isNew && !item.IsEntered && KeepRule.MayThin(item.Arrival);
        if (item.Reading is not { } found)
        {
            if (thins && !undecoded.Keeps(item)) return new(0, item.Verdict.State);
            return new(Archive(item, item.Verdict.State, telegrams), item.Verdict.State);
        }
        if (thins && readings.TryOnlyCount(found, item.SlotMinutes))
        {
            readings.CountReception(item.Arrival, found);
            return new(0, DecodeState.Decoded);
        }
        var id = item.IsEntered ? 0 : isNew ? lastTelegram + 1 : item.TelegramId;
        var judged = Judge(item, found, readings);
        var before = readings.LastSequence;
        var state = readings.Append(judged.Reading, id, out var kept) == AppendOutcome.Stored ? DecodeState.Decoded : DecodeState.Repeated;
        var isStored = readings.LastSequence > before;
        if (isStored && item.Candidate is not null) readings.SetHistory(found, judged.Next);
        if (item.IsEntered) return new(0, isStored ? DecodeState.Decoded : DecodeState.Repeated, kept) { Judgement = isStored ? judged.Judgement : default, IsEntered = true };
        if (thins) readings.CountReception(item.Arrival, found);
        return new(Archive(item, state, telegrams), state, kept) { Judgement = isStored ? judged.Judgement : default };
    }

    /// <summary>Only a late reading costs more: its neighbours are looked up.</summary>
    private static JudgedReading Judge(IntakeItem item, Reading found, ReadingWriter readings)
    {
        if (item.Candidate is not { } candidate) return new(found, default, default);
        var history = readings.HistoryOf(found);
        var judged = JudgedReading.Of(found, candidate, history, item.Rules);
        return judged.Judgement.Order == MeterOrder.Earlier && readings.NeighboursOf(found) is { } near ? JudgedReading.Of(found, candidate, history, item.Rules, near) : judged;
    }

    private long Archive(IntakeItem item, DecodeState state, TelegramWriter telegrams)
    {
        var verdict = item.Verdict with { State = state };
        if (item.TelegramId == 0) telegrams.Append(item.Arrival, verdict = verdict with { Id = ++lastTelegram }, item.Society);
        else telegrams.SetVerdict(verdict, item.Society);
        return verdict.Id;
    }
}
