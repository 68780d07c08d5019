using Sluice.Metering.Readings;
using Sluice.WMBus.Frames;

namespace Sluice.Metering.Validation;

/// <summary>What two rule sets make of the same readings.</summary>
/// <param name="Readings">One entry per reading, by meter and time.</param>
public sealed record RuleTrial(IReadOnlyList<TriedReading> Readings)
{
    /// <summary>Judges stored readings once more, each meter from an empty history on. What only their telegrams knew (durations of info codes, access numbers) is not looked at.</summary>
    public static RuleTrial Run(IEnumerable<Reading> readings, RuleSet now, RuleSet tried)
    {
        var results = new List<TriedReading>();
        var histories = new Dictionary<MeterAddress, (MeterHistory Now, MeterHistory Tried)>();
        foreach (var reading in readings.OrderBy(static r => r.Meter.SortKey()).ThenBy(static r => r.At))
        {
            var candidate = Candidate.OfStored(reading);
            var before = histories.GetValueOrDefault(reading.Meter);
            var (byNow, byTried) = (Validator.Judge(candidate, before.Now, now), Validator.Judge(candidate, before.Tried, tried));
            histories[reading.Meter] = (before.Now.Next(candidate, byNow, now), before.Tried.Next(candidate, byTried, tried));
            results.Add(new(reading, byNow, byTried));
        }
        return new(results);
    }
}

/// <summary>A reading judged twice.</summary>
/// <param name="Reading">The reading.</param>
/// <param name="Now">By the rules in force.</param>
/// <param name="Tried">By the rules tried.</param>
public sealed record TriedReading(Reading Reading, Judgement Now, Judgement Tried)
{
    /// <summary>True when the rules tried say something else.</summary>
    public bool IsChanged => Now.Quality != Tried.Quality || Now.Reasons != Tried.Reasons || Now.Infos != Tried.Infos;
}
