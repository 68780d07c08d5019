using Sluice.Metering.Readings;
using Sluice.Metering.Validation;
using Sluice.Storage.Contract;

namespace Sluice.Metering.Tests.Validation;

public class RuleTrialTests
{
    [Fact]
    public void A_trial_tells_what_other_rules_would_have_made_of_stored_readings()
    {
        Reading[] readings =
        [
            Invented.Reading(3) with { TotalM3 = 9.0m },
            Invented.Reading(1) with { TotalM3 = 8.9m },
            Invented.Reading(2) with { TotalM3 = 2.0m, Quality = ReadingQuality.Poor, Reasons = "negative" },
            Invented.Reading(2, Invented.Meter(0x90000002)) with { TotalM3 = 1.0m, Reasons = "Unverified" },
        ];
        var trial = RuleTrial.Run(readings, RuleSet.Default, Set.Off(RuleId.Negative));
        Assert.Equal(["", "negative", "", "Unverified"], trial.Readings.Select(static r => r.Now.Reasons.ToString()));
        Assert.Equal(["", "", "", "Unverified"], trial.Readings.Select(static r => r.Tried.Reasons.ToString()));
        Assert.Equal(2.0m, Assert.Single(trial.Readings, static r => r.IsChanged).Reading.TotalM3);
    }
}
