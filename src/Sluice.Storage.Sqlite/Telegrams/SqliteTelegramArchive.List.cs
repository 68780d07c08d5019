using Sluice.Metering.Identity;
using Sluice.Metering.Telegrams;

namespace Sluice.Storage.Sqlite;

public sealed partial class SqliteTelegramArchive
{
    public ValueTask<ArchivedTelegram?> FindAsync(long id, CancellationToken ct) => new(store.Read(session => List(session, "Telegrams.Find", ("$id", id)) is [var found] ? found : FindPacked(session, id)));

    public ValueTask<IReadOnlyDictionary<long, ArchivedTelegram>> FindManyAsync(IReadOnlyCollection<long> ids, CancellationToken ct) => new(store.Read<IReadOnlyDictionary<long, ArchivedTelegram>>(session =>
    {
        var wanted = $"[{string.Join(',', ids)}]";
        var found = List(session, "Telegrams.FindMany", ("$ids", wanted)).ToDictionary(static t => t.Id);
        using var packs = session.Bind("Telegrams.FindPacks", ("$ids", wanted)).ExecuteReader();
        var asked = ids.ToHashSet();
        while (packs.Read())
            foreach (var telegram in TelegramPack.Read(packs.GetInt64(0), packs.GetFieldValue<byte[]>(1)))
                if (asked.Contains(telegram.Id)) found.TryAdd(telegram.Id, telegram);
        return found;
    }));

    public ValueTask<IReadOnlyList<ArchivedTelegram>> ListPendingAsync(long after, int limit, CancellationToken ct) =>
        new(List("Telegrams.ListPending", limit, ("$after", after), ("$limit", limit)));

    public ValueTask<IReadOnlyList<ArchivedTelegram>> ListWaitingForMeterAsync(uint? serial, long after, int limit, CancellationToken ct)
    {
        if (serial is not { } number) return new(List("Telegrams.ListWaiting", limit, ("$after", after), ("$limit", limit)));
        var (first, last) = Columns.OfSerial(number);
        return new(List("Telegrams.ListWaitingOfSerial", limit, ("$first", first), ("$last", last), ("$after", after), ("$limit", limit)));
    }

    public ValueTask<IReadOnlyList<ArchivedTelegram>> ListLackingFormatAsync(ushort? signature, long after, int limit, CancellationToken ct) => new(
        signature is { } one
            ? List("Telegrams.ListLackingFormatOfSignature", limit, ("$signature", (long)one), ("$after", after), ("$limit", limit))
            : List("Telegrams.ListLackingFormat", limit, ("$after", after), ("$limit", limit)));

    public ValueTask<IReadOnlyList<ArchivedTelegram>> ListUndecodedAsync(SocietyScope scope, DecodeState? state, long before, int limit, CancellationToken ct) =>
        new(List("Telegrams.ListUndecoded", limit, ("$society", scope.Society.Text), ("$state", (long?)state), ("$before", before), ("$limit", limit)));

    public ValueTask<IReadOnlyDictionary<DecodeState, long>> CountAsync(CancellationToken ct) => new(store.Read<IReadOnlyDictionary<DecodeState, long>>(session =>
    {
        var counts = new Dictionary<DecodeState, long>();
        using var rows = session.Bind("Telegrams.Counts").ExecuteReader();
        while (rows.Read()) counts.Add((DecodeState)rows.GetInt32(0), rows.GetInt64(1));
        return counts;
    }));

    private List<ArchivedTelegram> List(string statement, int limit, params ReadOnlySpan<(string, object?)> parameters)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, TelegramArrival.MaxList);
        var bound = parameters.ToArray();
        return store.Read(session => List(session, statement, bound));
    }

    private static List<ArchivedTelegram> List(Session session, string statement, params ReadOnlySpan<(string, object?)> parameters)
    {
        var list = new List<ArchivedTelegram>();
        using var rows = session.Bind(statement, parameters).ExecuteReader();
        while (rows.Read()) list.Add(ToTelegram(rows));
        return list;
    }
}
