using System.Collections.Concurrent;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Telegrams;
using Sluice.Metering.Validation;

namespace Sluice.Metering.Alerts;

/// <summary>Finds in a commit of the intake what raises alerts and what ends them. Remembers which meters have alerts that may end, so that all others cost nothing.</summary>
/// <remarks>Thread safe. What it remembers may be more than there is, never less: an undone commit does no harm.</remarks>
public sealed class AlertSightings
{
    /// <summary>What a reading from the dial can end: it says nothing about info codes, nor that the radio works.</summary>
    private static readonly Reasons SeenOnDials = Reasons.Of(RuleId.Negative) | Reasons.Of(RuleId.HighLow) | Reasons.Of(RuleId.Zero);

    private readonly ConcurrentDictionary<(SocietyId Society, string Subject), Reasons> open = new();

    /// <summary>Remembers an alert that is not closed.</summary>
    public void Remember(SocietyId society, string subject, RuleId rule) =>
        open.AddOrUpdate((society, subject), static (_, rule) => Reasons.Of(rule), static (_, all, rule) => all | Reasons.Of(rule), rule);

    /// <summary>Forgets an alert that was found closed.</summary>
    public void Forget(SocietyId society, string subject, RuleId rule)
    {
        while (open.TryGetValue((society, subject), out var all))
        {
            var rest = all - Reasons.Of(rule);
            if (rest == all) return;
            if (rest.IsEmpty ? open.TryRemove(new((society, subject), all)) : open.TryUpdate((society, subject), rest, all)) return;
        }
    }

    /// <summary>What the new readings of a commit raise and end, in order.</summary>
    public IEnumerable<(SocietyId Society, AlertSighting Sighting, bool IsGone)> In(IReadOnlyList<IntakeItem> items, IReadOnlyList<IntakeOutcome> outcomes)
    {
        for (var i = 0; i < items.Count; i++)
        {
            if (!outcomes[i].IsNew || items[i].Candidate is null || items[i].Society is not { } society || outcomes[i].Reading is not { } reading) continue;
            var judgement = outcomes[i].Judgement;
            if (judgement.Alerts.IsEmpty && open.IsEmpty) continue;
            var subject = MeterId.Of(reading.Meter).ToString();
            foreach (var rule in judgement.Alerts.Rules)
            {
                Remember(society, subject, rule);
                yield return (society, new(subject, rule, reading.At), false);
            }
            if (judgement.Order == MeterOrder.Earlier || !open.TryGetValue((society, subject), out var all)) continue;
            if (items[i].IsEntered) all &= SeenOnDials;
            foreach (var rule in (all - judgement.Alerts).Rules) yield return (society, new(subject, rule, reading.At), true);
        }
    }
}
