using Sluice.Metering.Readings;
using Sluice.WMBus.Frames;

namespace Sluice.Storage.Sqlite;

public sealed partial class SqliteReadingStore
{
    public ValueTask<Page<Reading>> ListAsync(string? next, int limit, CancellationToken ct)
    {
        var before = ReadingRules.Before(next, limit);
        return new(store.Read(session => ToPage(List(session, "Readings.List", ("$before", before), ("$limit", limit + 1)), limit)));
    }

    public ValueTask<Page<Reading>> ListByMeterAsync(MeterAddress meter, string? next, int limit, CancellationToken ct)
    {
        var before = ReadingRules.Before(next, limit);
        var column = Columns.FromMeter(meter);
        return new(store.Read(session =>
        {
            var start = next is null
                ? session.Number("Readings.Head", ("$meter", column))
                : session.Number("Readings.Previous", ("$sequence", before), ("$meter", column));
            return start is null
                ? new([], null)
                : ToPage(List(session, "Readings.ListByMeter", ("$start", start), ("$limit", limit + 1)), limit);
        }));
    }

    public ValueTask<Page<LatestReading>> ListLatestAsync(string? next, int limit, CancellationToken ct)
    {
        var after = ReadingRules.AfterMeter(next, limit) is { } key ? Columns.FromSortKey(key) : long.MinValue;
        return new(store.Read(session =>
        {
            var list = new List<LatestReading>();
            using var rows = session.Bind("Readings.ListLatest", ("$after", after), ("$limit", limit + 1)).ExecuteReader();
            while (rows.Read()) list.Add(new(ToReading(rows), Columns.ToTime(rows.GetInt64(19)), rows.GetInt64(20)));
            return list.Count > limit
                ? new Page<LatestReading>(list[..limit], ReadingRules.Cursor(list[limit - 1].Reading.Meter))
                : new(list, null);
        }));
    }

    public ValueTask<IReadOnlyList<MeterAddress>> FindMetersAsync(uint serial, CancellationToken ct) => new(store.Read<IReadOnlyList<MeterAddress>>(session =>
    {
        var (first, last) = Columns.OfSerial(serial);
        var list = new List<MeterAddress>();
        using var rows = session.Bind("Readings.FindMeters", ("$first", first), ("$last", last)).ExecuteReader();
        while (rows.Read()) list.Add(Columns.ToMeter(rows.GetInt64(0)));
        return list;
    }));

    public ValueTask<ReadingCounts> CountAsync(CancellationToken ct) => new(store.Read(session =>
    {
        using var row = session.Bind("Readings.Counts").ExecuteReader();
        row.Read();
        return new ReadingCounts(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2));
    }));

    private static List<Reading> List(Session session, string statement, params ReadOnlySpan<(string, object?)> parameters)
    {
        var list = new List<Reading>();
        using var rows = session.Bind(statement, parameters).ExecuteReader();
        while (rows.Read()) list.Add(ToReading(rows));
        return list;
    }

    private static Page<Reading> ToPage(List<Reading> list, int limit) =>
        list.Count > limit ? new(list[..limit], ReadingRules.Cursor(list[limit - 1].Sequence)) : new(list, null);
}
