namespace Sluice.Metering.Validation.Rules;

/// <summary>Rules about what does not come: no reading brings them up, a worker looks from time to time.</summary>
internal static class TimedRules
{
    public static IReadOnlyList<RuleDefinition> Definitions { get; } =
    [
        new(RuleId.Stale, "stale", RuleKind.Info, AlertSeverity.Warning,
            "A meter has not been heard for too long.",
            "Is something before it, was it taken out, is its battery empty? Read its dial and enter the reading.",
            new RuleThreshold("gateway_min", 60, 5, 43_200, "for meters that gateways hear, minutes"),
            new RuleThreshold("round_days", 45, 1, 3_660, "for meters read in rounds, days")) { CloseAfterHours = 1 },
        new(RuleId.SilentNew, "silent-new", RuleKind.Info, AlertSeverity.Info,
            "A new meter has never been heard.",
            "Meters stay silent until about half a litre has flowed. Open a tap; then check the serial number in the list.",
            new RuleThreshold("days", 7, 1, 366, "days since it was installed")),
        new(RuleId.GatewaySilent, "gateway-silent", RuleKind.Info, AlertSeverity.Alert,
            "A gateway has not sent anything for too long.",
            "Check its power and its network. It keeps telegrams and sends them when it is back.",
            new RuleThreshold("minutes", 60, 5, 43_200, "minutes without a telegram")) { CloseAfterHours = 1 },
    ];
}
