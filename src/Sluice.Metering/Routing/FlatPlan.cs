using Sluice.Metering.Sessions;

namespace Sluice.Metering.Routing;

/// <summary>A round through flats: which flat one is at, which comes next, what is missing there. For a round of one flat and of towers alike.</summary>
/// <param name="CurrentTower">The tower of the flat where something was read last; null before the first reading.</param>
/// <param name="CurrentFlat">That flat.</param>
/// <param name="CurrentMeters">Its meters.</param>
/// <param name="Next">The flat to go to next; null when nothing is missing any more.</param>
public sealed record FlatPlan(string? CurrentTower, string? CurrentFlat, IReadOnlyList<SessionTarget> CurrentMeters, NextStep? Next)
{
    /// <summary>Plans.</summary>
    /// <param name="targets">The round's targets in order.</param>
    /// <param name="model">The radio model; null: flowIQ 2101.</param>
    public static FlatPlan Of(IReadOnlyList<SessionTarget> targets, RadioModel? model = null)
    {
        model ??= RadioModel.FlowIq;
        var last = targets.Where(static t => t.State != TargetState.Missing).MaxBy(static t => At(t));
        var missing = targets.Where(static t => t.State == TargetState.Missing).ToList();
        IReadOnlyList<SessionTarget> current = last is null ? [] : Flat(targets, last);
        // Finish the flat one is at, then go on in walking order, then what was passed by.
        var first = missing.Find(t => last is not null && (t.Tower, t.Flat) == (last.Tower, last.Flat))
            ?? missing.Find(t => last is not null && t.Ordinal > last.Ordinal) ?? missing.FirstOrDefault();
        return new(last?.Tower, last?.Flat, current, first is null ? null : Step(Flat(targets, first), targets, last, model));
    }

    private static NextStep Step(List<SessionTarget> flat, IReadOnlyList<SessionTarget> targets, SessionTarget? last, RadioModel model)
    {
        var missing = flat.Where(static t => t.State == TargetState.Missing).ToList();
        var onAir = Math.Min(model.MetersPerStop, targets.Count(t => t.Tower == flat[0].Tower));
        var here = last is not null && (last.Tower, last.Flat) == (flat[0].Tower, flat[0].Flat);
        var back = last is not null && !here && flat[0].Ordinal < last.Ordinal;
        var why = here ? "Stay" : back ? "Go back, it was passed by" : last is null ? "Start here" : "Next on the way";
        return new()
        {
            Tower = flat[0].Tower,
            Flat = flat[0].Flat,
            LowestFloor = flat[0].Floor,
            HighestFloor = flat[0].Floor,
            Location = flat[0].Location,
            Missing = missing,
            Wait = model.TimeToHear(missing.Count, Math.Max(onAir, missing.Count)),
            Reason = $"{why}: {missing.Count} of {flat.Count} meters are missing.",
        };
    }

    private static List<SessionTarget> Flat(IReadOnlyList<SessionTarget> targets, SessionTarget of) => [.. targets.Where(t => t.Tower == of.Tower && t.Flat == of.Flat)];

    private static DateTimeOffset At(SessionTarget target) => target.Heard != HeardState.Nothing ? target.HeardAt!.Value : target.Note!.At;
}
