using System.Globalization;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Reports.Model;

namespace Sluice.Reports.Tests;

/// <summary>An invented round: towers, leaks, missing meters, odd texts. The same for the same numbers.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Start = new(2026, 11, 2, 3, 30, 0, TimeSpan.Zero);

    public static readonly TimeZoneInfo Kolkata = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata");

    private static readonly string[] TowerNames = ["Ashoka", "Banyan", "Cedar", "Deodar", "Elm", "Fig"];

    public static List<MeterRow> Meters(int count)
    {
        var random = new Random(7);
        var rows = new List<MeterRow>(count);
        for (var i = 0; i < count; i++)
        {
            var missing = i % 23 == 5;
            var leak = i % 31 == 9;
            var usage = Math.Round((decimal)(6 + (random.NextDouble() * 9) + (leak ? 12 : 0) + (i % 97 == 3 ? 30 : 0)), 3);
            var previous = Math.Round((decimal)(random.NextDouble() * 900), 3);
            rows.Add(new()
            {
                Serial = Serial(i),
                Tower = Tower(i, count),
                Flat = Flat(i),
                Place = i % 2 == 0 ? "kitchen" : "bath",
                MeterType = "FlowIQ2101",
                InstalledOn = new DateOnly(2024, 4, 1).AddDays(i % 200),
                ReadAt = missing ? null : Start.AddSeconds(20 * i),
                PreviousM3 = previous,
                CurrentM3 = missing ? null : previous + usage,
                UsageM3 = missing ? null : usage,
                Quality = missing ? null : leak ? ReadingQuality.Fair : i % 71 == 11 ? ReadingQuality.Poor : ReadingQuality.Good,
                Origin = missing ? null : i % 53 == 7 ? ReadingOrigin.Estimated : ReadingOrigin.Actual,
                InfoCodes = missing ? "" : leak ? "LEAK" : "OK",
                Leak = leak && !missing,
                Outlier = i % 97 == 3,
            });
        }
        return rows;
    }

    public static List<ReadingRow> Readings(int count)
    {
        var random = new Random(8);
        var rows = new List<ReadingRow>(count);
        for (var i = 0; i < count; i++) rows.Add(Reading(i, count, random));
        return rows;
    }

    public static List<AnalyticsRow> Analytics(int count)
    {
        var random = new Random(9);
        return [.. Enumerable.Range(0, count).Select(i => new AnalyticsRow
        {
            Serial = Serial(i),
            Tower = Tower(i, count),
            Flat = Flat(i),
            LitresPerDay = Math.Round((decimal)(200 + (random.NextDouble() * 300)), 1),
            TrendPercent = Math.Round((decimal)(random.NextDouble() * 40) - 20, 1),
            AgainstLikeFlats = Math.Round((decimal)(0.4 + (random.NextDouble() * 2)), 2),
            LeakScore = i % 31 == 9 ? 60 + (i % 40) : i % 7,
            DaysSinceHeard = i % 23 == 5 ? 33 : 0,
            Finding = i % 31 == 9 ? "Water runs every hour of the night." : "",
        })];
    }

    public static SessionSummary Summary(int meters) => new()
    {
        SessionId = "0193a5b0-5c00-7000-8000-000000000001",
        SocietyId = "green-meadows",
        SocietyName = "Green Meadows",
        Address = "12 Lake Road, Pune",
        TimeZone = Kolkata,
        Mode = "SOCIETY",
        Status = "COMPLETED",
        Technician = "Asha Rao",
        StartedAt = Start,
        EndedAt = Start.AddHours(2.5),
        BillingDate = new(2026, 11, 1),
        Targets = meters,
        Completed = meters - (meters / 23),
        Progress = [.. Enumerable.Range(0, 61).Select(i => new ProgressPoint(Start.AddMinutes(2.5 * i), (int)((meters - (meters / 23)) * (1 - Math.Exp(-i / 15.0)))))],
        GeneratedAt = new(2026, 11, 2, 6, 30, 0, TimeSpan.Zero),
        GeneratedBy = "Meera Shah",
        Decoder = "Sluice 0.1.0",
        KeyVersions = "1-2",
    };

    public static SessionReport Report(int meters) =>
        new(Summary(meters), Readings(meters * 2).ToAsyncEnumerable(), Meters(meters).ToAsyncEnumerable(), Analytics(meters).ToAsyncEnumerable());

    public static string Serial(int i) => (90_000_000 + i).ToString(CultureInfo.InvariantCulture);

    private static ReadingRow Reading(int i, int count, Random random)
    {
        var total = Math.Round((decimal)(random.NextDouble() * 1000), 3);
        return new()
        {
            Id = $"r{i + 1}",
            Society = "green-meadows",
            Serial = Serial(i / 2),
            Tower = Tower(i, count),
            Flat = Flat(i / 2),
            Place = i / 2 % 2 == 0 ? "kitchen" : "bath",
            At = Start.AddSeconds(10 * i).AddMilliseconds(i % 1000),
            TotalM3 = i % 101 == 50 ? null : total,
            TargetM3 = i % 101 == 50 ? null : Math.Round(total * 0.97m, 3),
            TargetDate = new(2026, 11, 1),
            Quality = (ReadingQuality)(i % 29 == 3 ? 1 : i % 61 == 4 ? 2 : 0),
            Reasons = i % 29 == 3 ? "high-low" : i % 61 == 4 ? "negative" : "",
            Status = i % 31 == 9 ? "LEAK" : "OK",
            Origin = i % 53 == 7 ? ReadingOrigin.Estimated : ReadingOrigin.Actual,
            RssiDbm = -96 + (i % 70),
            Receiver = "VW1871-17",
            Note = i % 41 == 8 ? "door locked, came back" : "",
        };
    }

    private static string Tower(int i, int count) => TowerNames[i * TowerNames.Length / count];

    private static string Flat(int i) => ((((i / 2) % 12) + 1) * 100 + ((i / 24) % 4) + 1).ToString(CultureInfo.InvariantCulture);
}
