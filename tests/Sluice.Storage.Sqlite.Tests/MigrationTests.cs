using Microsoft.Data.Sqlite;
using Sluice.Metering.Readings;
using Sluice.Metering.Telegrams;
using Sluice.Storage.Contract;

namespace Sluice.Storage.Sqlite.Tests;

/// <summary>A database of every released version becomes one of today, and keeps its rows.</summary>
public sealed class MigrationTests : IAsyncDisposable
{
    private readonly TemporaryStore temporary = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => temporary.DisposeAsync();

    [Fact]
    public async Task A_database_of_the_first_version_is_brought_up_to_date_with_its_rows()
    {
        var meter = Columns.FromMeter(Invented.Meter());
        var at = Invented.Noon.ToUnixTimeMilliseconds();
        Make(1, $"""
            INSERT INTO telegram (id, received_at, format, bytes, state, meter) VALUES (1, {at}, 1, x'0344AABB', 1, {meter}), (2, {at}, 1, x'0344CCDD', 0, NULL);
            INSERT INTO telegram_count (state, n) VALUES (0, 1), (1, 1);
            INSERT INTO reading (sequence, meter, identity, telegram, at, session, total, total_scale, quality) VALUES (1, {meter}, 77, 1, {at}, 5, 8915, 3, 0);
            INSERT INTO reading_identity (segment, identity, reading) VALUES (0, 77, 1);
            INSERT INTO meter_latest (meter, reading, at, last_heard, head, readings, session, media, driver, name) VALUES ({meter}, 1, {at}, {at}, 1, 1, 5, 'cold water', 'kamwater', 'A-101');
            INSERT INTO learned_format (headers, signature, learned_at) VALUES (x'0413', 7, {at});
            """);
        var store = temporary.Open();
        var reading = Assert.Single((await store.Readings.ListAsync(Invented.Installation, null, 10, Cancel)).Items);
        Assert.Equal((8.915m, Invented.Meter(), ReadingQuality.Good), (reading.TotalM3, reading.Meter, reading.Quality));
        Assert.Equal("A-101", Assert.Single((await store.Readings.ListLatestAsync(Invented.Installation, null, 10, Cancel)).Items).Reading.Name);
        Assert.Equal([2], (await store.Telegrams.ListPendingAsync(0, 10, Cancel)).Select(t => t.Id));
        Assert.Equal(1, (await store.Telegrams.CountAsync(Cancel))[DecodeState.Decoded]);
        Assert.Single(await store.Formats.LoadAsync(Cancel));
        Assert.Empty((await store.Audit.ReadAsync(Invented.Installation, 0, 10, Cancel)));
        Assert.True((await temporary.IntakeStores.KeepAsync([Invented.Reading(1)]))[0].IsNew);
    }

    [Fact]
    public async Task Every_step_between_two_versions_gives_the_same_tables()
    {
        _ = temporary.Store;
        await temporary.CloseAsync();
        var whole = Tables();
        for (var version = 1; version < Sql.Migrations.Count; version++)
        {
            File.Delete(temporary.Database);
            Make(version);
            _ = temporary.Open();
            await temporary.CloseAsync();
            Assert.Equal(whole, Tables());
        }
    }

    [Fact]
    public async Task The_use_by_day_of_a_database_that_kept_none_is_what_the_writer_would_have_kept()
    {
        var random = new Random(11);
        for (var batch = 0; batch < 20; batch++)
            await temporary.IntakeStores.KeepAsync([.. Enumerable.Range(batch * 10, 10).Select(n => Invented.Reading(n + 1, Invented.Meter(0x90000001u + (uint)random.Next(4))) with
            {
                At = Invented.Noon.AddDays(random.Next(60)), Day = DateOnly.FromDateTime(Invented.Noon.UtcDateTime).AddDays(random.Next(60)),
                TotalM3 = random.Next(8) switch { 0 => null, 1 => random.NextInt64(1_000_000_000_000_000_000), 2 => random.Next(1_000_000) / 10_000_000m, _ => random.Next(90_000) / 1000m },
            })]);
        await temporary.CloseAsync();
        const string All = "SELECT society || ' ' || day || ' ' || use || ' ' || meters FROM society_use WHERE use <> 0 OR meters <> 0 ORDER BY society, day";
        var kept = Rows(All);
        Assert.NotEmpty(kept);
        var script = Sql.Migrations.Single(static m => m.Contains("CREATE TABLE society_use", StringComparison.Ordinal));
        _ = Rows($"DELETE FROM society_use; {script[script.IndexOf("INSERT INTO society_use", StringComparison.Ordinal)..]}");
        Assert.Equal(kept, Rows(All));
    }

    /// <summary>As a program of that version left it.</summary>
    private void Make(int version, string rows = "")
    {
        using var connection = new SqliteConnection($"Data Source={temporary.Database};Pooling=False");
        connection.Open();
        foreach (var sql in Sql.Migrations.Take(version).Append(rows).Append($"PRAGMA user_version = {version}"))
        {
            if (sql.Length == 0) continue;
            using var command = connection.CreateCommand();
#pragma warning disable CA2100 // the schema scripts and the rows of this test
            command.CommandText = sql;
#pragma warning restore CA2100
            command.ExecuteNonQuery();
        }
    }

    private List<string> Tables() => Rows("SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema ORDER BY 1");

    private List<string> Rows(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={temporary.Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // statements of this test
        command.CommandText = sql;
#pragma warning restore CA2100
        using var rows = command.ExecuteReader();
        var all = new List<string>();
        while (rows.Read()) all.Add(rows.GetString(0));
        return all;
    }
}
