using Sluice.Metering.Sessions;

namespace Sluice.Metering.Routing;

/// <summary>A round through a society: the stops where something is missing, along a short way.</summary>
/// <param name="Steps">The stops in order: by place along the route, within a tower from the lowest floor up, those of unknown place at the end.</param>
/// <param name="LengthM">The way, metres as the crow flies.</param>
/// <param name="Wait">Waiting at all of them.</param>
public sealed record SocietyPlan(IReadOnlyList<NextStep> Steps, double LengthM, TimeSpan Wait)
{
    /// <summary>Plans.</summary>
    /// <param name="targets">The round's targets in order.</param>
    /// <param name="from">Where one stands; null: not known.</param>
    /// <param name="model">The radio model; null: flowIQ 2101.</param>
    /// <param name="options">How hard to search for a short way.</param>
    public static SocietyPlan Of(IReadOnlyList<SessionTarget> targets, Location? from, RadioModel? model = null, RouteOptions? options = null)
    {
        model ??= RadioModel.FlowIq;
        var open = ScanStop.Of(targets, model).Where(static s => s.Missing > 0).ToList();
        var places = open.Where(static s => s.Location is not null).GroupBy(static s => (s.Tower, s.Location)).Select(static g => g.ToList()).ToList();
        var route = places.Count <= RouteOptions.MaxPlaces
            ? RouteSolver.Solve([.. places.Select(static p => p[0].Location!.Value)], from, options)
            : new([.. Enumerable.Range(0, places.Count)], 0);
        var steps = new List<NextStep>(open.Count);
        var at = from;
        foreach (var stop in route.Order.SelectMany(i => places[i]).Concat(open.Where(static s => s.Location is null)))
        {
            var distance = at is { } here && stop.Location is { } there ? here.DistanceM(there) : (double?)null;
            steps.Add(NextStep.At(stop, distance, model, steps.Count == 0 ? $"Begin at {Name(stop)}, first on the shortest way found" : $"Then {Name(stop)}"));
            at = stop.Location ?? at;
        }
        return new(steps, route.LengthM, steps.Aggregate(TimeSpan.Zero, static (sum, step) => sum + step.Wait));
    }

    internal static string Name(ScanStop stop)
    {
        var tower = stop.Tower.Length > 0 ? $"tower {stop.Tower}" : "the society's own meters";
        return stop switch
        {
            { LowestFloor: { } low, HighestFloor: { } high } when low != high => $"{tower}, floors {low} to {high}",
            { LowestFloor: { } low } => $"{tower}, floor {low}",
            _ => tower,
        };
    }
}
