using Sluice.Metering.Events;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Validation;

namespace Sluice.Metering.Telegrams;

/// <summary>Keeps telegrams and readings in memory, for tests and the phone: every promise of <see cref="IIntakeStore"/> but surviving the process.</summary>
public sealed class InMemoryIntakeStore(InMemoryTelegramArchive archive, InMemoryReadingStore readings, LiveHub? live = null) : IIntakeStore, IRetentionStore
{
    private readonly Lock gate = new();
    private readonly List<ICommitParticipant> participants = [];
    private readonly UndecodedToday undecoded = new();
    private readonly Dictionary<MeterId, MeterHistory> histories = [];

    /// <summary>An empty store.</summary>
    public InMemoryIntakeStore(LiveHub? live = null) : this(new(), new(), live)
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
            item.ThrowIfUnfit();
        await Task.CompletedTask;
        var outcomes = new IntakeOutcome[items.Count];
        lock (gate)
        {
            for (var i = 0; i < outcomes.Length; i++) outcomes[i] = Keep(items[i]);
            foreach (var participant in participants) participant.OnCommit(items, outcomes);
        }
        live?.Committed(items, outcomes);
        return outcomes;
    }

    public ValueTask<int> ForgetTelegramsAsync(SocietyScope scope, Occasion occasion, DateTimeOffset before, int limit, CancellationToken ct)
    {
        lock (gate) return new(archive.Forget(t => IsOld(t, scope, before) && (occasion == Occasion.Round ? t.Context.Session is not null : t.Context is { Session: null, FromGateway: true }), limit));
    }

    public ValueTask<int> ForgetPositionsAsync(SocietyScope scope, DateTimeOffset before, int limit, CancellationToken ct)
    {
        lock (gate) return new(archive.ForgetPositions(t => IsOld(t, scope, before) && t.Context.Session is not null, limit) + readings.ForgetPositions(scope.Society, before, limit));
    }

    private static bool IsOld(TelegramArrival arrival, SocietyScope scope, DateTimeOffset before) => arrival.Context.OccasionOf == scope.Society && arrival.ReceivedAt < before;

    /// <summary>Changes what the rules remember of a meter.</summary>
    internal void Rebase(MeterId meter, Func<MeterHistory, MeterHistory> change)
    {
        lock (gate) histories[meter] = change(histories.GetValueOrDefault(meter));
    }

    private IntakeOutcome Keep(IntakeItem item)
    {
        if (item.TelegramId != 0 && !archive.Has(item.TelegramId)) return default;
        var thins = item.TelegramId == 0 && !item.IsEntered && KeepRule.MayThin(item.Arrival);
        if (item.Reading is not { } found)
            return thins && !undecoded.Keeps(item) ? new(0, item.Verdict.State) : new(Put(item, item.Verdict.State), item.Verdict.State);
        if (thins && readings.TryOnlyCount(found, item.SlotMinutes))
        {
            readings.CountReception(item.Arrival, found);
            return new(0, DecodeState.Decoded);
        }
        var id = item.IsEntered ? 0 : item.TelegramId == 0 ? archive.NextId : item.TelegramId;
        var meter = MeterId.Of(found.Meter);
        var judged = Judge(item, found, histories.GetValueOrDefault(meter));
        var state = readings.Append(judged.Reading with { TelegramId = id }, out var kept, out var isNew) == AppendOutcome.Stored ? DecodeState.Decoded : DecodeState.Repeated;
        if (isNew && item.Candidate is not null) histories[meter] = judged.Next;
        if (thins) readings.CountReception(item.Arrival, found);
        if (item.IsEntered) return new(0, isNew ? DecodeState.Decoded : DecodeState.Repeated, kept) { Judgement = isNew ? judged.Judgement : default, IsEntered = true };
        return new(Put(item, state), state, kept) { Judgement = isNew ? judged.Judgement : default };
    }

    private JudgedReading Judge(IntakeItem item, Reading found, in MeterHistory history)
    {
        if (item.Candidate is not { } candidate) return new(found, default, default);
        var judged = JudgedReading.Of(found, candidate, history, item.Rules);
        return judged.Judgement.Order == MeterOrder.Earlier ? JudgedReading.Of(found, candidate, history, item.Rules, readings.NeighboursOf(found)) : judged;
    }

    private long Put(IntakeItem item, DecodeState state)
    {
        var verdict = item.Verdict with { State = state };
        if (item.TelegramId == 0) archive.Append(item.Arrival, verdict = verdict with { Id = archive.NextId }, item.Society);
        else archive.SetVerdict(verdict, item.Society);
        return verdict.Id;
    }
}
