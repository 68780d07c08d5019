using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net.Http.Headers;
using Microsoft.Data.Sqlite;
using Sluice.Host;
using Sluice.Host.Identity;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Telegrams;
using Sluice.Storage.Sqlite;
using Sluice.WMBus.Frames;

namespace Sluice.Benchmarks;

/// <summary>Goals S1, S2, S4 and the questions to a filled store.</summary>
[SuppressMessage("Security", "CA2100", Justification = "Statements are constants.")]
internal static class StoreBenchmark
{
    private const int Meters = 10_000, PerCall = 1_000;

    private static readonly SocietyId Society = SocietyId.Parse("default");
    private static readonly SocietyScope Scope = Authorizer.ForWorker(Society, "bench");
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static async Task RunAsync(string data, int readings)
    {
        Directory.CreateDirectory(data);
        var path = Path.Combine(data, "sluice.db");
        var rounds = readings / Meters;
        var step = TimeSpan.FromDays(365) / Math.Max(rounds, 1);
        var shuffle = new Random(7);
        double ours, oursBytes;
        await using (var store = SqliteStore.Open(path, LocalKeyFile.Open(Path.Combine(data, "sluice.key"), mayCreate: true), TimeProvider.System))
        {
            var clock = Stopwatch.StartNew();
            var order = Enumerable.Range(0, Meters).ToArray();
            Stopwatch? last = null;
            long written = 0;
            const int LastRounds = 20;
            for (var round = 0; round < rounds; round++)
            {
                if (round == rounds - LastRounds) (last, written) = (Stopwatch.StartNew(), Written());
                shuffle.Shuffle(order);
                // Five calls at a time: the group commit makes one transaction of them.
                foreach (var five in order.Chunk(5 * PerCall))
                    await Task.WhenAll(five.Chunk(PerCall).Select(some => store.Intake.CommitAsync([.. some.Select(m => Item(m, round, Start + (step * round)))], CancellationToken.None).AsTask()));
            }
            (ours, oursBytes) = (LastRounds * Meters / last!.Elapsed.TotalSeconds, (double)(Written() - written) / (LastRounds * Meters));
            Console.WriteLine($"store:   {rounds * Meters:N0} readings of {Meters:N0} meters over a year, filled in {clock.Elapsed.TotalSeconds:F0} s");
            S1(data, store);
        }
        Console.WriteLine($"  {(double)new FileInfo(path).Length / rounds / Meters:F0} bytes per reading in the file, telegram included");
        await QuestionsAsync(data, path);
        var (plain, plainBytes) = Plain(Path.Combine(data, "plain.db"), Math.Min(readings, 2_000_000));
        Console.WriteLine($"  S2 batches of 5,000 into the filled store: {ours:F0} telegrams/s archived, judged and stored, {oursBytes:F0} B written each; readings alone by rowid + index(meter, at): {plain:F0}/s, {plainBytes:F0} B");
        IngestBenchmark.Floor("  S2 rows/s of ours / rowid + index(meter, at)", ours / plain, 4);
        DecodeBenchmark.Print("S2 bytes written, ours / rowid + index", oursBytes / plainBytes, 0.1, "x");
    }

    private static void S1(string data, SqliteStore store)
    {
        const int Count = 300;
        using var file = new FileStream(Path.Combine(data, "raw"), FileMode.Create, FileAccess.Write, FileShare.None, 1);
        var row = new byte[400];
        var (ours, raw) = (new Stopwatch(), new Stopwatch());
        for (var i = 0; i < Count; i++)
        {
            var item = Item(i, 500_000, Start.AddDays(366));
            ours.Start();
            store.Intake.CommitAsync([item], CancellationToken.None).AsTask().GetAwaiter().GetResult();
            ours.Stop();
            raw.Start();
            file.Write(row);
            file.Flush(flushToDisk: true);
            raw.Stop();
        }
        Console.WriteLine($"  S1 one telegram a commit: {Count / ours.Elapsed.TotalSeconds:F0}/s; append of 400 bytes with fsync: {Count / raw.Elapsed.TotalSeconds:F0}/s");
        IngestBenchmark.Floor("  S1 one-row commit / raw append with fsync", raw.Elapsed / ours.Elapsed, 0.8);
    }

    private static async Task QuestionsAsync(string data, string path)
    {
        var clock = Stopwatch.StartNew();
        await using (var server = await SluiceServer.CreateAsync(new() { Data = data, Urls = ["http://127.0.0.1:0"] }, TimeProvider.System, CancellationToken.None))
        {
            await server.StartAsync(CancellationToken.None);
            using var http = new HttpClient { BaseAddress = new(server.Urls.First()) };
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", LocalToken.Make(data, Role.SuperAdmin, [], TimeSpan.FromHours(1), TimeProvider.System));
            await http.GetStringAsync("/api/societies/default/readings?limit=10");
            DecodeBenchmark.Print("start to first answer", clock.Elapsed.TotalSeconds, 2, "s");
        }
        await using var store = SqliteStore.Open(path, wrapper: null, TimeProvider.System);
        var first = new DateOnly(2026, 1, 1);
        var latest = await TimeAsync(async () => (await store.Readings.ListLatestAsync(Scope, null, Meters, CancellationToken.None)).Items.Count);
        DecodeBenchmark.Print("latest of 10,000 meters", latest, 100, "ms");
        var number = 0;
        var year = await TimeAsync(async () =>
        {
            var meter = MeterId.Of(Address(number = (number + 977) % Meters));
            var count = 0;
            for (string? next = null; ;)
            {
                var page = await store.Readings.ListByMeterAsync(Scope, meter, new(Start, Start.AddYears(1)), next, IReadingStore.MaxPage, CancellationToken.None);
                count += page.Items.Count;
                if ((next = page.Next) is null) return count;
            }
        });
        DecodeBenchmark.Print("a meter's year", year, 20, "ms");
        var use = await TimeAsync(async () => (await store.Readings.UseByDayAsync(Scope, first, first.AddDays(364), CancellationToken.None)).Count, 3);
        var month = await TimeAsync(async () => (await store.Readings.UseByDayAsync(Scope, first.AddDays(100), first.AddDays(130), CancellationToken.None)).Count, 3);
        using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        var raw = Query(connection, "SELECT day, sum(u) FROM (SELECT heard, day, max(total) - min(total) AS u FROM reading GROUP BY heard, day) GROUP BY day");
        Console.WriteLine($"  use of the fleet by day: a year {use:F0} ms, a month {month:F0} ms; by SQL over the readings of the year {raw:F0} ms");
        DecodeBenchmark.Print("S4 fleet use by day / query over raw rows", use / raw, 1 / 15.0, "x");
        var seek = Query(connection, "SELECT (SELECT r.total FROM reading r WHERE r.sequence = d.reading) FROM heard_meter h JOIN meter_day d ON d.society = h.society AND d.day = h.newest_day AND d.heard = h.id");
        DecodeBenchmark.Print("S4 latest of 10,000 / index seeks", latest / seek, 0.25, "x");
    }

    /// <summary>The obvious layout: rows by number, and an index by meter and time.</summary>
    private static (double Rate, double Bytes) Plain(string path, int fill)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var session = new Session(connection);
        foreach (var pragma in new[] { "journal_mode = WAL", "synchronous = FULL", "cache_size = -65536", "wal_autocheckpoint = 8000" }) session.Control($"PRAGMA {pragma}");
        session.Control("CREATE TABLE reading (id INTEGER PRIMARY KEY, meter INTEGER, at INTEGER, identity INTEGER, telegram INTEGER, number INTEGER, total INTEGER, target INTEGER, quality INTEGER, rssi INTEGER, receiver TEXT)");
        session.Control("CREATE INDEX reading_meter ON reading (meter, at)");
        using var insert = new RawStatement(connection.Handle!, "INSERT INTO reading (meter, at, identity, telegram, number, total, target, quality, rssi, receiver) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'reader-1')");
        var random = new Random(3);
        Stopwatch? clock = null;
        long written = 0;
        const int Measured = 100_000;
        for (var start = 0; start < fill + Measured; start += 5_000)
        {
            if (start == fill) (clock, written) = (Stopwatch.StartNew(), Written());
            session.Control("BEGIN IMMEDIATE");
            for (var i = start; i < start + 5_000; i++)
                insert.Bind((0x90000000L << 16) + random.Next(Meters), 1_767_225_600_000 + (i * 3_000L), random.NextInt64(), i, 0x2000_0000 + i, 8_000 + (i / 100), 7_000, 0, -70).Run();
            session.Control("COMMIT");
        }
        return (Measured / clock!.Elapsed.TotalSeconds, (double)(Written() - written) / Measured);
    }

    private static IntakeItem Item(int meter, int round, DateTimeOffset at)
    {
        at = at.AddMilliseconds(meter * 90);
        var bytes = new byte[38];
        BitConverter.TryWriteBytes(bytes.AsSpan(2), meter);
        BitConverter.TryWriteBytes(bytes.AsSpan(20), ((long)round << 32) + meter);
        var reading = new Reading
        {
            TelegramId = 0,
            Meter = Address(meter),
            Society = Society,
            Identity = ((ulong)round << 32) + unchecked((uint)meter * 2654435761u),
            SessionNumber = 0x2000_0000 + ((uint)((at - Start).TotalMinutes + 600_000 + meter) << 4),
            At = at,
            Day = DateOnly.FromDateTime(at.UtcDateTime),
            Media = "cold water",
            Driver = "kamwater",
            TotalM3 = (10_000 + round) / 1000m,
            TargetM3 = 8.533m,
            RssiDbm = -70,
            Receiver = "reader-1",
        };
        return new(new(bytes, at, FrameFormat.B, -70, "reader-1"), new(0, DecodeState.Decoded, reading.Meter), reading)
        {
            Society = Society,
            Candidate = new() { At = reading.At, TotalM3 = reading.TotalM3, SessionNumber = reading.SessionNumber, Identity = reading.Identity },
        };
    }

    private static MeterAddress Address(int meter) => new(Manufacturer.Parse("KAM"), RoundTraffic.Serial(meter), 0x1F, 0x16);

    /// <summary>The median of several runs after a first one, ms.</summary>
    private static async Task<double> TimeAsync(Func<Task<int>> ask, int runs = 9)
    {
        if (await ask() == 0) throw new InvalidOperationException("nothing came back");
        var times = new double[runs];
        for (var i = 0; i < runs; i++)
        {
            var clock = Stopwatch.StartNew();
            await ask();
            times[i] = clock.Elapsed.TotalMilliseconds;
        }
        Array.Sort(times);
        return times[runs / 2];
    }

    private static double Query(SqliteConnection connection, string sql)
    {
        var times = new double[3];
        for (var i = 0; i < times.Length; i++)
        {
            var clock = Stopwatch.StartNew();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            using var rows = command.ExecuteReader();
            while (rows.Read()) _ = rows.GetValue(0);
            times[i] = clock.Elapsed.TotalMilliseconds;
        }
        return times.Min();
    }

    private static long Written() =>
        long.Parse(File.ReadLines("/proc/self/io").First(static l => l.StartsWith("write_bytes", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);
}
