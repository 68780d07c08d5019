using Sluice.Metering.Telegrams;

namespace Sluice.Storage.Sqlite;

public sealed partial class SqliteTelegramArchive
{
    public ValueTask<ArchivedTelegram?> FindAsync(long id, CancellationToken ct) => new(List("Telegrams.Find", 1, ("$id", id)) is [var found] ? found : null);

    public ValueTask<IReadOnlyList<ArchivedTelegram>> ListPendingAsync(long after, int limit, CancellationToken ct) =>
        new(List("Telegrams.ListPending", limit, ("$after", after), ("$limit", limit)));

    public ValueTask<IReadOnlyList<ArchivedTelegram>> ListLackingKeyAsync(uint? serial, long after, int limit, CancellationToken ct)
    {
        if (serial is not { } number) return new(List("Telegrams.ListLackingKey", limit, ("$after", after), ("$limit", limit)));
        var (first, last) = Columns.OfSerial(number);
        return new(List("Telegrams.ListLackingKeyOfSerial", limit, ("$first", first), ("$last", last), ("$after", after), ("$limit", limit)));
    }

    public ValueTask<IReadOnlyList<ArchivedTelegram>> ListLackingFormatAsync(ushort? signature, long after, int limit, CancellationToken ct) => new(
        signature is { } one
            ? List("Telegrams.ListLackingFormatOfSignature", limit, ("$signature", (long)one), ("$after", after), ("$limit", limit))
            : List("Telegrams.ListLackingFormat", limit, ("$after", after), ("$limit", limit)));

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
        return store.Read(session =>
        {
            var list = new List<ArchivedTelegram>();
            using var rows = session.Bind(statement, bound).ExecuteReader();
            while (rows.Read()) list.Add(ToTelegram(rows));
            return list;
        });
    }
}
