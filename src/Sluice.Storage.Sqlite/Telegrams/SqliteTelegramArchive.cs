using Microsoft.Data.Sqlite;
using Sluice.Metering.Telegrams;
using Sluice.WMBus;
using Sluice.WMBus.Frames;

namespace Sluice.Storage.Sqlite;

/// <summary>The telegram archive: packs of decoded telegrams and rows of the others, both in the order of arrival.</summary>
public sealed partial class SqliteTelegramArchive : ITelegramArchive
{
    private readonly SqliteStore store;

    internal SqliteTelegramArchive(SqliteStore store) => this.store = store;

    /// <summary>The telegram in its pack; null when it is in none.</summary>
    internal static ArchivedTelegram? FindPacked(Session session, long id)
    {
        using var row = session.Bind("Telegrams.FindPack", ("$id", id)).ExecuteReader();
        return row.Read() && row.GetInt64(0) is var first && first <= id ? TelegramPack.Read(first, row.GetFieldValue<byte[]>(1)).FirstOrDefault(t => t.Id == id) : null;
    }

    private static ArchivedTelegram ToTelegram(SqliteDataReader row)
    {
        var id = row.GetInt64(0);
        return new(
            id,
            new(row.GetFieldValue<byte[]>(6), Columns.ToTime(row.GetInt64(1)), (FrameFormat)row.GetInt32(3), (int?)row.Long(4), row.Text(5),
                row.Long(2) is { } heard ? Columns.ToTime(heard) : null)
            {
                Context = ContextColumn.Parse(row.Text(12)),
            },
            new(id, (DecodeState)row.GetInt32(7), row.Long(8) is { } meter ? Columns.ToMeter(meter) : null, (ushort?)row.Long(9),
                (Layer)(row.Long(10) ?? 0), (int)(row.Long(11) ?? 0)));
    }
}
