using Sluice.Metering.Readings;

namespace Sluice.Metering.Validation;

/// <summary>What the rules say about a reading.</summary>
/// <param name="Quality">Whether it can be billed.</param>
/// <param name="Reasons">The rules of kind error and warning that fired: why it is not GOOD.</param>
/// <param name="Infos">The rules of kind info that fired; they do not change the quality.</param>
/// <param name="Alerts">The rules that raise an alert: some of both.</param>
/// <param name="Order">Where it stands among the meter's readings.</param>
public readonly record struct Judgement(ReadingQuality Quality, Reasons Reasons, Reasons Infos, Reasons Alerts, MeterOrder Order)
{
    /// <summary>True when it is the last telegram once more: no reading of its own.</summary>
    public bool IsDuplicate => Infos.Contains(RuleId.Duplicate);
}
