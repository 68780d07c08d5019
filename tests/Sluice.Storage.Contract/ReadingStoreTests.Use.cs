using Sluice.Metering.Meters;
using Sluice.Metering.Readings;

namespace Sluice.Storage.Contract;

public abstract partial class ReadingStoreTests
{
    private const int Meters = 5, Days = 40;

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public async Task The_use_of_a_society_is_what_a_naive_recount_gives_whatever_comes_late(int seed)
    {
        var (stores, random) = (await NewStoresAsync(), new Random(seed));
        for (var batch = 0; batch < 25; batch++)
        {
            await stores.KeepAsync(Enumerable.Range(0, random.Next(1, 9)).Select(i => Any(random, (batch * 10) + i)).ToArray());
            var all = await stores.AllAsync();
            Assert.Equal(Recount(all), await stores.Readings.UseByDayAsync(Invented.Scope, January(1), January(1).AddDays(Days + 400), Cancel));
        }
        foreach (var meter in Enumerable.Range(0, Meters))
        {
            var own = Recount([.. (await stores.AllAsync()).Where(r => r.Meter.Serial == Serial(meter))]);
            Assert.Equal(own.Where(static d => d.Day >= January(10) && d.Day <= January(20)), await stores.Readings.UseByDayAsync(Invented.Scope, Meter(Serial(meter)), January(10), January(20), Cancel));
        }
        var fleet = Recount(await stores.AllAsync());
        Assert.Equal(fleet.Where(static d => d.Day >= January(15) && d.Day <= January(25)), await stores.Readings.UseByDayAsync(Invented.Scope, January(15), January(25), Cancel));
    }

    [Fact]
    public async Task A_gap_of_years_and_volumes_nobody_has_do_no_harm()
    {
        var stores = await NewStoresAsync();
        await stores.KeepAsync([Total(1, 1, 10m), Total(1, 2, 1m, 0x90000002), Total(2, 3, 999_999_999_999_999_999m, 0x90000002), Total(3, 4, 2m, 0x90000002), Total(1, 6, 0.123_456_789m, 0x90000003), Total(2, 7, 0.223_456_789m, 0x90000003)]);
        var late = OnDay(1, 5) with { At = Invented.Noon.AddYears(3), Day = January(1).AddDays(1000), TotalM3 = 110m };
        await stores.KeepAsync(late);
        var use = await stores.Readings.UseByDayAsync(Invented.Scope, January(1), January(1).AddDays(2000), Cancel);
        Assert.Equal(1000, use.Count);
        Assert.Equal(100m + 1m + 0.1m, use.Sum(static d => d.UseM3));
        Assert.Equal((0.7m, 3), (use[0].UseM3, use[0].Meters));
    }

    private static uint Serial(int meter) => 0x90000001u + (uint)meter;

    private static Reading Any(Random random, int number)
    {
        var day = random.Next(1, Days);
        decimal? total = random.Next(10) switch
        {
            0 => null,
            1 => random.Next(1_000_000) / 100_000m,
            _ => (day * 1000 + random.Next(3000)) / 1000m,
        };
        return OnDay(1, number + 1, Serial(random.Next(Meters))) with
        {
            At = Invented.Noon.AddDays(day).AddMinutes(random.Next(600)),
            Day = January(1).AddDays(day),
            TotalM3 = total,
        };
    }

    /// <summary>Day by day, meter by meter, without anything kept.</summary>
    private static List<DayUse> Recount(IReadOnlyList<Reading> readings)
    {
        var sums = new SortedDictionary<DateOnly, (decimal Use, int Meters)>();
        foreach (var meter in readings.GroupBy(static r => MeterId.Of(r.Meter)))
        {
            Reading[] ends = [.. meter.GroupBy(static r => r.Day).Select(static d => d.OrderBy(static r => r.At).ThenBy(static r => r.Sequence).Last()).Where(static r => r.TotalM3 is not null).OrderBy(static r => r.Day)];
            for (var i = 1; i < ends.Length; i++)
            {
                var (use, span) = (ends[i].TotalM3!.Value - ends[i - 1].TotalM3!.Value, ends[i].Day.DayNumber - ends[i - 1].Day.DayNumber);
                if (use < 0) continue;
                var share = decimal.Round(use / span, Math.Max(3, Math.Max((int)ends[i].TotalM3!.Value.Scale, ends[i - 1].TotalM3!.Value.Scale)), MidpointRounding.ToZero);
                for (var d = 1; d <= span; d++)
                {
                    var day = ends[i - 1].Day.AddDays(d);
                    var (sum, count) = sums.GetValueOrDefault(day);
                    sums[day] = (sum + (d == span ? use - (share * (span - 1)) : share), count + 1);
                }
            }
        }
        return [.. sums.Select(static s => new DayUse(s.Key, s.Value.Use, s.Value.Meters))];
    }
}
