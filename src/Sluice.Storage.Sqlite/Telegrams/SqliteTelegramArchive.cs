using Microsoft.Data.Sqlite;
using Sluice.Metering.Telegrams;
using Sluice.WMBus;
using Sluice.WMBus.Frames;

namespace Sluice.Storage.Sqlite;

/// <summary>The telegram archive: rows appended in the order of arrival.</summary>
public sealed partial class SqliteTelegramArchive : ITelegramArchive
{
    private readonly SqliteStore store;

    internal SqliteTelegramArchive(SqliteStore store) => this.store = store;

    private static ArchivedTelegram ToTelegram(SqliteDataReader row)
    {
        var id = row.GetInt64(0);
        return new(
            id,
            new(row.GetFieldValue<byte[]>(6), Columns.ToTime(row.GetInt64(1)), (FrameFormat)row.GetInt32(3), (int?)row.Long(4), row.Text(5),
                row.Long(2) is { } heard ? Columns.ToTime(heard) : null),
            new(id, (DecodeState)row.GetInt32(7), row.Long(8) is { } meter ? Columns.ToMeter(meter) : null, (ushort?)row.Long(9),
                (Layer)(row.Long(10) ?? 0), (int)(row.Long(11) ?? 0)));
    }

    private static void AddToCounts(Session session, Dictionary<DecodeState, long> changes)
    {
        foreach (var (state, n) in changes)
            if (n != 0) session.Run("Telegrams.AddToCount", ("$state", (long)state), ("$n", n));
    }
}
