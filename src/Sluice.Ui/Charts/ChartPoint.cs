namespace Sluice.Ui.Charts;

/// <summary>A bar of a chart.</summary>
/// <param name="Label">Below the bar, and in the table.</param>
/// <param name="Value">Its height.</param>
/// <param name="Text">The value for people.</param>
public sealed record ChartBar(string Label, decimal Value, string Text);

/// <summary>A point in time of a chart.</summary>
/// <param name="At">When.</param>
/// <param name="Value">How much.</param>
/// <param name="Text">The value for people.</param>
public sealed record ChartPoint(DateTimeOffset At, double Value, string Text);

/// <summary>A stretch of time on a line of a chart.</summary>
/// <param name="Row">Which line.</param>
/// <param name="From">Its start.</param>
/// <param name="To">Its end.</param>
public sealed record ChartSpan(string Row, DateTimeOffset From, DateTimeOffset To);

/// <summary>Where lines of a chart's grid go.</summary>
public static class ChartScale
{
    /// <summary>A round step, so that four to seven lines reach from 0 to at least <paramref name="greatest"/>.</summary>
    public static decimal Step(decimal greatest)
    {
        if (greatest <= 0) return 1;
        var (raw, power) = (greatest / 5, 1m);
        while (power * 10 <= raw) power *= 10;
        while (power > raw) power /= 10;
        var lead = raw / power;
        return power * (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 5 ? 5 : 10);
    }
}
