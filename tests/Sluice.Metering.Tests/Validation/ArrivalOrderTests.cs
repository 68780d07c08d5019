using CsCheck;
using Sluice.Metering.Readings;
using Sluice.Metering.Validation;

namespace Sluice.Metering.Tests.Validation;

/// <summary>Telegrams come when they come: late from phones, twice from gateways, from two receivers with different clocks.</summary>
public class ArrivalOrderTests
{
    /// <summary>Days between readings (an hour to three weeks) and use per day around 0.3 m³ (0.2 to 0.4).</summary>
    private static Gen<List<Candidate>> Rising { get; } =
        Gen.Select(Gen.Double[1 / 24.0, 21], Gen.Int[200, 400]).List[2, 40].Select(steps =>
        {
            var (hours, litres) = (0.0, 100_000.0);
            var series = new List<Candidate>();
            foreach (var (days, perDay) in steps)
            {
                series.Add(JudgedMeter.At(Math.Round(hours, 2), Math.Floor((decimal)litres) / 1000) with { Identity = (ulong)series.Count + 1 });
                hours += days * 24;
                litres += days * perDay;
            }
            return series;
        });

    [Fact]
    public void A_normal_rising_series_is_good_however_it_is_shuffled() =>
        Gen.Select(Rising, Gen.Int).Sample((series, seed) =>
        {
            var shuffled = series.ToArray();
            new Random(seed).Shuffle(shuffled);
            var meter = new JudgedMeter();
            return Array.TrueForAll(shuffled, reading => meter.Hear(reading).Quality == ReadingQuality.Good) && meter.History.LastM3 == series[^1].TotalM3;
        }, iter: 2_000);

    [Fact]
    public void The_same_without_session_numbers() =>
        Gen.Select(Rising, Gen.Int).Sample((series, seed) =>
        {
            var shuffled = series.Select(static r => r with { SessionNumber = null }).ToArray();
            new Random(seed).Shuffle(shuffled);
            var meter = new JudgedMeter();
            return Array.TrueForAll(shuffled, reading => meter.Hear(reading).Quality == ReadingQuality.Good);
        }, iter: 2_000);

    [Fact]
    public void One_wrong_volume_in_the_middle_is_found_in_whatever_order_it_comes() =>
        Gen.Select(Rising.Where(static s => s.Count > 4), Gen.Int).Sample((series, seed) =>
        {
            var wrong = series.Count / 2;
            series[wrong] = series[wrong] with { TotalM3 = series[^1].TotalM3 + 50 };
            var rest = series.Where((_, i) => i != wrong).ToArray();
            new Random(seed).Shuffle(rest);
            var meter = new JudgedMeter();
            foreach (var reading in rest) meter.Hear(reading);
            return meter.Hear(series[wrong]).Reasons.Contains(RuleId.Order);
        }, iter: 1_000);

    [Fact]
    public void Telegrams_kept_by_a_phone_and_synced_after_newer_ones_are_good()
    {
        var meter = new JudgedMeter();
        meter.Hear(0, 8.9m);
        meter.Hear(72, 9.8m);                                    // a gateway, live
        foreach (var hour in new[] { 30, 31, 29 })               // the phone comes back from the basement
            Assert.Equal(ReadingQuality.Good, meter.Hear(hour, 9.0m + (hour / 100m)).Quality);
        Assert.Equal(9.8m, meter.History.LastM3);
    }

    [Fact]
    public void A_leak_in_a_late_telegram_is_told()
    {
        var meter = new JudgedMeter();
        meter.Hear(72, 9.8m);
        Assert.True(meter.Hear(30, 9.0m, InfoCodes.Leak).Alerts.Contains(RuleId.LeakMeter));
    }

    [Fact]
    public void A_telegram_after_a_reading_from_the_dial_is_placed_by_the_time_heard()
    {
        var meter = new JudgedMeter();
        meter.Hear(0, 8.9m);
        meter.Read(JudgedMeter.Dial(48, 9.5m));
        Assert.Equal(MeterOrder.Earlier, meter.Hear(24, 9.2m).Order);
        Assert.Equal("negative", meter.Hear(72, 9.4m).Reasons.ToString());
    }

    [Fact]
    public void A_receiver_clock_in_the_past_does_not_undo_the_meters_own_order()
    {
        var meter = new JudgedMeter();
        meter.Hear(0, 8.9m);
        meter.Hear(24, 9.1m);
        var behind = meter.Hear(JudgedMeter.At(48, 9.3m) with { At = JudgedMeter.Start.AddHours(2) });
        Assert.Equal(MeterOrder.Later, behind.Order);
        Assert.True(behind.Infos.Contains(RuleId.Clock));
        Assert.Equal(9.3m, meter.History.LastM3);
    }

    [Fact]
    public void A_history_survives_being_stored() =>
        Rising.Sample(series =>
        {
            var meter = new JudgedMeter();
            var bytes = new byte[MeterHistory.Size];
            foreach (var reading in series)
            {
                meter.Hear(reading with { AccessNumber = 7, Info = new(InfoCodes.Leak, 0x1234) });
                meter.History.Write(bytes);
                if (MeterHistory.Read(bytes) != meter.History) return false;
            }
            return true;
        }, iter: 200);

    [Fact]
    public void Judging_allocates_nothing()
    {
        var rules = RuleSet.Default;
        var history = default(MeterHistory);
        var readings = Enumerable.Range(0, 2_000).Select(static i => JudgedMeter.At(i * 0.25, 8 + (i * 0.003m)) with { Identity = (ulong)i + 1 }).ToArray();
        JudgeAll();
        history = default;
        var before = GC.GetAllocatedBytesForCurrentThread();
        JudgeAll();
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void JudgeAll()
        {
            foreach (ref readonly var reading in readings.AsSpan())
            {
                var judgement = Validator.Judge(reading, history, rules);
                history = history.Next(reading, judgement, rules);
            }
        }
    }
}
