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
}
