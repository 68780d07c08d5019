using Sluice.Metering.Readings;

namespace Sluice.Metering.Validation;

/// <summary>A reading after the rules have spoken.</summary>
/// <param name="Reading">With its quality and reasons.</param>
/// <param name="Judgement">What they said.</param>
/// <param name="Next">The meter's history after it; to be kept only when the reading is kept as a new one.</param>
public readonly record struct JudgedReading(Reading Reading, Judgement Judgement, MeterHistory Next)
{
    /// <summary>Judges a reading.</summary>
    /// <param name="reading">The reading; its quality and reasons are ignored.</param>
    /// <param name="candidate">What the rules look at.</param>
    /// <param name="history">What is known of its meter.</param>
    /// <param name="rules">The society's rules.</param>
    /// <param name="near">For late readings: those before and after it.</param>
    public static JudgedReading Of(Reading reading, in Candidate candidate, in MeterHistory history, RuleSet rules, in Neighbours near = default)
    {
        var judgement = Validator.Judge(candidate, history, rules, near);
        var reasons = judgement.Reasons.ToString();
        var judged = judgement.Quality == reading.Quality && reasons == reading.Reasons ? reading : reading with { Quality = judgement.Quality, Reasons = reasons };
        return new(judged, judgement, history.Next(candidate, judgement, rules));
    }
}
