using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Telegrams;
using Sluice.Storage.Contract;

namespace Sluice.Storage.Sqlite.Tests;

/// <summary>A database of the first released schema, with rows, is brought forward.</summary>
public sealed class FirstSchemaTests : IAsyncDisposable
{
    private static readonly SocietyScope Default = Authorizer.ForWorker(SocietyId.Parse("default"), "tests");

    private readonly TemporaryStore temporary = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => temporary.DisposeAsync();

    [Fact]
    public async Task Its_readings_telegrams_and_latest_are_there_and_go_on()
    {
        Reading[] old = [.. Enumerable.Range(1, 12).Select(n => Old(n, n % 3 == 0 ? 0x10000001u : 0x90000001u))];
        Write(old);
        var store = temporary.Open();

        var all = (await store.Readings.ListAsync(Default, null, 100, Cancel)).Items;
        Assert.Equal(old.Reverse().Select(static r => r with { SeenBy = [] }), all.Select(static r => r with { SeenBy = [] }), (a, b) => a with { SeenBy = b.SeenBy } == b);
        var meter = MeterId.Of(Invented.Meter());
        var history = await store.Readings.ListByMeterAsync(Default, meter, TimeRange.All, null, 100, Cancel);
        Assert.Equal(old.Where(static r => r.Meter.Serial == 0x90000001).OrderByDescending(static r => r.At).Select(static r => r.Sequence), history.Items.Select(static r => r.Sequence));
        var latest = (await store.Readings.FindLatestAsync(Default, meter, Cancel))!;
        Assert.Equal((11L, 8L, old[10].At.AddSeconds(5)), (latest.Reading.Sequence, latest.Readings, latest.LastHeard));
        Assert.Equal(new(2, 12, 12), await store.Readings.CountAsync(Invented.Installation, Cancel));
        Assert.NotEmpty(await store.Readings.UseByDayAsync(Default, DateOnly.MinValue, DateOnly.MaxValue, Cancel));

        Assert.Equal(DecodeState.Decoded, (await store.Telegrams.FindAsync(1, Cancel))!.Verdict.State);
        Assert.Equal([13L], (await store.Telegrams.ListPendingAsync(0, 10, Cancel)).Select(static t => t.Id));
        Assert.Equal([14L], (await store.Telegrams.ListWaitingForMeterAsync(0x90000001, 0, 10, Cancel)).Select(static t => t.Id));

        var more = await temporary.IntakeStores.KeepAsync([old[3] with { RssiDbm = -10 }, Old(13, 0x90000001)]);
        Assert.Equal([DecodeState.Repeated, DecodeState.Decoded], more.Select(static o => o.State));
        Assert.Equal((4, -10), (more[0].Reading!.Sequence, more[0].Reading!.RssiDbm));
        Assert.Equal((13, 16), (more[1].Reading!.Sequence, more[1].TelegramId));
        Assert.Equal(9, (await store.Readings.FindLatestAsync(Default, meter, Cancel))!.Readings);
    }

    [Fact]
    public async Task An_empty_one_opens()
    {
        Write([]);
        Assert.Equal(new(0, 0, 0), await temporary.Open().Readings.CountAsync(Invented.Installation, Cancel));
    }

    private static Reading Old(int number, uint serial)
    {
        var at = Invented.Noon.AddHours(7 * number);
        return Invented.Reading(number, Invented.Meter(serial)) with
        {
            Sequence = number,
            TelegramId = number,
            Society = Default.Society,
            At = at,
            Day = DateOnly.FromDateTime(at.AddHours(5.5).UtcDateTime),   // India, as the society default
            SessionNumber = number % 4 == 1 ? null : 0x2000_0000 + (uint)((500_000 + (420 * number)) << 4),
            Status = number == 2 ? "DRY" : "OK",
            Reasons = number == 5 ? "Unverified" : "",
            Quality = number == 5 ? ReadingQuality.Fair : ReadingQuality.Good,
        };
    }

    [SuppressMessage("Security", "CA2100", Justification = "The statements are constants of this test.")]
    private void Write(Reading[] readings)
    {
        using var database = new SqliteConnection($"Data Source={temporary.Database};Pooling=False");
        database.Open();
        void Run(string sql, params (string Name, object? Value)[] parameters)
        {
            using var command = database.CreateCommand();
            command.CommandText = sql;
            foreach (var (name, value) in parameters) command.Parameters.AddWithValue(name, value ?? DBNull.Value);
            command.ExecuteNonQuery();
        }
        Run(Sql.Migrations[0]);
        Run("PRAGMA user_version = 1");
        foreach (var r in readings)
        {
            var (total, scale) = Columns.FromVolume(r.TotalM3);
            var (target, targetScale) = Columns.FromVolume(r.TargetM3);
            var at = r.At.ToUnixTimeMilliseconds();
            Run("INSERT INTO telegram (id, received_at, format, bytes, state, meter) VALUES ($id, $at, 2, x'0102', 1, $meter)", ("$id", r.TelegramId), ("$at", at), ("$meter", Columns.FromMeter(r.Meter)));
            Run("INSERT INTO reading VALUES ($s, $m, $i, $t, $at, $n, $total, $scale, $target, $ts, $status, $q, $reasons, $rssi, $receiver, NULL, NULL)",
                ("$s", r.Sequence), ("$m", Columns.FromMeter(r.Meter)), ("$i", Columns.FromIdentity(r.Identity)), ("$t", r.TelegramId), ("$at", at), ("$n", (long?)r.SessionNumber),
                ("$total", total), ("$scale", scale), ("$target", target), ("$ts", targetScale), ("$status", r.Status == "OK" ? null : r.Status), ("$q", (int)r.Quality),
                ("$reasons", r.Reasons.Length == 0 ? null : r.Reasons), ("$rssi", r.RssiDbm), ("$receiver", r.Receiver));
            Run("INSERT INTO meter_latest VALUES ($m, $s, $at, $at + 5000, $s, 1, $n, $media, $driver, $name) ON CONFLICT DO UPDATE SET reading = $s, at = $at, last_heard = $at + 5000, head = $s, readings = readings + 1",
                ("$m", Columns.FromMeter(r.Meter)), ("$s", r.Sequence), ("$at", at), ("$n", (long?)r.SessionNumber), ("$media", r.Media), ("$driver", r.Driver), ("$name", r.Name));
        }
        if (readings.Length == 0) return;
        Run("INSERT INTO telegram (id, received_at, format, bytes) VALUES (13, 1, 2, x'0102')");
        Run("INSERT INTO telegram (id, received_at, format, bytes, state, meter) VALUES (14, 1, 2, x'0102', 3, $meter)", ("$meter", Columns.FromMeter(Invented.Meter())));
        Run("INSERT INTO telegram_count VALUES (0, 1), (1, 12), (3, 1)");
    }
}
