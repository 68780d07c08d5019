using Sluice.Metering.Readings;
using Sluice.Metering.Telegrams;
using Sluice.Metering.Validation;

namespace Sluice.Storage.Sqlite;

/// <summary>Keeps telegrams, verdicts and readings in one transaction.</summary>
public sealed class SqliteIntakeStore : IIntakeStore
{
    private readonly SqliteStore store;
    private readonly List<ICommitParticipant> participants = [];

    internal SqliteIntakeStore(SqliteStore store) => this.store = store;

    /// <summary>Adds somebody who does a part of every commit; before the first one.</summary>
    internal void Add(ICommitParticipant participant) => participants.Add(participant);

    public ValueTask<IReadOnlyList<IntakeOutcome>> CommitAsync(IReadOnlyList<IntakeItem> items, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(items.Count, IIntakeStore.MaxItems);
        foreach (var item in items)
        {
            item.Arrival.ThrowIfUnfit();
            if (item.Reading is { } reading) ReadingRules.ThrowIfUnfit(reading);
        }
        return items.Count == 0 ? new(Array.Empty<IntakeOutcome>()) : store.WriteAsync<IReadOnlyList<IntakeOutcome>>(session => Commit(session, items), items.Count * 4, ct);
    }

    private IntakeOutcome[] Commit(Session session, IReadOnlyList<IntakeItem> items)
    {
        var outcomes = new IntakeOutcome[items.Count];
        var last = session.Number("Readings.LastSequence")!.Value;
        var verdicts = new List<TelegramVerdict>(items.Count);
        var histories = new MeterHistories(session);
        for (var i = 0; i < outcomes.Length; i++)
        {
            var item = items[i];
            var id = item.TelegramId;
            if (id == 0) id = SqliteTelegramArchive.Append(session, [item.Arrival])[0];
            else if (session.Number("Telegrams.State", ("$id", id)) is null) continue;
            var state = item.Verdict.State;
            Reading? stored = null;
            var judgement = default(Judgement);
            if (item.Reading is { } reading)
            {
                var judged = item.Candidate is { } candidate
                    ? JudgedReading.Of(reading, candidate, histories.Of(reading.Meter), item.Rules)
                    : new(reading, default, default);
                if (SqliteReadingStore.Append(session, judged.Reading with { TelegramId = id }, ref last, out stored) != AppendOutcome.Stored) state = DecodeState.Repeated;
                else if (item.Candidate is not null) histories.Set(reading.Meter, judged.Next);
                judgement = judged.Judgement;
            }
            verdicts.Add(item.Verdict with { Id = id, State = state });
            outcomes[i] = new(id, state, stored) { Judgement = state == DecodeState.Decoded ? judgement : default };
        }
        histories.Save();
        SqliteTelegramArchive.SetVerdicts(session, verdicts);
        foreach (var participant in participants) participant.OnCommit(session, items, outcomes);
        return outcomes;
    }
}
