using System.Globalization;
using Sluice.Metering.Validation;

namespace Sluice.Api.Tests.Validation;

/// <summary>docs/validation.md says what the rules are.</summary>
public class RuleDocumentTests
{
    private static readonly string[] Lines = File.ReadAllLines(SourceTree.At("docs/validation.md"));

    [Fact]
    public void Every_rule_is_described_with_its_words_and_thresholds()
    {
        var wrong = new List<string>();
        foreach (var rule in RuleCatalog.All)
        {
            var line = Array.Find(Lines, l => l.StartsWith('|') && l.Contains($"`{rule.Name}`", StringComparison.Ordinal)) ?? "";
            if (rule.Id >= RuleId.DecoderWarning ? line.Length == 0 : !IsDescribed(rule, line)) wrong.Add(rule.Name);
        }
        Assert.Empty(wrong);
    }

    private static bool IsDescribed(RuleDefinition rule, string line) =>
        line.Contains(rule.Meaning, StringComparison.Ordinal) && line.Contains(rule.Advice, StringComparison.Ordinal)
        && (rule.Alert is null || line.Contains($"| {rule.CloseAfterHours} h |", StringComparison.Ordinal))
        && rule.Thresholds.All(t => line.Contains(string.Create(CultureInfo.InvariantCulture, $"`{t.Name}` {t.Default}: {t.Meaning}"), StringComparison.Ordinal));
}
