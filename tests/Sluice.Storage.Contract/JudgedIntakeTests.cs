using Sluice.Metering.Readings;
using Sluice.Metering.Telegrams;
using Sluice.Metering.Validation;

namespace Sluice.Storage.Contract;

/// <summary>What every <see cref="IIntakeStore"/> promises about the rules: each new reading is judged against its meter's history, in the same commit.</summary>
public abstract class JudgedIntakeTests
{
    protected abstract ValueTask<IIntakeStore> NewIntakeAsync();

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A reading of 8.9 m³ and so many litres more; later numbers are later in time.</summary>
    protected static IntakeItem Item(int number, int litres, InfoCodes codes = InfoCodes.None, RuleSet? rules = null)
    {
        var reading = Invented.Reading(number) with { TotalM3 = 8.9m + (litres / 1000m), Society = Scopes.Of("green-park").Society };
        return new(Invented.Telegram(number), new(0, DecodeState.Decoded, reading.Meter), reading)
        {
            Society = reading.Society,
            Rules = rules ?? RuleSet.Default,
            Candidate = new Candidate
            {
                At = reading.At,
                TotalM3 = reading.TotalM3,
                SessionNumber = reading.SessionNumber,
                Identity = reading.Identity,
                Info = new(codes),
            },
        };
    }

    [Fact]
    public async Task A_reading_is_judged_against_the_one_of_an_earlier_commit()
    {
        var store = await NewIntakeAsync();
        await store.CommitAsync([Item(1, 10)], Cancel);
        var kept = Assert.Single(await store.CommitAsync([Item(2, 5)], Cancel));
        Assert.Equal((ReadingQuality.Poor, "negative"), (kept.Reading!.Quality, kept.Reading.Reasons));
        Assert.True(kept.Judgement.Alerts.Contains(RuleId.Negative));
    }

    [Fact]
    public async Task Readings_of_one_commit_are_judged_one_after_the_other()
    {
        var store = await NewIntakeAsync();
        var kept = await store.CommitAsync([Item(1, 10), Item(2, 5), Item(3, 11)], Cancel);
        Assert.Equal(["", "negative", ""], kept.Select(static k => k.Reading!.Reasons));
    }

    [Fact]
    public async Task A_repeat_is_not_judged_and_teaches_nothing()
    {
        var store = await NewIntakeAsync();
        await store.CommitAsync([Item(1, 10), Item(2, 12)], Cancel);
        var repeat = Assert.Single(await store.CommitAsync([Item(1, 10, InfoCodes.Leak)], Cancel));
        Assert.Equal((DecodeState.Repeated, default(Judgement)), (repeat.State, repeat.Judgement));
        Assert.Equal("", Assert.Single(await store.CommitAsync([Item(3, 12)], Cancel)).Reading!.Reasons);
    }

    [Fact]
    public async Task Telegrams_that_come_late_are_good()
    {
        var store = await NewIntakeAsync();
        await store.CommitAsync([Item(9, 20)], Cancel);
        Assert.Equal(ReadingQuality.Good, Assert.Single(await store.CommitAsync([Item(1, 10)], Cancel)).Reading!.Quality);
    }

    [Fact]
    public async Task The_rules_of_the_society_apply()
    {
        var store = await NewIntakeAsync();
        var rules = RuleSet.Of(new(new Dictionary<RuleId, RuleSetting> { [RuleId.Negative] = RuleSetting.Off }));
        var kept = await store.CommitAsync([Item(1, 10, rules: rules), Item(2, 5, rules: rules)], Cancel);
        Assert.Equal("", kept[1].Reading!.Reasons);
    }

    [Fact]
    public async Task A_reading_without_candidate_is_kept_as_it_is()
    {
        var store = await NewIntakeAsync();
        var item = Item(1, 10);
        var kept = Assert.Single(await store.CommitAsync([item with { Candidate = null, Reading = item.Reading! with { Quality = ReadingQuality.Fair, Reasons = "spike" } }], Cancel));
        Assert.Equal("spike", kept.Reading!.Reasons);
    }

    [Theory]
    [InlineData(0, 8.0, "")]
    [InlineData(2, 10.5, "")]
    [InlineData(2, 13.0, "order")]
    [InlineData(2, 9.5, "order")]
    [InlineData(4, 12.0, "")]
    [InlineData(4, 19.0, "order")]
    [InlineData(9, 15.0, "")]
    public async Task A_late_reading_is_judged_by_the_accepted_ones_before_and_after_it(int day, double total, string reasons)
    {
        var store = await NewIntakeAsync();
        await store.CommitAsync([Day(1, 10), Day(3, 11), Day(3, 12, hour: 6), Day(5, 3), Day(7, 14), Day(10, 20)], Cancel);
        var late = Day(day, (decimal)total, hour: 3);
        Assert.Equal(reasons, Assert.Single(await store.CommitAsync([late], Cancel)).Reading!.Reasons);
        Assert.Equal(DecodeState.Repeated, Assert.Single(await store.CommitAsync([late], Cancel)).State);
    }

    [Fact]
    public async Task A_reading_from_the_dial_is_judged_and_archives_no_telegram()
    {
        var store = await NewIntakeAsync();
        await store.CommitAsync([Day(1, 10)], Cancel);
        var lower = Assert.Single(await store.CommitAsync([Dial(2, 9)], Cancel));
        Assert.Equal((0, true, "negative", ReadingSource.Manual), (lower.TelegramId, lower.IsNew, lower.Reading!.Reasons, lower.Reading.Source));
        Assert.False(Assert.Single(await store.CommitAsync([Dial(2, 9)], Cancel)).IsNew);
        Assert.Equal("", Assert.Single(await store.CommitAsync([Dial(3, 12)], Cancel)).Reading!.Reasons);
        Assert.Equal("negative", Assert.Single(await store.CommitAsync([Day(4, 11)], Cancel)).Reading!.Reasons);
    }

    /// <summary>A reading without session number, so many days and hours after the first noon.</summary>
    private static IntakeItem Day(int day, decimal total, int hour = 0)
    {
        var at = Invented.Noon.AddDays(day).AddHours(hour);
        var number = (day * 24) + hour + 1;
        var reading = Invented.Reading(number) with { At = at, Day = DateOnly.FromDateTime(at.UtcDateTime), SessionNumber = null, TotalM3 = total, Society = Scopes.Of("green-park").Society };
        return new(Invented.Telegram(number), new(0, DecodeState.Decoded, reading.Meter), reading)
        {
            Society = reading.Society,
            Candidate = new Candidate { At = at, TotalM3 = total, Identity = reading.Identity },
        };
    }

    private static IntakeItem Dial(int day, decimal total)
    {
        var reading = Day(day, total, hour: 1).Reading! with { TelegramId = 0 };
        return IntakeItem.Entered(reading, new() { At = reading.At, TotalM3 = total }, RuleSet.Default, Invented.Noon);
    }
}
