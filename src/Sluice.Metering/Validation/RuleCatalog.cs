using System.Collections.Frozen;
using Sluice.Metering.Validation.Rules;
using Sluice.WMBus;

namespace Sluice.Metering.Validation;

/// <summary>Every rule there is. docs/validation.md is its description for people, and a test compares them.</summary>
public static class RuleCatalog
{
    /// <summary>The rules in order of their numbers.</summary>
    public static IReadOnlyList<RuleDefinition> All { get; } =
    [
        .. new RuleDefinition[]
        {
            DuplicateRule.Definition, ReplayRule.Definition, NegativeRule.Definition, OrderRule.Definition, TamperRule.Definition, HighLowRule.Definition, SpikeRule.Definition,
            SwapRule.Definition, ZeroRule.Definition, LeakMeterRule.Definition, LeakDataRule.Definition, BurstRule.Definition, ReverseRule.Definition, DryRule.Definition,
            LowBatteryRule.Definition, ClockRule.Definition,
        },
        .. TimedRules.Definitions,
        .. DecodingRules.Definitions,
    ];

    private static readonly RuleDefinition?[] ByNumber = [.. Enumerable.Range(0, 64).Select(static n => All.SingleOrDefault(r => (int)r.Id == n))];

    private static readonly FrozenDictionary<string, RuleId>.AlternateLookup<ReadOnlySpan<char>> ByName =
        All.ToFrozenDictionary(static r => r.Name, static r => r.Id, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Rules whose verdict decoding gives, so that they are not looked at again.</summary>
    public static Reasons FoundByDecoding { get; } = DecodingRules.Definitions.Aggregate(Reasons.None, static (all, rule) => all | Reasons.Of(rule.Id));

    /// <summary>Rules that make a reading POOR.</summary>
    public static Reasons Errors { get; } = OfKind(RuleKind.Error);

    /// <summary>Rules that make it FAIR.</summary>
    public static Reasons Warnings { get; } = OfKind(RuleKind.Warning);

    /// <summary>Rules that raise an alert.</summary>
    public static Reasons Alerting { get; } = All.Where(static r => r.Alert is not null).Aggregate(Reasons.None, static (all, rule) => all | Reasons.Of(rule.Id));

    /// <summary>The rule with a number; null when there is none.</summary>
    public static RuleDefinition? Get(RuleId id) => (int)id is >= 0 and < 64 ? ByNumber[(int)id] : null;

    /// <summary>The rule with a name; null when there is none.</summary>
    public static RuleId? Find(ReadOnlySpan<char> name) => ByName.TryGetValue(name, out var id) ? id : null;

    /// <summary>A rule's name; its number when there is no such rule (a database of a newer version).</summary>
    public static string NameOf(RuleId id) => Get(id)?.Name ?? ((int)id).ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>The rule that stands for a warning of the decoder.</summary>
    internal static Reasons OfDecoder(DecodeErrorCode code) => code == DecodeErrorCode.None ? Reasons.None : Reasons.Of(RuleId.DecoderWarning + (int)code);

    private static Reasons OfKind(RuleKind kind) => All.Where(r => r.Kind == kind).Aggregate(Reasons.None, static (all, rule) => all | Reasons.Of(rule.Id));
}
