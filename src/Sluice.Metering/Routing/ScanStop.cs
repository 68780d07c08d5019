using Sluice.Metering.Sessions;

namespace Sluice.Metering.Routing;

/// <summary>A place to stand at and listen: meters of a tower, on floors next to each other, no more than a reader hears at once.</summary>
/// <param name="Tower">The tower; empty for meters of none.</param>
/// <param name="LowestFloor">The lowest floor; null when not known.</param>
/// <param name="HighestFloor">The highest floor; null when not known.</param>
/// <param name="Location">Where; null when not known.</param>
/// <param name="Targets">The targets heard there, in the round's order.</param>
public sealed record ScanStop(string Tower, int? LowestFloor, int? HighestFloor, Location? Location, IReadOnlyList<SessionTarget> Targets)
{
    /// <summary>Side of the squares within which one place hears all: radio reach is far more.</summary>
    private const double SquareM = 30;

    private const double MetresPerDegree = 111_195;

    /// <summary>How many are missing.</summary>
    public int Missing { get; } = Targets.Count(static t => t.State == TargetState.Missing);

    /// <summary>Cuts a round's targets into stops, in the round's order.</summary>
    public static IReadOnlyList<ScanStop> Of(IReadOnlyList<SessionTarget> targets, RadioModel? model = null)
    {
        var most = (model ?? RadioModel.FlowIq).MetersPerStop;
        var stops = new List<ScanStop>();
        foreach (var place in targets.GroupBy(static t => (t.Tower, Square(t.Location))))
        {
            var stop = new List<SessionTarget>();
            foreach (var floor in place.GroupBy(static t => t.Floor))
                foreach (var part in floor.Chunk(most))
                {
                    if (stop.Count + part.Length > most)
                    {
                        stops.Add(Make(place.Key.Tower, stop));
                        stop = [];
                    }
                    stop.AddRange(part);
                }
            stops.Add(Make(place.Key.Tower, stop));
        }
        return stops;
    }

    private static ScanStop Make(string tower, List<SessionTarget> targets) =>
        new(tower, targets.Min(static t => t.Floor), targets.Max(static t => t.Floor), targets.Find(static t => t.Location is not null)?.Location, targets);

    private static (long, long)? Square(Location? location) => location is { } at
        ? ((long)Math.Floor(at.Lat * MetresPerDegree / SquareM), (long)Math.Floor(at.Lng * Math.Cos(double.DegreesToRadians(Math.Round(at.Lat, 1))) * MetresPerDegree / SquareM))
        : null;
}

/// <summary>Where to go next, and why.</summary>
public sealed record NextStep
{
    /// <summary>The tower; may be empty.</summary>
    public required string Tower { get; init; }

    /// <summary>The flat; empty where the step is about more than one.</summary>
    public string Flat { get; init; } = "";

    /// <summary>The lowest floor; null when not known.</summary>
    public int? LowestFloor { get; init; }

    /// <summary>The highest floor; null when not known.</summary>
    public int? HighestFloor { get; init; }

    /// <summary>Where; null when not known.</summary>
    public Location? Location { get; init; }

    /// <summary>What is missing there.</summary>
    public required IReadOnlyList<SessionTarget> Missing { get; init; }

    /// <summary>Metres as the crow flies from here, or from the step before; null when not known.</summary>
    public double? DistanceM { get; init; }

    /// <summary>How long to wait there.</summary>
    public required TimeSpan Wait { get; init; }

    /// <summary>Why, in a sentence.</summary>
    public required string Reason { get; init; }

    internal static NextStep At(ScanStop stop, double? distanceM, RadioModel model, string why)
    {
        var wait = model.TimeToHear(stop.Missing, stop.Targets.Count);
        return new()
        {
            Tower = stop.Tower,
            LowestFloor = stop.LowestFloor,
            HighestFloor = stop.HighestFloor,
            Location = stop.Location,
            Missing = [.. stop.Targets.Where(static t => t.State == TargetState.Missing)],
            DistanceM = distanceM,
            Wait = wait,
            Reason = $"{why}{(distanceM is { } m ? $", {m:0} m from {(why.StartsWith("Then", StringComparison.Ordinal) ? "there" : "here")}" : "")}: {stop.Missing} of {stop.Targets.Count} meters are missing, about {wait.TotalSeconds:0} s of waiting.",
        };
    }
}
