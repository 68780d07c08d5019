using Sluice.Api.Alerts;
using Sluice.Contracts.Validation;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Validation;

namespace Sluice.Api.Validation;

/// <summary>Rules as they cross the wire.</summary>
internal static class RuleWire
{
    private const int MaxExamples = 50;

    public static RulesDto ToDto(RuleSet set) => new()
    {
        Rules =
        [
            .. RuleCatalog.All.Select(rule => new RuleDto
            {
                Id = rule.Name,
                Kind = rule.Kind switch { RuleKind.Error => "ERROR", RuleKind.Warning => "WARNING", _ => "INFO" },
                Alert = rule.Alert is { } severity ? AlertWire.SeverityOf(severity) : null,
                Enabled = set.On.Contains(rule.Id),
                Meaning = rule.Meaning,
                Advice = rule.Advice,
                CloseAfterHours = rule.Alert is null ? null : rule.CloseAfterHours,
                Thresholds =
                [
                    .. rule.Thresholds.Select((t, i) => new RuleThresholdDto { Name = t.Name, Value = set[rule.Id, i], Default = t.Default, Min = t.Min, Max = t.Max, Meaning = t.Meaning }),
                ],
            }),
        ],
    };

    public static RuleTrialDto ToDto(RuleTrial trial) => new()
    {
        Readings = trial.Readings.Count,
        Now = trial.Readings.CountBy(static r => Quality(r.Now)).ToDictionary(),
        Tried = trial.Readings.CountBy(static r => Quality(r.Tried)).ToDictionary(),
        Fired = trial.Readings.SelectMany(static r => (r.Tried.Reasons | r.Tried.Infos).Rules).CountBy(RuleCatalog.NameOf).ToDictionary(),
        Changed = trial.Readings.Count(static r => r.IsChanged),
        Examples =
        [
            .. trial.Readings.Where(static r => r.IsChanged).Take(MaxExamples).Select(static r => new TriedReadingDto
            {
                MeterId = MeterId.Of(r.Reading.Meter).ToString(),
                Timestamp = r.Reading.At,
                Now = Quality(r.Now),
                NowReasons = Reasons(r.Now),
                Tried = Quality(r.Tried),
                TriedReasons = Reasons(r.Tried),
            }),
        ],
    };

    private static string Quality(Judgement judgement) => judgement.Quality switch
    {
        ReadingQuality.Good => "GOOD",
        ReadingQuality.Fair => "FAIR",
        _ => "POOR",
    };

    private static string[] Reasons(Judgement judgement) => [.. judgement.Reasons.Rules.Select(RuleCatalog.NameOf)];
}
