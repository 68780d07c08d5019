using Sluice.Metering.Sessions;

namespace Sluice.Metering.Routing;

/// <summary>Time left in a round: the radio model, corrected by the pace of the round so far.</summary>
public static class TimeEstimate
{
    /// <summary>Time to get from one stop to the next, where nothing better is known.</summary>
    public static readonly TimeSpan Move = TimeSpan.FromSeconds(60);

    /// <summary>How much of the model's own time the pace must outweigh: a slow first minute says little.</summary>
    private static readonly TimeSpan Trust = TimeSpan.FromSeconds(120);

    /// <summary>Time left; null where nothing is expected (free roam).</summary>
    /// <param name="mode">The round's mode.</param>
    /// <param name="towers">The counts by tower (or by flat).</param>
    /// <param name="elapsed">Time worked so far.</param>
    /// <param name="model">The radio model; null: flowIQ 2101.</param>
    public static TimeSpan? Remaining(ScanMode mode, IReadOnlyList<FlatCounts> towers, TimeSpan elapsed, RadioModel? model = null)
    {
        if (mode == ScanMode.FreeRoam) return null;
        model ??= RadioModel.FlowIq;
        var left = Plan(towers, model, static c => c.Missing);
        if (left == TimeSpan.Zero) return left;
        var done = Plan(towers, model, static c => c.All) - left;
        var pace = Math.Clamp((elapsed + Trust) / ((done > TimeSpan.Zero ? done : TimeSpan.Zero) + Trust), 0.25, 8);
        return TimeSpan.FromSeconds(Math.Ceiling((left * pace).TotalSeconds));
    }

    /// <summary>The model's time for what is to be heard: waiting at every stop, and moving between them.</summary>
    private static TimeSpan Plan(IReadOnlyList<FlatCounts> towers, RadioModel model, Func<StateCounts, int> toHear)
    {
        var (time, stops) = (TimeSpan.Zero, 0);
        foreach (var tower in towers)
        {
            var missing = toHear(tower.Counts);
            if (missing == 0) continue;
            var all = tower.Counts.All;
            var places = Math.Min(((all - 1) / model.MetersPerStop) + 1, missing);
            time += places * model.TimeToHear(((missing - 1) / places) + 1, ((all - 1) / places) + 1);
            stops += places;
        }
        return stops == 0 ? TimeSpan.Zero : time + ((stops - 1) * Move);
    }
}
