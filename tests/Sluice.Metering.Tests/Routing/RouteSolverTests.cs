using CsCheck;
using Sluice.Metering.Routing;

namespace Sluice.Metering.Tests.Routing;

public class RouteSolverTests
{
    private static readonly Gen<Location> Place = Gen.Select(Gen.Int[0, 1000], Gen.Int[0, 1000]).Select(static (a, b) => new Location(12.97 + (a * 1e-5), 77.59 + (b * 1e-5)));

    [Fact]
    public void Small_routes_are_the_shortest_there_are() => Gen.Select(Place.Array[1, 7], Gen.Bool).Sample((places, fixedStart) =>
    {
        Location? from = fixedStart ? new Location(12.97, 77.59) : null;
        var route = RouteSolver.Solve(places, from);
        Assert.Equal(Enumerable.Range(0, places.Length), route.Order.Order());
        Assert.Equal(Length(places, from, route.Order), route.LengthM, 0.001);
        Assert.InRange(route.LengthM, 0, Best(places, from) * 1.0001);   // a town is not quite flat
    }, iter: 200);

    [Fact]
    public void Every_place_is_visited_once_from_where_one_stands() => Gen.Select(Place.Array[0, 120], Place).Sample((places, from) =>
    {
        var route = RouteSolver.Solve(places, from, new() { Kicks = 50 });
        Assert.Equal(Enumerable.Range(0, places.Length), route.Order.Order());
        Assert.Equal(Length(places, from, route.Order), route.LengthM, 0.001);
    }, iter: 100);

    [Fact]
    public void Places_at_one_spot_need_no_way() => Assert.Equal(0, RouteSolver.Solve([.. Enumerable.Repeat(new Location(12.97, 77.59), 40)]).LengthM);

    [Fact]
    public void The_same_seed_gives_the_same_route()
    {
        var places = Random(200, seed: 3);
        Assert.Equal(RouteSolver.Solve(places, places[0]).Order, RouteSolver.Solve(places, places[0]).Order);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(1000)]
    public void Long_routes_are_within_five_percent_of_what_a_long_search_finds(int places)
    {
        var all = Random(places, seed: 7);
        var best = RouteSolver.Solve(all, options: new() { Kicks = 100_000, Seed = 5 }).LengthM;
        Assert.InRange(RouteSolver.Solve(all).LengthM, best, best * 1.05);
    }

    [Fact]
    public void Too_many_places_are_refused() => Assert.Throws<ArgumentException>(static () => RouteSolver.Solve(new Location[RouteOptions.MaxPlaces + 1]));

    private static Location[] Random(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => new Location(12.97 + (random.NextDouble() * 0.02), 77.59 + (random.NextDouble() * 0.02)))];
    }

    private static double Length(Location[] places, Location? from, IReadOnlyList<int> order)
    {
        Location[] way = from is { } start ? [start, .. order.Select(i => places[i])] : [.. order.Select(i => places[i])];
        return way.Zip(way.Skip(1), static (a, b) => a.DistanceM(b)).Sum();
    }

    private static double Best(Location[] places, Location? from) => Permutations([.. Enumerable.Range(0, places.Length)], 0).Min(order => Length(places, from, order));

    private static IEnumerable<int[]> Permutations(int[] items, int at)
    {
        if (at == items.Length) yield return items;
        for (var i = at; i < items.Length; i++)
        {
            (items[at], items[i]) = (items[i], items[at]);
            foreach (var permutation in Permutations(items, at + 1)) yield return permutation;
            (items[at], items[i]) = (items[i], items[at]);
        }
    }
}
