using System.Collections.Concurrent;
using Sluice.Metering.Identity;

namespace Sluice.Metering.Validation;

/// <summary>The societies' rules in memory: asked for every telegram. Loaded at the start; whoever changes rules keeps it up to date. Thread safe.</summary>
public sealed class RuleDirectory
{
    private readonly ConcurrentDictionary<SocietyId, RuleSet> rules = new();

    /// <summary>The rules of a society; the documented ones when nobody changed any.</summary>
    public RuleSet Find(SocietyId society) => rules.GetValueOrDefault(society, RuleSet.Default);

    /// <summary>Takes new rules for readings that are judged from now on.</summary>
    public void Set(SocietyId society, RuleSet set) => rules[society] = set;
}
