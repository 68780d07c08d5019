using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Data.Sqlite;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.WMBus.Frames;

namespace Sluice.Storage.Sqlite;

/// <summary>The readings: rows appended in the order of storing, chained per society and per meter and day; the latest ones in memory.</summary>
public sealed partial class SqliteReadingStore : IReadingStore
{
    private readonly SqliteStore store;
    private readonly MeterTable table;
    private readonly Words words;

    internal SqliteReadingStore(SqliteStore store, MeterTable table, Words words)
    {
        this.store = store;
        this.table = table;
        this.words = words;
    }

    /// <summary>Columns of a reading; what a statement adds comes after.</summary>
    private const int ReadingColumns = 26;

    internal static Reading? Find(Session session, Words words, long sequence)
    {
        using var row = session.Bind("Readings.Find", ("$sequence", sequence)).ExecuteReader();
        return row.Read() ? ToReading(session, words, row) : null;
    }

    internal static Reading ToReading(Session session, Words words, SqliteDataReader row)
    {
        var meter = MeterId.FromSortKey((ulong)row.GetInt64(1));
        var type = row.GetInt32(2);
        string? Word(int column) => row.Long(column) is { } number ? words.Text(session, number) : null;
        return new()
        {
            Sequence = row.GetInt64(0),
            Meter = new(meter.Manufacturer, meter.Serial, (byte)(type >> 8), (byte)(type & 0xFF)),
            Identity = Columns.ToIdentity(row.GetInt64(3)),
            TelegramId = row.GetInt64(4),
            At = Columns.ToTime(row.GetInt64(5)),
            Day = Columns.ToDay(row.GetInt64(6)),
            SessionNumber = (uint?)row.Long(7),
            TotalM3 = Columns.ToVolume(row.Long(8), row.Long(9)),
            TargetM3 = Columns.ToVolume(row.Long(10), row.Long(11)),
            TargetDate = row.Long(12) is { } date ? Columns.ToDay(date) : null,
            Status = Word(13) ?? "OK",
            Quality = (ReadingQuality)row.GetInt32(14),
            Reasons = Word(15) ?? "",
            RssiDbm = (int?)row.Long(16),
            Receiver = Word(17),
            SeenBy = row.Text(18) is { } json ? JsonSerializer.Deserialize(json, SeenByJson.Default.IReadOnlyListSeenBy)! : [],
            Session = row.IsDBNull(19) ? null : new(new Guid(row.GetFieldValue<byte[]>(19), bigEndian: true)),
            Gps = row.IsDBNull(20) || row.IsDBNull(21) ? null : new(row.GetDouble(20), row.GetDouble(21)),
            Society = SocietyId.Parse(words.Text(session, row.GetInt64(22))),
            Media = Word(23) ?? "",
            Driver = Word(24) ?? "",
            Name = Word(25) ?? "",
        };
    }

    internal static string? ToColumn(IReadOnlyList<SeenBy> seenBy) =>
        seenBy.Count == 0 ? null : JsonSerializer.Serialize(seenBy, SeenByJson.Default.IReadOnlyListSeenBy);

    /// <summary>Fills the table of meters from the database.</summary>
    internal static void Load(Session session, MeterTable table, Words words)
    {
        var states = new TouchedMeters();
        var histories = HistoryColumn.Load(session);
        using (var rows = session.Bind("Readings.LoadMeters").ExecuteReader())
            while (rows.Read())
            {
                var reading = ToReading(session, words, rows);
                var state = table.Add(table.Society(session, words, reading.Society), MeterId.Of(reading.Meter), rows.GetInt64(ReadingColumns));
                state.Data = new()
                {
                    ClockOffset = rows.Long(ReadingColumns + 1),
                    ReadingsBefore = rows.GetInt64(ReadingColumns + 2),
                    Media = rows.Long(23),
                    Driver = rows.Long(24),
                    Name = rows.Long(25),
                    Latest = reading,
                    History = histories.GetValueOrDefault(state.Meter),
                    Day = new()
                    {
                        Day = rows.GetInt64(ReadingColumns + 3),
                        Head = rows.GetInt64(ReadingColumns + 4),
                        Reading = reading.Sequence,
                        At = rows.GetInt64(ReadingColumns + 5),
                        Total = rows.Long(ReadingColumns + 6),
                        TotalScale = rows.Long(ReadingColumns + 7),
                        Readings = rows.GetInt64(ReadingColumns + 8),
                        LastHeard = rows.GetInt64(ReadingColumns + 9),
                        PreviousDay = rows.Long(ReadingColumns + 10),
                    },
                };
                states.Add(state);
            }
        long readings = 0;
        using (var rows = session.Bind("Readings.LoadSocieties").ExecuteReader())
            while (rows.Read())
            {
                var society = table.Society(session, words, SocietyId.Parse(words.Text(session, rows.GetInt64(0))));
                (society.Head, society.Readings) = (rows.GetInt64(1), rows.GetInt64(2));
                readings += society.Readings;
            }
        session.TellCommitted();
        table.Publish(states, session.Number("Readings.LastSequence")!.Value, readings);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<SeenBy>))]
internal sealed partial class SeenByJson : JsonSerializerContext;
