using System.Collections.Concurrent;
using System.Numerics;

namespace Sluice.Metering.Validation;

/// <summary>A set of rules: why a reading has its quality. One word in memory.</summary>
/// <param name="Bits">Bit n stands for the rule with number n.</param>
public readonly record struct Reasons(ulong Bits)
{
    /// <summary>Texts are shared: few combinations occur. A meter cannot fill the memory with more.</summary>
    private const int MaxTexts = 4_096;

    private static readonly ConcurrentDictionary<ulong, string> Texts = new();

    /// <summary>No rule.</summary>
    public static Reasons None => default;

    /// <summary>The set of one rule.</summary>
    public static Reasons Of(RuleId rule) => new(1UL << (int)rule);

    /// <summary>True when no rule is in it.</summary>
    public bool IsEmpty => Bits == 0;

    /// <summary>True when the rule is in it.</summary>
    public bool Contains(RuleId rule) => (Bits >> (int)rule & 1) != 0;

    /// <summary>The rules of both.</summary>
    public static Reasons operator |(Reasons left, Reasons right) => new(left.Bits | right.Bits);

    /// <summary>The rules that both have.</summary>
    public static Reasons operator &(Reasons left, Reasons right) => new(left.Bits & right.Bits);

    /// <summary>The rules of the left one that the right one does not have.</summary>
    public static Reasons operator -(Reasons left, Reasons right) => new(left.Bits & ~right.Bits);

    /// <summary>The rules in order of their numbers: errors first.</summary>
    public IEnumerable<RuleId> Rules
    {
        get
        {
            for (var rest = Bits; rest != 0; rest &= unchecked(rest - 1)) yield return (RuleId)BitOperations.TrailingZeroCount(rest);
        }
    }

    /// <summary>Reads what <see cref="ToString"/> wrote; words that are no rule's name are left out.</summary>
    public static Reasons Parse(ReadOnlySpan<char> text)
    {
        var reasons = None;
        foreach (var range in text.Split(' '))
            if (RuleCatalog.Find(text[range]) is { } rule) reasons |= Of(rule);
        return reasons;
    }

    /// <summary>The rules' names separated by spaces; empty for none. Does not allocate for a combination seen before.</summary>
    public override string ToString()
    {
        if (Bits == 0) return "";
        if (Texts.TryGetValue(Bits, out var text)) return text;
        text = string.Join(' ', Rules.Select(RuleCatalog.NameOf));
        if (Texts.Count < MaxTexts) Texts.TryAdd(Bits, text);
        return text;
    }
}
