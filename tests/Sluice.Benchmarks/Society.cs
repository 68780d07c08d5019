using System.Globalization;
using Sluice.Metering.Readings;
using Sluice.Reports.Model;

namespace Sluice.Benchmarks;

/// <summary>Rows of an invented society, made while they are read. Numbers and flats are made once, as a store would share them.</summary>
internal static class Society
{
    private const int Fleet = 10_000;

    public static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata");

    private static readonly DateTimeOffset Start = new(2026, 11, 2, 3, 30, 0, TimeSpan.Zero);
    private static readonly string[] Serials = [.. Enumerable.Range(0, Fleet).Select(i => (90_000_000 + i).ToString(CultureInfo.InvariantCulture))];
    private static readonly string[] Towers = [.. Enumerable.Range(0, 20).Select(i => $"Tower {(char)('A' + i)}")];
    private static readonly string[] Flats = [.. Enumerable.Range(0, 500).Select(i => (((i / 10) + 1) * 100 + (i % 10)).ToString(CultureInfo.InvariantCulture))];

    public static SessionSummary Summary(int meters) => new()
    {
        SessionId = "0193a5b0-5c00-7000-8000-000000000001",
        SocietyId = "green-meadows",
        SocietyName = "Green Meadows",
        TimeZone = Zone,
        StartedAt = Start,
        EndedAt = Start.AddHours(9),
        Targets = meters,
        Completed = meters,
        Progress = [.. Enumerable.Range(0, 500).Select(i => new ProgressPoint(Start.AddMinutes(i), meters * i / 500))],
        GeneratedAt = Start.AddHours(10),
        GeneratedBy = "bench",
    };

    public static async IAsyncEnumerable<ReadingRow> Readings(int count)
    {
        await Task.CompletedTask;
        for (var i = 0; i < count; i++)
        {
            var m = i % Fleet;
            yield return new()
            {
                Id = Serials[m],
                Society = "green-meadows",
                Serial = Serials[m],
                Tower = Towers[m % 20],
                Flat = Flats[m / 20],
                Place = (m & 1) == 0 ? "kitchen" : "bath",
                At = Start.AddMilliseconds(i * 137L % 2_000_000_000),
                TotalM3 = new decimal((m * 7919 % 900_000) + (i / Fleet), 0, 0, isNegative: false, 3),
                TargetM3 = new decimal(m * 7919 % 900_000, 0, 0, isNegative: false, 3),
                TargetDate = new(2026, 11, 1),
                Quality = i % 29 == 3 ? ReadingQuality.Fair : ReadingQuality.Good,
                Reasons = i % 29 == 3 ? "high-low" : "",
                Status = i % 31 == 9 ? "LEAK" : "OK",
                RssiDbm = -96 + (i % 70),
                Receiver = "VW1871-17",
            };
        }
    }

    public static async IAsyncEnumerable<MeterRow> Meters(int count)
    {
        await Task.CompletedTask;
        for (var i = 0; i < count; i++)
        {
            var previous = new decimal(i * 7919 % 900_000, 0, 0, isNegative: false, 3);
            var usage = new decimal(6_000 + (i * 31 % 9_000), 0, 0, isNegative: false, 3);
            yield return new()
            {
                Serial = Serials[i % Fleet],
                Tower = Towers[i % 20],
                Flat = Flats[i / 20 % 500],
                Place = "kitchen",
                MeterType = "FlowIQ2101",
                InstalledOn = new(2024, 4, 1),
                ReadAt = Start.AddSeconds(3 * i),
                PreviousM3 = previous,
                CurrentM3 = previous + usage,
                UsageM3 = usage,
                Quality = ReadingQuality.Good,
                Origin = ReadingOrigin.Actual,
                InfoCodes = "OK",
                Leak = i % 31 == 9,
            };
        }
    }

    public static async IAsyncEnumerable<AnalyticsRow> Analytics(int count)
    {
        await Task.CompletedTask;
        for (var i = 0; i < count; i++)
        {
            yield return new()
            {
                Serial = Serials[i % Fleet],
                Tower = Towers[i % 20],
                Flat = Flats[i / 20 % 500],
                LitresPerDay = new decimal(2_000 + (i % 3_000), 0, 0, isNegative: false, 1),
                TrendPercent = new decimal(i % 400, 0, 0, isNegative: (i & 1) == 0, 1),
                LeakScore = i % 31 == 9 ? 80 : 2,
                DaysSinceHeard = 0,
            };
        }
    }
}
