using Sluice.Metering.Identity;

namespace Sluice.Metering.Telegrams;

/// <summary>The archive in memory, for tests and the phone: keeps every promise of <see cref="ITelegramArchive"/> but surviving the process. Filled by <see cref="InMemoryIntakeStore"/>.</summary>
public sealed class InMemoryTelegramArchive : ITelegramArchive
{
    private readonly Lock gate = new();
    private readonly List<(ArchivedTelegram Telegram, SocietyId? Society)?> telegrams = [];   // null: forgotten

    public ValueTask<ArchivedTelegram?> FindAsync(long id, CancellationToken ct)
    {
        lock (gate) return new(id >= 1 && id <= telegrams.Count ? telegrams[(int)id - 1]?.Telegram : null);
    }

    public ValueTask<IReadOnlyList<ArchivedTelegram>> ListPendingAsync(long after, int limit, CancellationToken ct) =>
        List(after, limit, static t => t.Verdict.State == DecodeState.Pending);

    public ValueTask<IReadOnlyList<ArchivedTelegram>> ListWaitingForMeterAsync(uint? serial, long after, int limit, CancellationToken ct) =>
        List(after, limit, t => t.Verdict.State.WaitsForMeter() && (serial is null || t.Verdict.Meter?.Serial == serial));

    public ValueTask<IReadOnlyList<ArchivedTelegram>> ListLackingFormatAsync(ushort? signature, long after, int limit, CancellationToken ct) =>
        List(after, limit, t => t.Verdict.State == DecodeState.UnknownFormat && (signature is null || t.Verdict.Signature == signature));

    public ValueTask<IReadOnlyList<ArchivedTelegram>> ListUndecodedAsync(SocietyScope scope, DecodeState? state, long before, int limit, CancellationToken ct)
    {
        ThrowIfBadLimit(limit);
        lock (gate)
            return new(
            [
                .. Enumerable.Reverse(telegrams).OfType<(ArchivedTelegram Telegram, SocietyId? Society)>().Where(t => t.Society == scope.Society && t.Telegram.Id < before && t.Telegram.Verdict.State.IsUndecoded()
                    && (state is null || t.Telegram.Verdict.State == state)).Select(static t => t.Telegram).Take(limit),
            ]);
    }

    public ValueTask<IReadOnlyDictionary<DecodeState, long>> CountAsync(CancellationToken ct)
    {
        lock (gate) return new(telegrams.Where(static t => t is not null).CountBy(static t => t!.Value.Telegram.Verdict.State).ToDictionary(static c => c.Key, static c => (long)c.Value));
    }

    /// <summary>The number the next telegram gets.</summary>
    internal long NextId
    {
        get
        {
            lock (gate) return telegrams.Count + 1;
        }
    }

    internal bool Has(long id)
    {
        lock (gate) return id >= 1 && id <= telegrams.Count && telegrams[(int)id - 1] is not null;
    }

    internal void Append(TelegramArrival arrival, TelegramVerdict verdict, SocietyId? society)
    {
        lock (gate) telegrams.Add((new(verdict.Id, arrival.AsStored(), verdict), society));
    }

    internal void SetVerdict(TelegramVerdict verdict, SocietyId? society)
    {
        lock (gate) telegrams[(int)verdict.Id - 1] = (telegrams[(int)verdict.Id - 1]!.Value.Telegram with { Verdict = verdict }, society);
    }

    internal int Forget(Predicate<TelegramArrival> wanted, int limit) => Change(wanted, limit, static _ => null);

    internal int ForgetPositions(Predicate<TelegramArrival> wanted, int limit) =>
        Change(t => t.Context.Gps is not null && wanted(t), limit, static t => t with { Arrival = t.Arrival with { Context = t.Arrival.Context with { Gps = null } } });

    private int Change(Predicate<TelegramArrival> wanted, int limit, Func<ArchivedTelegram, ArchivedTelegram?> change)
    {
        lock (gate)
        {
            var changed = 0;
            for (var i = 0; i < telegrams.Count && changed < limit; i++)
            {
                if (telegrams[i] is not { } one || !wanted(one.Telegram.Arrival)) continue;
                telegrams[i] = change(one.Telegram) is { } now ? (now, one.Society) : null;
                changed++;
            }
            return changed;
        }
    }

    private ValueTask<IReadOnlyList<ArchivedTelegram>> List(long after, int limit, Predicate<ArchivedTelegram> wanted)
    {
        ThrowIfBadLimit(limit);
        lock (gate) return new([.. telegrams.Skip((int)Math.Clamp(after, 0, int.MaxValue)).Where(static t => t is not null).Select(static t => t!.Value.Telegram).Where(t => wanted(t)).Take(limit)]);
    }

    private static void ThrowIfBadLimit(int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, TelegramArrival.MaxList);
    }
}
