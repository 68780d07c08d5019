namespace Sluice.Metering.Routing;

/// <summary>An order in which to visit places: an open path.</summary>
/// <param name="Order">Indexes of the places, each once.</param>
/// <param name="LengthM">Length in metres as the crow flies, from the starting point where one was given.</param>
public sealed record Route(IReadOnlyList<int> Order, double LengthM);

/// <summary>How hard to search for a short route.</summary>
public sealed record RouteOptions
{
    /// <summary>The most places.</summary>
    public const int MaxPlaces = 5_000;

    /// <summary>Restarts; null: twenty a place, at most 20,000. Bounds the time, whatever the machine.</summary>
    public int? Kicks { get; init; }

    /// <summary>The same seed gives the same route.</summary>
    public int Seed { get; init; } = 1;

    internal int KicksFor(int places) => Kicks ?? Math.Min(20 * places, 20_000);
}
