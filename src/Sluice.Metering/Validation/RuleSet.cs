using System.Collections.Frozen;

namespace Sluice.Metering.Validation;

/// <summary>The rules of a society, ready to judge with: which are on, and their thresholds. Immutable.</summary>
public sealed class RuleSet
{
    private readonly decimal[] thresholds = new decimal[64 * RuleDefinition.MaxThresholds];

    private RuleSet(RuleSettings settings)
    {
        Settings = settings;
        var on = RuleCatalog.All.Aggregate(Reasons.None, static (all, rule) => all | Reasons.Of(rule.Id));
        foreach (var rule in RuleCatalog.All)
        {
            var setting = settings.Rules.GetValueOrDefault(rule.Id);
            if (setting is { Enabled: false }) on -= Reasons.Of(rule.Id);
            for (var i = 0; i < rule.Thresholds.Count; i++)
                thresholds[((int)rule.Id * RuleDefinition.MaxThresholds) + i] =
                    setting?.Thresholds.TryGetValue(rule.Thresholds[i].Name, out var own) == true ? own : rule.Thresholds[i].Default;
        }
        On = on;
        ToleranceMs = (long)(this[RuleId.Replay, 0] * 60_000);
        PeriodMs = (long)(this[RuleId.HighLow, 3] * 86_400_000);
    }

    /// <summary>Every rule on, thresholds as documented.</summary>
    public static RuleSet Default { get; } = new(RuleSettings.None);

    /// <summary>The rule set of a society's settings.</summary>
    /// <param name="settings">Valid ones.</param>
    /// <exception cref="ArgumentException">They are not; see <see cref="RuleSettings.Problems"/>.</exception>
    public static RuleSet Of(RuleSettings settings) =>
        settings.Problems() is [var first, ..] ? throw new ArgumentException(first, nameof(settings)) : new(settings);

    /// <summary>What it was made of.</summary>
    public RuleSettings Settings { get; }

    /// <summary>The rules that are on.</summary>
    public Reasons On { get; }

    /// <summary>How far clocks of receivers may differ, ms.</summary>
    public long ToleranceMs { get; }

    /// <summary>The least length of a period of use, ms.</summary>
    public long PeriodMs { get; }

    /// <summary>A threshold by its place in <see cref="RuleDefinition.Thresholds"/>.</summary>
    public decimal this[RuleId rule, int threshold] => thresholds[((int)rule * RuleDefinition.MaxThresholds) + threshold];
}

/// <summary>What a society changed about the rules. Whatever is not in it is as documented.</summary>
/// <param name="Rules">By rule.</param>
public sealed record RuleSettings(IReadOnlyDictionary<RuleId, RuleSetting> Rules)
{
    /// <summary>Nothing changed.</summary>
    public static RuleSettings None { get; } = new(FrozenDictionary<RuleId, RuleSetting>.Empty);

    /// <summary>What is wrong with them, in sentences; empty when nothing is.</summary>
    public IReadOnlyList<string> Problems()
    {
        var problems = new List<string>();
        foreach (var (id, setting) in Rules)
        {
            var rule = RuleCatalog.Get(id);
            if (rule is null)
            {
                problems.Add($"There is no rule with the number {(int)id}.");
                continue;
            }
            foreach (var (name, value) in setting.Thresholds)
            {
                if (rule.Thresholds.FirstOrDefault(t => t.Name == name) is not { } threshold)
                    problems.Add(rule.Thresholds.Count == 0
                        ? $"Rule '{rule.Name}' has no thresholds, so none can be set."
                        : $"Rule '{rule.Name}' has no such threshold; it has {string.Join(", ", rule.Thresholds.Select(static t => $"'{t.Name}'"))}.");
                else if (value < threshold.Min || value > threshold.Max)
                    problems.Add($"'{name}' of rule '{rule.Name}' is {value}; it must be from {threshold.Min} to {threshold.Max}.");
            }
        }
        return problems;
    }
}

/// <summary>What a society changed about one rule.</summary>
/// <param name="Enabled">False: the rule is off.</param>
/// <param name="Thresholds">Thresholds that differ, by name.</param>
public sealed record RuleSetting(bool Enabled, IReadOnlyDictionary<string, decimal> Thresholds)
{
    /// <summary>The rule off, its thresholds as documented.</summary>
    public static RuleSetting Off { get; } = new(Enabled: false, FrozenDictionary<string, decimal>.Empty);

    /// <summary>The rule on with one threshold changed.</summary>
    public static RuleSetting With(string threshold, decimal value) => new(Enabled: true, new Dictionary<string, decimal>(StringComparer.Ordinal) { [threshold] = value });
}
