using Sluice.Metering.Sessions;

namespace Sluice.Metering.Routing;

/// <summary>Free roam: what is near, and where going would bring most.</summary>
/// <param name="Near">Candidates not read yet within <see cref="NearM"/>, nearest first.</param>
/// <param name="Next">Where going brings the most readings a minute, walking and waiting included; null when nothing is missing.</param>
public sealed record FreeRoamPlan(IReadOnlyList<SessionTarget> Near, NextStep? Next)
{
    /// <summary>Within so many metres a meter is near: a hand-held reader hears it through a wall or two.</summary>
    public const double NearM = 60;

    /// <summary>Metres walked in a second.</summary>
    private const double Pace = 1.2;

    /// <summary>Plans.</summary>
    /// <param name="targets">The candidates.</param>
    /// <param name="from">Where one stands; null: not known.</param>
    /// <param name="model">The radio model; null: flowIQ 2101.</param>
    public static FreeRoamPlan Of(IReadOnlyList<SessionTarget> targets, Location? from, RadioModel? model = null)
    {
        model ??= RadioModel.FlowIq;
        var near = from is { } here
            ? targets.Where(static t => t.State == TargetState.Missing && t.Location is not null).Select(t => (Target: t, Metres: t.Location!.Value.DistanceM(here)))
                .Where(static t => t.Metres <= NearM).OrderBy(static t => t.Metres).ThenBy(static t => t.Target.Ordinal).Select(static t => t.Target).ToList()
            : [];
        var best = ScanStop.Of(targets, model).Where(static s => s.Missing > 0).Select(s => (Stop: s, Metres: from is { } at && s.Location is { } there ? there.DistanceM(at) : (double?)null))
            .OrderByDescending(s => s.Stop.Missing / (((s.Metres ?? 0) / Pace) + model.TimeToHear(s.Stop.Missing, s.Stop.Targets.Count).TotalSeconds)).FirstOrDefault();
        return new(near, best.Stop is null ? null : NextStep.At(best.Stop, best.Metres, model, $"Most readings a minute are to be had at {SocietyPlan.Name(best.Stop)}"));
    }
}
