namespace Sluice.Metering.Routing;

/// <summary>Finds a short open path through places: nearest neighbour, then 2-opt and Or-opt on neighbour lists, then local restarts that are undone when they do not pay.</summary>
/// <remarks>Deterministic; its time is bounded by <see cref="RouteOptions.Kicks"/>. Within a few percent of the best for up to a thousand places in tens of milliseconds.</remarks>
public static class RouteSolver
{
    private const double EarthRadiusM = 6_371_008.8;

    /// <summary>A short route.</summary>
    /// <param name="places">At most <see cref="RouteOptions.MaxPlaces"/> valid locations, not too far from each other (a society, a town).</param>
    /// <param name="from">Where the way begins; null: at whichever place suits best.</param>
    /// <param name="options">How hard to search; null: the defaults.</param>
    /// <exception cref="ArgumentException">Too many places.</exception>
    public static Route Solve(IReadOnlyList<Location> places, Location? from = null, RouteOptions? options = null)
    {
        if (places.Count > RouteOptions.MaxPlaces) throw new ArgumentException($"A route has at most {RouteOptions.MaxPlaces} places; this one has {places.Count}.", nameof(places));
        if (places.Count == 0) return new([], 0);
        options ??= new();
        Location[] all = from is { } start ? [start, .. places] : [.. places];
        var (x, y) = Project(all);
        var path = new RoutePath(x, y, startFixed: from is not null);
        path.Improve(options.KicksFor(places.Count), options.Seed);
        int[] order = [.. path.Order.Select(i => from is null ? i : i - 1).Where(static i => i >= 0)];
        var length = from is { } begin ? begin.DistanceM(places[order[0]]) : 0;
        for (var i = 1; i < order.Length; i++) length += places[order[i - 1]].DistanceM(places[order[i]]);
        return new(order, length);
    }

    /// <summary>Metres east and north of the first place: flat enough for a town.</summary>
    private static (double[] X, double[] Y) Project(Location[] all)
    {
        var origin = all[0];
        var shrink = Math.Cos(double.DegreesToRadians(origin.Lat));
        return (
            [.. all.Select(l => double.DegreesToRadians(l.Lng - origin.Lng) * shrink * EarthRadiusM)],
            [.. all.Select(l => double.DegreesToRadians(l.Lat - origin.Lat) * EarthRadiusM)]);
    }
}
