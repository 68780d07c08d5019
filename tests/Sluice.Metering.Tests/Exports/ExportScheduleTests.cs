using System.Globalization;
using Sluice.Metering.Exports;

namespace Sluice.Metering.Tests.Exports;

public sealed class ExportScheduleTests
{
    private static readonly TimeZoneInfo Kolkata = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata"), Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("2026-11-02T00:29:59Z", "2026-11-02T00:30:00Z")]   // 06:00 in Kolkata
    [InlineData("2026-11-02T00:30:00Z", "2026-12-02T00:30:00Z")]
    [InlineData("2026-12-31T23:00:00Z", "2027-01-02T00:30:00Z")]
    public void A_month_is_due_on_its_day_at_the_time_of_the_society(string after, string due) => Assert.Equal(Time(due), Of(ScheduleEvery.Month).NextAfter(Time(after), Kolkata));

    [Theory]
    [InlineData("2026-11-25T12:00:00Z", "2026-11-30T05:00:00Z")]
    [InlineData("2026-11-30T05:00:00Z", "2026-12-07T05:00:00Z")]
    public void A_week_is_due_on_its_day(string after, string due) => Assert.Equal(Time(due), Of(ScheduleEvery.Week).NextAfter(Time(after), Berlin));

    [Fact]
    public void An_hour_that_the_clocks_leave_out_is_made_up_for_and_one_they_repeat_is_due_once()
    {
        var spring = Of(ScheduleEvery.Week) with { Weekday = DayOfWeek.Sunday, Time = new(2, 30) };
        Assert.Equal(Time("2026-03-29T01:00:00Z"), spring.NextAfter(Time("2026-03-28T12:00:00Z"), Berlin));
        var first = spring.NextAfter(Time("2026-10-24T12:00:00Z"), Berlin)!.Value;
        Assert.Equal(Time("2026-11-01T01:30:00Z"), spring.NextAfter(first, Berlin));
    }

    [Fact]
    public void Of_several_times_missed_only_the_last_is_made_up_for_and_nothing_from_before_it_was_made()
    {
        var schedule = Of(ScheduleEvery.Month) with { Since = Time("2026-08-20T00:00:00Z") };
        Assert.Null(schedule.MissedAt(Time("2026-09-02T00:29:00Z"), Kolkata));
        Assert.Equal(Time("2026-11-02T00:30:00Z"), schedule.MissedAt(Time("2026-11-25T00:00:00Z"), Kolkata));
        Assert.Null((schedule with { LastDue = Time("2026-11-02T00:30:00Z") }).MissedAt(Time("2026-11-25T00:00:00Z"), Kolkata));
        Assert.Null((Of(ScheduleEvery.Round) with { Since = Time("2020-01-01T00:00:00Z") }).MissedAt(Time("2026-11-25T00:00:00Z"), Kolkata));
    }

    [Fact]
    public void Its_days_are_the_month_or_the_week_before()
    {
        Assert.Equal((new DateOnly(2026, 12, 1), new DateOnly(2027, 1, 1)), Of(ScheduleEvery.Month).DaysOf(Time("2027-01-02T00:30:00Z"), Kolkata));
        Assert.Equal((new DateOnly(2026, 11, 23), new DateOnly(2026, 11, 30)), Of(ScheduleEvery.Week).DaysOf(Time("2026-11-30T05:00:00Z"), Berlin));
    }

    private static ExportSchedule Of(ScheduleEvery every) => new() { Id = Guid.NewGuid(), Every = every, Export = new(), CreatedBy = "x", Since = DateTimeOffset.UnixEpoch };

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
