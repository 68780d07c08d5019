namespace Sluice.Metering.Societies;

/// <summary>How long a society keeps each class of data, in days: 1 to <see cref="MaxDays"/>; null: for good. Readings and the audit log are always kept.</summary>
public sealed record Retention
{
    /// <summary>A hundred years.</summary>
    public const int MaxDays = 36_525;

    /// <summary>Raw telegrams heard in rounds. What they said stays as readings.</summary>
    public int? RoundTelegramDays { get; init; }

    /// <summary>Raw telegrams of gateways.</summary>
    public int? GatewayTelegramDays { get; init; } = 400;

    /// <summary>Where technicians were: positions of rounds and readings.</summary>
    public int? SessionLocationDays { get; init; } = 90;

    /// <summary>Residents who moved out, from that day.</summary>
    public int? MovedOutResidentDays { get; init; } = 365;
}
