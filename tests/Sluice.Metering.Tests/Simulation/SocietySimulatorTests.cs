using Sluice.Metering.Simulation;
using Sluice.WMBus.Encoders;

namespace Sluice.Metering.Tests.Simulation;

public class SocietySimulatorTests
{
    private sealed record Heard(string Id, DateTimeOffset At, byte Access, bool Full, SimulatedReading Reading, string Frame, int Rssi, bool Damaged, bool Duplicate);

    private static List<Heard> Listen(SimulationOptions options, int telegrams)
    {
        using var simulator = new SocietySimulator(options);
        var heard = new List<Heard>();
        for (var i = 0; i < telegrams; i++)
        {
            var r = simulator.Next();
            heard.Add(new(r.Meter.Serial, r.At, r.AccessNumber, r.IsFull, r.Reading, Convert.ToHexString(r.Frame), r.RssiDbm, r.IsDamaged, r.IsDuplicate));
        }
        return heard;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.7)]
    public void The_same_seed_gives_the_same_telegrams(double noise)
    {
        var options = new SimulationOptions { Seed = 42, Meters = 50, Noise = noise };
        Assert.Equal(Listen(options, 2000), Listen(options, 2000));
        Assert.NotEqual(Listen(options, 20), Listen(options with { Seed = 43 }, 20));
    }

    [Fact]
    public void A_meter_sends_every_15_to_17_seconds_counts_and_makes_every_eighth_frame_full()
    {
        var phases = new HashSet<int>();
        foreach (var meter in Listen(new() { Meters = 24 }, 24 * 100).GroupBy(h => h.Id))
        {
            var all = meter.ToList();
            for (var i = 1; i < all.Count; i++)
            {
                Assert.InRange((all[i].At - all[i - 1].At).TotalSeconds, 15, 17);
                Assert.Equal((byte)((all[i - 1].Access + 1) & 0xFF), all[i].Access);
            }
            Assert.InRange(all.Count(h => h.Full), all.Count / 8, (all.Count / 8) + 1);
            phases.Add(all.First(h => h.Full).Access % 8);
        }
        Assert.True(phases.Count > 4);
    }

    [Fact]
    public void Session_numbers_rise_and_carry_the_encryption_bits()
    {
        foreach (var meter in Listen(new() { Meters = 5 }, 2000).GroupBy(h => h.Id))
        {
            uint last = 0;
            foreach (var telegram in meter)
            {
                var session = new SessionNumber(BitConverter.ToUInt32(Convert.FromHexString(telegram.Frame), 13));
                Assert.Equal(1, session.Encryption);
                Assert.InRange(session.Counter, 0, 3);
                Assert.InRange(session.Minutes, 420 * 1440, 1_500 * 1440);
                Assert.True(session.Raw > last);
                last = session.Raw;
            }
        }
    }

    [Fact]
    public void Volumes_never_fall_and_the_target_is_the_total_at_the_first_of_the_month()
    {
        var zone = TimeSpan.FromHours(5.5);
        foreach (var start in new[] { new DateTimeOffset(2026, 3, 31, 23, 0, 0, zone), new(2025, 1, 1, 6, 0, 0, zone), new(2028, 2, 28, 23, 59, 0, zone) })
        {
            using var simulator = new SocietySimulator(new() { Meters = 40, Start = start });
            var last = new Dictionary<string, SimulatedReading>();
            while (simulator.TryNext(start.AddHours(2)) is { } r)
            {
                var reading = r.Reading;
                Assert.True(reading.TargetLitres <= reading.TotalLitres);
                if (last.TryGetValue(r.Meter.Serial, out var before))
                {
                    Assert.InRange(reading.TotalLitres, before.TotalLitres, before.TotalLitres + 50);
                    if (reading.TargetLitres != before.TargetLitres) Assert.InRange(reading.TargetLitres, before.TotalLitres, reading.TotalLitres);
                }
                last[r.Meter.Serial] = reading;
            }
        }
    }

    [Fact]
    public void Half_a_year_of_water_is_plausible()
    {
        var start = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var first = FirstReadings(start);
        var later = FirstReadings(start.AddDays(180));
        var perDay = first.Select(pair => (later[pair.Key].TotalLitres - pair.Value.TotalLitres) / 180.0).ToList();
        Assert.All(perDay, litres => Assert.InRange(litres, 0, 2500));
        Assert.InRange(perDay.Average(), 100, 400);

        static Dictionary<string, SimulatedReading> FirstReadings(DateTimeOffset start)
        {
            using var simulator = new SocietySimulator(new() { Meters = 240, Start = start });
            var readings = new Dictionary<string, SimulatedReading>();
            while (readings.Count < 240)
            {
                var r = simulator.Next();
                readings.TryAdd(r.Meter.Serial, r.Reading);
            }
            return readings;
        }
    }

    [Fact]
    public void A_restarted_simulation_goes_on_where_it_was()
    {
        var options = new SimulationOptions { Meters = 20 };
        var whole = Listen(options, 600);
        var restart = whole[300].At;
        var second = Listen(options with { Start = restart }, 200);
        Assert.Equal(whole.SkipWhile(h => h.At < restart).Take(200), second);
    }

    [Fact]
    public void A_society_has_dry_leaking_bursting_and_reversed_meters_and_mostly_healthy_ones()
    {
        using var simulator = new SocietySimulator(new() { Meters = 5000 });
        var status = new Dictionary<string, string>();
        var past = 0;
        while (simulator.TryNext(simulator.Options.Start.AddSeconds(18)) is { } r)
        {
            status[r.Meter.Serial] = r.Reading.Info.Status;
            if (r.Reading.Info.Raw >> 4 != 0 && r.Reading.Info.Status == "OK") past++;
            if (r.Reading.Info.IsActive(0)) Assert.Equal(127, r.Reading.FlowTemperatureC);
            else Assert.InRange(r.Reading.FlowTemperatureC, 5, 60);
        }
        Assert.Equal(5000, status.Count);
        var counts = status.Values.CountBy(s => s).ToDictionary();
        Assert.Equal(["BURST", "DRY", "LEAK", "OK", "REVERSE"], counts.Keys.Order());
        Assert.InRange(counts["OK"], 4500, 4950);
        Assert.True(past > 10);
    }

    [Fact]
    public void Noise_loses_damages_and_repeats_telegrams()
    {
        var start = new SimulationOptions().Start;
        using var clean = new SocietySimulator(new() { Meters = 240 });
        using var noisy = new SocietySimulator(new() { Meters = 240, Noise = 1 });
        var sent = 0;
        while (clean.TryNext(start.AddMinutes(10)) is { } r)
        {
            sent++;
            Assert.False(r.IsDamaged || r.IsDuplicate);
        }
        int heard = 0, damaged = 0, duplicates = 0;
        while (noisy.TryNext(start.AddMinutes(10)) is { } r)
        {
            if (r.IsDuplicate) duplicates++;
            else if (r.IsDamaged) damaged++;
            else heard++;
            Assert.InRange(r.RssiDbm, -96, -20);
        }
        Assert.InRange(sent, 8900, 9100);
        Assert.InRange((double)heard / sent, 0.5, 0.77); // What a hand-held was measured to hear.
        Assert.InRange((double)damaged / sent, 0.05, 0.2);
        Assert.InRange((double)duplicates / heard, 0.04, 0.08);
    }

    [Fact]
    public void Ten_thousand_meters_have_different_serials_keys_and_names()
    {
        using var simulator = new SocietySimulator(new() { Meters = 10_000 });
        Assert.Equal("90000001", simulator.Meters[0].Serial);
        Assert.Equal("90010000", simulator.Meters[^1].Serial);
        Assert.Equal(10_000, simulator.Meters.Select(m => Convert.ToHexString(m.Key)).Distinct().Count());
        Assert.Equal(10_000, simulator.Meters.Select(m => m.Name).Distinct().Count());
        Assert.Equal(10_000, simulator.Meters.Select(m => m.Address).Distinct().Count());
        Assert.InRange(simulator.Meters.Count(m => m.Address.DeviceType == 0x06), 500, 800);
    }

    [Fact]
    public void Options_outside_their_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SocietySimulator(new() { Meters = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SocietySimulator(new() { Noise = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SocietySimulator(new() { Noise = 1.1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SocietySimulator(new() { Start = SimulationOptions.Earliest.AddTicks(-1) }));
    }
}
