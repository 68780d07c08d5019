namespace Sluice.Metering.Telegrams;

/// <summary>The archive in memory, for tests and the phone: keeps every promise of <see cref="ITelegramArchive"/> but surviving the process.</summary>
public sealed class InMemoryTelegramArchive : ITelegramArchive
{
    private readonly Lock gate = new();
    private readonly List<ArchivedTelegram> telegrams = [];

    public ValueTask<IReadOnlyList<long>> AppendAsync(IReadOnlyList<TelegramArrival> batch, CancellationToken ct)
    {
        foreach (var arrival in batch) arrival.ThrowIfUnfit();
        lock (gate)
        {
            var ids = new long[batch.Count];
            for (var i = 0; i < ids.Length; i++)
            {
                ids[i] = telegrams.Count + 1;
                telegrams.Add(new(ids[i], batch[i].AsStored(), new(ids[i], DecodeState.Pending)));
            }
            return new(ids);
        }
    }

    public ValueTask SetVerdictsAsync(IReadOnlyList<TelegramVerdict> verdicts, CancellationToken ct)
    {
        lock (gate)
        {
            foreach (var verdict in verdicts)
                if (verdict.Id >= 1 && verdict.Id <= telegrams.Count)
                    telegrams[(int)verdict.Id - 1] = telegrams[(int)verdict.Id - 1] with { Verdict = verdict };
        }
        return default;
    }

    public ValueTask<ArchivedTelegram?> FindAsync(long id, CancellationToken ct)
    {
        lock (gate) return new(id >= 1 && id <= telegrams.Count ? telegrams[(int)id - 1] : null);
    }

    public ValueTask<IReadOnlyList<ArchivedTelegram>> ListPendingAsync(long after, int limit, CancellationToken ct) =>
        List(after, limit, static t => t.Verdict.State == DecodeState.Pending);

    public ValueTask<IReadOnlyList<ArchivedTelegram>> ListLackingKeyAsync(uint? serial, long after, int limit, CancellationToken ct) =>
        List(after, limit, t => t.Verdict.State.WaitsForMeter() && (serial is null || t.Verdict.Meter?.Serial == serial));

    public ValueTask<IReadOnlyList<ArchivedTelegram>> ListLackingFormatAsync(ushort? signature, long after, int limit, CancellationToken ct) =>
        List(after, limit, t => t.Verdict.State == DecodeState.UnknownFormat && (signature is null || t.Verdict.Signature == signature));

    public ValueTask<IReadOnlyDictionary<DecodeState, long>> CountAsync(CancellationToken ct)
    {
        lock (gate) return new(telegrams.CountBy(static t => t.Verdict.State).ToDictionary(static c => c.Key, static c => (long)c.Value));
    }

    internal bool Has(long id)
    {
        lock (gate) return id >= 1 && id <= telegrams.Count;
    }

    internal long Append(TelegramArrival arrival)
    {
        lock (gate)
        {
            var id = telegrams.Count + 1;
            telegrams.Add(new(id, arrival.AsStored(), new(id, DecodeState.Pending)));
            return id;
        }
    }

    internal void SetVerdict(TelegramVerdict verdict)
    {
        lock (gate) telegrams[(int)verdict.Id - 1] = telegrams[(int)verdict.Id - 1] with { Verdict = verdict };
    }

    private ValueTask<IReadOnlyList<ArchivedTelegram>> List(long after, int limit, Predicate<ArchivedTelegram> wanted)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, TelegramArrival.MaxList);
        lock (gate) return new([.. telegrams.Skip((int)Math.Clamp(after, 0, int.MaxValue)).Where(t => wanted(t)).Take(limit)]);
    }
}
