using Sluice.Metering.Readings;
using Sluice.Metering.Validation;
using Sluice.WMBus.Frames;

namespace Sluice.Metering.Telegrams;

/// <summary>Keeps telegrams and readings in memory, for tests and the phone: every promise of <see cref="IIntakeStore"/> but surviving the process.</summary>
public sealed class InMemoryIntakeStore(InMemoryTelegramArchive archive, InMemoryReadingStore readings) : IIntakeStore
{
    private readonly Lock gate = new();
    private readonly List<ICommitParticipant> participants = [];
    private readonly Dictionary<MeterAddress, MeterHistory> histories = [];

    /// <summary>An empty store.</summary>
    public InMemoryIntakeStore() : this(new(), new())
    {
    }

    /// <summary>The telegrams.</summary>
    public InMemoryTelegramArchive Archive => archive;

    /// <summary>The readings.</summary>
    public InMemoryReadingStore Readings => readings;

    /// <summary>Adds somebody who does a part of every commit from now on.</summary>
    public void Add(ICommitParticipant participant)
    {
        lock (gate) participants.Add(participant);
    }

    public async ValueTask<IReadOnlyList<IntakeOutcome>> CommitAsync(IReadOnlyList<IntakeItem> items, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(items.Count, IIntakeStore.MaxItems);
        foreach (var item in items)
        {
            item.Arrival.ThrowIfUnfit();
            if (item.Reading is { } reading) ReadingRules.ThrowIfUnfit(reading);
        }
        await Task.CompletedTask;
        lock (gate)
        {
            var outcomes = new IntakeOutcome[items.Count];
            for (var i = 0; i < outcomes.Length; i++) outcomes[i] = Keep(items[i]);
            foreach (var participant in participants) participant.OnCommit(items, outcomes);
            return outcomes;
        }
    }

    private IntakeOutcome Keep(IntakeItem item)
    {
        var id = item.TelegramId == 0 ? archive.Append(item.Arrival) : item.TelegramId;
        if (!archive.Has(id)) return default;
        var state = item.Verdict.State;
        Reading? stored = null;
        var judgement = default(Judgement);
        if (item.Reading is { } reading)
        {
            var judged = item.Candidate is { } candidate
                ? JudgedReading.Of(reading, candidate, histories.GetValueOrDefault(reading.Meter), item.Rules)
                : new(reading, default, default);
            var outcome = readings.Append(judged.Reading with { TelegramId = id }, out stored);
            if (outcome != AppendOutcome.Stored) state = DecodeState.Repeated;
            else if (item.Candidate is not null) histories[reading.Meter] = judged.Next;
            judgement = judged.Judgement;
        }
        archive.SetVerdict(item.Verdict with { Id = id, State = state });
        return new(id, state, stored) { Judgement = state == DecodeState.Decoded ? judgement : default };
    }
}
