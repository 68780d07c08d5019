using Sluice.Metering.Readings;
using Sluice.Metering.Validation.Rules;

namespace Sluice.Metering.Validation;

/// <summary>Judges readings: a rule never changes a value, it marks it.</summary>
/// <remarks>Pure, and allocates nothing. Telegrams may arrive in any order: each is judged by its place in the meter's own time.</remarks>
public static class Validator
{
    /// <summary>Judges one reading.</summary>
    /// <param name="reading">The reading.</param>
    /// <param name="history">What is known of its meter; <see cref="MeterHistory.Next"/> makes the one for the next reading.</param>
    /// <param name="rules">The society's rules.</param>
    /// <param name="near">For late readings: the accepted readings before and after it, where they are known.</param>
    public static Judgement Judge(in Candidate reading, in MeterHistory history, RuleSet rules, in Neighbours near = default)
    {
        var situation = new Situation(reading, history, near, rules);
        var fired = reading.Found | Fired(situation);
        fired &= rules.On;
        var reasons = fired & (RuleCatalog.Errors | RuleCatalog.Warnings);
        var quality = (fired & RuleCatalog.Errors).IsEmpty ? reasons.IsEmpty ? ReadingQuality.Good : ReadingQuality.Fair : ReadingQuality.Poor;
        return new(quality, reasons, fired - reasons, fired & RuleCatalog.Alerting, situation.Order);
    }

    private static Reasons Fired(in Situation s)
    {
        if (DuplicateRule.Fires(s)) return Reasons.Of(RuleId.Duplicate);
        var fired = Reasons.None;
        if (!s.Reading.Info.Equals(default) || !s.History.Info.Equals(default)) fired |= FromInfoCodes(s);
        if (s.Reading.Facts != MeterFacts.None && SwapRule.Fires(s)) fired |= Reasons.Of(RuleId.Swap);
        if (s.Order == MeterOrder.First) return fired;
        if (ReplayRule.Fires(s)) fired |= Reasons.Of(RuleId.Replay);
        if (ClockRule.Fires(s)) fired |= Reasons.Of(RuleId.Clock);
        if (s.Order == MeterOrder.Earlier)
        {
            if (OrderRule.Fires(s)) fired |= Reasons.Of(RuleId.Order);
            return fired;
        }
        if (!s.Follows) return fired;
        if (NegativeRule.Fires(s)) return fired | Reasons.Of(RuleId.Negative);
        if (HighLowRule.Fires(s)) fired |= Reasons.Of(RuleId.HighLow);
        if (ZeroRule.Fires(s)) fired |= Reasons.Of(RuleId.Zero);
        if (s.Reading.Identity == 0) return fired;   // a dial read says nothing about hours
        var hourly = s.History.Hourly.Add(s.AtMs, s.Reading.TotalM3!.Value);
        if (SpikeRule.Fires(s, hourly)) fired |= Reasons.Of(RuleId.Spike);
        if (LeakDataRule.Fires(s, hourly)) fired |= Reasons.Of(RuleId.LeakData);
        return fired;
    }

    private static Reasons FromInfoCodes(in Situation s)
    {
        var fired = Reasons.None;
        if (TamperRule.Fires(s)) return Reasons.Of(RuleId.Tamper);   // it masks the meter's other codes
        if (LeakMeterRule.Fires(s)) fired |= Reasons.Of(RuleId.LeakMeter);
        if (BurstRule.Fires(s)) fired |= Reasons.Of(RuleId.Burst);
        if (ReverseRule.Fires(s)) fired |= Reasons.Of(RuleId.Reverse);
        if (DryRule.Fires(s)) fired |= Reasons.Of(RuleId.Dry);
        if (LowBatteryRule.Fires(s)) fired |= Reasons.Of(RuleId.LowBattery);
        return fired;
    }
}
