using System.Collections.Frozen;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Sluice.Metering;
using Sluice.Metering.Identity;
using Sluice.Metering.Readings;

namespace Sluice.Storage.Sqlite;

/// <summary>What people made of readings.</summary>
public sealed class SqliteReadingVersionStore : IReadingVersionStore
{
    private readonly SqliteStore store;

    internal SqliteReadingVersionStore(SqliteStore store) => this.store = store;

    public ValueTask<IReadOnlyList<ReadingVersion>> ListAsync(SocietyScope scope, long reading, CancellationToken ct) => new(store.Read<IReadOnlyList<ReadingVersion>>(session =>
    {
        var list = new List<ReadingVersion>();
        using var rows = session.Bind("Readings.ListVersions", ("$society", scope.Society.Text), ("$reading", reading)).ExecuteReader();
        while (rows.Read()) list.Add(ToVersion(reading, rows));
        return list;
    }));

    public ValueTask<IReadOnlyDictionary<long, ReadingVersion>> CurrentAsync(SocietyScope scope, IReadOnlyCollection<long> readings, CancellationToken ct) => new(Current(scope.Society.Text, readings));

    public ValueTask<IReadOnlyDictionary<long, ReadingVersion>> CurrentAsync(InstallationScope scope, IReadOnlyCollection<long> readings, CancellationToken ct) => new(Current(null, readings));

    public ValueTask<Change> AppendAsync(SocietyScope scope, Reading reading, ReadingVersion version, CancellationToken ct)
    {
        VersionRules.ThrowIfUnfit(scope, reading, version);
        return store.WriteAsync(session =>
        {
            var last = session.Number("Readings.LastVersion", ("$reading", reading.Sequence)) ?? 1;
            if (version.Version != last + 1) return new Change(ChangeOutcome.Conflict, last);
            session.Run("Readings.AppendVersion",
                ("$reading", version.Reading), ("$version", version.Version), ("$society", scope.Society.Text), ("$kind", (long)version.Kind),
                ("$total", ToColumn(version.TotalM3)), ("$target", ToColumn(version.TargetM3)), ("$quality", (long)version.Quality), ("$reasons", version.Reasons),
                ("$by", version.By), ("$at", version.At.ToUnixTimeMilliseconds()), ("$why", version.Why));
            store.Intake.ChangeReadings(session, readings =>
            {
                readings.SetHistory(reading, VersionRules.Rebase(readings.HistoryOf(reading), reading, version));
                readings.SetDayEnd(reading, version.TotalM3);
            });
            return new Change(ChangeOutcome.Changed, version.Version);
        }, 2, ct);
    }

    private IReadOnlyDictionary<long, ReadingVersion> Current(string? society, IReadOnlyCollection<long> readings)
    {
        if (readings.Count == 0) return FrozenDictionary<long, ReadingVersion>.Empty;
        var ids = $"[{string.Join(',', readings)}]";
        return store.Read(session =>
        {
            var all = new Dictionary<long, ReadingVersion>();
            using var rows = session.Bind("Readings.CurrentVersions", ("$readings", ids), ("$society", society)).ExecuteReader();
            while (rows.Read()) all[rows.GetInt64(9)] = ToVersion(rows.GetInt64(9), rows);
            return all;
        });
    }

    private static ReadingVersion ToVersion(long reading, SqliteDataReader row) => new()
    {
        Reading = reading,
        Version = row.GetInt32(0),
        Kind = (VersionKind)row.GetInt32(1),
        TotalM3 = ToVolume(row.Text(2)),
        TargetM3 = ToVolume(row.Text(3)),
        Quality = (ReadingQuality)row.GetInt32(4),
        Reasons = row.GetString(5),
        By = row.GetString(6),
        At = Columns.ToTime(row.GetInt64(7)),
        Why = row.GetString(8),
    };

    private static string? ToColumn(decimal? volume) => volume?.ToString(CultureInfo.InvariantCulture);

    internal static decimal? ToVolume(string? column) => column is null ? null : decimal.Parse(column, CultureInfo.InvariantCulture);
}
