using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using Sluice.Storage.Sqlite;

namespace Sluice.Benchmarks;

/// <summary>Writes rows that another database has, with prepared statements in transactions and nothing else: what SQLite itself can do on this machine at this moment.</summary>
[SuppressMessage("Security", "CA2100", Justification = "Statements are constants.")]
internal static class BareStore
{
    private const int MostRows = 150_000;

    /// <returns>Telegrams per second.</returns>
    public static double Measure(string source, string target, int perCommit)
    {
        var (readings, keys, histories) = (Rows(source, "SELECT * FROM reading ORDER BY sequence"), Rows(source, "SELECT k.* FROM reading_key k ORDER BY reading"), Rows(source, "SELECT * FROM meter_history"));
        var days = Rows(source, "SELECT d.* FROM meter_day d").ToDictionary(static d => (long)d[2]!);
        var history = histories.Select(static h => (byte[])h[1]!).ToArray();
        var packs = Rows(source, "SELECT * FROM telegram_pack ORDER BY last_id");
        using var connection = new SqliteConnection($"Data Source={target};Pooling=False");
        connection.Open();
        using var session = new Session(connection);
        foreach (var pragma in new[] { "journal_mode = WAL", "synchronous = FULL", "cache_size = -65536", "wal_autocheckpoint = 8000" }) session.Control($"PRAGMA {pragma}");
        Schema.Migrate(session, connection, target);
        var (insertReading, insertKey, saveDay, saveHistory, insertPack) =
            (session.Raw("Readings.Append"), session.Raw("Readings.AppendKey"), session.Raw("Readings.SaveDay"), session.Raw("Validation.SaveHistory"), session.Raw("Telegrams.AppendPack"));
        var warm = readings.Count / 5;
        var clock = new Stopwatch();
        for (var start = 0; start < readings.Count; start += perCommit)
        {
            if (start >= warm) clock.Start();
            session.Control("BEGIN IMMEDIATE");
            for (var i = start; i < Math.Min(start + perCommit, readings.Count); i++)
            {
                var r = readings[i];
                // The statement's order: society_back and previous stand before seen_by.
                Span<long?> values = [L(r[0]), L(r[1]), L(r[2]), L(r[3]), L(r[4]), L(r[5]), L(r[6]), L(r[7]), L(r[8]), L(r[9]), L(r[10]), L(r[11]), L(r[12]), L(r[13]), L(r[14]), L(r[15]), L(r[16]), L(r[17]), L(r[22]), L(r[23])];
                insertReading.Bind(values).Run();
                insertKey.Bind(L(keys[i][0]), L(keys[i][1]), L(keys[i][2])).Run();
                var d = days[(long)r[1]!];
                saveDay.Bind(L(d[0]), L(d[1]), L(d[2]), L(r[0]), L(r[0]), L(r[5]), L(r[8]), L(r[9]), i, L(r[5]), null).Run();
                saveHistory.Bind((long)r[1]!);
                saveHistory.BindBlob(2, history[i % history.Length]);
                saveHistory.Run();
            }
            for (var i = start / 1000; i < (start + perCommit) / 1000 && i < packs.Count; i++)
            {
                insertPack.Bind(L(packs[i][0]), L(packs[i][1]));
                insertPack.BindBlob(3, (byte[])packs[i][2]!);
                insertPack.Run();
            }
            session.Control("COMMIT");
        }
        return (readings.Count - (warm / perCommit * perCommit)) / clock.Elapsed.TotalSeconds;
    }

    private static long? L(object? value) => value as long?;

    private static List<object?[]> Rows(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"{sql} LIMIT {MostRows}";
        using var reader = command.ExecuteReader();
        var rows = new List<object?[]>();
        while (reader.Read())
        {
            var row = new object?[reader.FieldCount];
            for (var i = 0; i < row.Length; i++) row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
            rows.Add(row);
        }
        return rows;
    }
}
