using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.Data.Sqlite;
using Sluice.Metering.Readings;

namespace Sluice.Storage.Sqlite;

/// <summary>The readings: rows appended in the order of storing, chained per meter; one row per meter for the latest.</summary>
public sealed partial class SqliteReadingStore : IReadingStore
{
    private readonly SqliteStore store;

    internal SqliteReadingStore(SqliteStore store) => this.store = store;

    private static Reading ToReading(SqliteDataReader row) => new()
    {
        Sequence = row.GetInt64(0),
        Meter = Columns.ToMeter(row.GetInt64(1)),
        Identity = Columns.ToIdentity(row.GetInt64(2)),
        TelegramId = row.GetInt64(3),
        At = Columns.ToTime(row.GetInt64(4)),
        SessionNumber = (uint?)row.Long(5),
        TotalM3 = Columns.ToVolume(row.Long(6), row.Long(7)),
        TargetM3 = Columns.ToVolume(row.Long(8), row.Long(9)),
        Status = row.Text(10) ?? "OK",
        Quality = (ReadingQuality)row.GetInt32(11),
        Reasons = row.Text(12) ?? "",
        RssiDbm = (int?)row.Long(13),
        Receiver = row.Text(14),
        SeenBy = row.Text(15) is { } json ? JsonSerializer.Deserialize(json, SeenByJson.Default.IReadOnlyListSeenBy)! : [],
        Media = row.GetString(16),
        Driver = row.GetString(17),
        Name = row.GetString(18),
    };

    private static string? ToColumn(IReadOnlyList<SeenBy> seenBy) =>
        seenBy.Count == 0 ? null : JsonSerializer.Serialize(seenBy, SeenByJson.Default.IReadOnlyListSeenBy);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(IReadOnlyList<SeenBy>))]
internal sealed partial class SeenByJson : JsonSerializerContext;
