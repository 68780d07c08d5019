using Sluice.Metering.Readings;

namespace Sluice.Metering.Tests.Validation;

public sealed class EstimatorTests
{
    private static readonly DateTimeOffset March = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static EstimatePoint Point(int day, decimal total, int years = 0) => new(March.AddYears(years).AddDays(day), total);

    [Theory]
    [InlineData(0, 10, 10, 20, 5, "15.000")]
    [InlineData(0, 10, 3, 11, 1, "10.333")]
    [InlineData(0, 10, 10, 10, 4, "10.000")]
    [InlineData(0, 10, 10, 20, 0, "10.000")]
    [InlineData(0, 10, 10, 20, 10, "20.000")]
    public void Between_two_good_readings_water_flows_evenly(int beforeDay, int before, int afterDay, int after, int day, string total)
    {
        var estimate = Estimator.Make(March.AddDays(day), new() { Here = new(Point(beforeDay, before), Point(afterDay, after)) })!;
        Assert.Equal((EstimateMethod.Interpolation, decimal.Parse(total, System.Globalization.CultureInfo.InvariantCulture)), (estimate.Method, estimate.TotalM3));
        Assert.Equal([Point(beforeDay, before), Point(afterDay, after)], estimate.From);
    }

    [Fact]
    public void Without_a_reading_after_it_the_use_of_last_years_period_is_taken()
    {
        var inputs = new EstimateInputs
        {
            Here = new(Point(0, 100), null),
            LastYearFrom = new(Point(-5, 40, years: -1), Point(5, 50, years: -1)),
            LastYearTo = new(Point(25, 60, years: -1), Point(35, 70, years: -1)),
            PerDayM3 = 9,
            Meters = 3,
        };
        var estimate = Estimator.Make(March.AddDays(30), inputs)!;
        Assert.Equal((EstimateMethod.LastYear, 120m), (estimate.Method, estimate.TotalM3));
        Assert.Equal(5, estimate.From.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Without_last_year_the_average_of_like_flats_is_taken(bool lastYearFell)
    {
        var inputs = new EstimateInputs
        {
            Here = new(Point(0, 100), lastYearFell ? Point(20, 5) : null),
            LastYearFrom = lastYearFell ? new(Point(0, 40, years: -1), Point(5, 50, years: -1)) : default,
            LastYearTo = lastYearFell ? new(Point(10, 6, years: -1), Point(35, 7, years: -1)) : default,
            PerDayM3 = 0.25m,
            Meters = 12,
        };
        var estimate = Estimator.Make(March.AddDays(10), inputs)!;
        Assert.Equal((EstimateMethod.LikeFlats, 102.5m, 0.25m, 12), (estimate.Method, estimate.TotalM3, estimate.PerDayM3!.Value, estimate.Meters));
        Assert.Equal([Point(0, 100)], estimate.From);
    }

    [Fact]
    public void Without_a_good_reading_before_it_there_is_no_estimate()
    {
        Assert.Null(Estimator.Make(March, new() { PerDayM3 = 1, Meters = 5 }));
        Assert.Null(Estimator.Make(March, new() { Here = new(null, Point(3, 5)), PerDayM3 = 1, Meters = 5 }));
        Assert.Null(Estimator.Make(March, new() { Here = new(Point(-3, 5), null), PerDayM3 = 1 }));
    }
}
