using Microsoft.AspNetCore.Http;
using Sluice.Metering.Identity;

namespace Sluice.Api.GraphQL.Live;

/// <summary>How many subscriptions there are, by society: one tenant cannot take the server's places.</summary>
public sealed class SubscriptionPlaces(LiveLimits limits)
{
    private readonly Lock gate = new();
    private readonly Dictionary<SocietyId, int> taken = [];
    private int all;

    /// <summary>Subscriptions now.</summary>
    public int Count
    {
        get
        {
            lock (gate) return all;
        }
    }

    /// <summary>Takes a place in each of the societies a subscription is about. Dispose it to give them back.</summary>
    /// <exception cref="GraphQLProblem">One of them has none left; none is taken then.</exception>
    internal IDisposable Take(IReadOnlyCollection<SocietyId> societies)
    {
        lock (gate)
        {
            if (all >= limits.MaxSubscriptions)
                throw GraphQLProblem.Of(StatusCodes.Status429TooManyRequests, "TooManySubscriptions", $"The server has {limits.MaxSubscriptions} subscriptions, which is all it takes. Try again later.");
            foreach (var society in societies)
                if (taken.GetValueOrDefault(society) >= limits.MaxSubscriptionsOfSociety)
                    throw GraphQLProblem.Of(StatusCodes.Status429TooManyRequests, "TooManySubscriptions",
                        $"The society {society} has {limits.MaxSubscriptionsOfSociety} subscriptions, which is all it may have. End some, or let one of yours serve several screens.");
            foreach (var society in societies) taken[society] = taken.GetValueOrDefault(society) + 1;
            all++;
        }
        return new Place(this, societies);
    }

    private void GiveBack(IReadOnlyCollection<SocietyId> societies)
    {
        lock (gate)
        {
            foreach (var society in societies)
                if (--taken[society] == 0) taken.Remove(society);
            all--;
        }
    }

    private sealed class Place(SubscriptionPlaces places, IReadOnlyCollection<SocietyId> societies) : IDisposable
    {
        private int given;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref given, 1) == 0) places.GiveBack(societies);
        }
    }
}

/// <summary>What subscriptions and their connections may take.</summary>
public sealed record LiveLimits
{
    /// <summary>The most subscriptions about one society.</summary>
    public int MaxSubscriptionsOfSociety { get; init; } = 500;

    /// <summary>The most subscriptions of the server.</summary>
    public int MaxSubscriptions { get; init; } = 5_000;

    /// <summary>The most operations under way on one connection.</summary>
    public int MaxOnConnection { get; init; } = 100;

    /// <summary>How long a connection may take to say who it is.</summary>
    public TimeSpan InitWithin { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a silent connection is asked whether it is there, and told that we are.</summary>
    public TimeSpan Ping { get; init; } = TimeSpan.FromSeconds(12);

    /// <summary>How long a message may take to leave: who does not take it in is cut off.</summary>
    public TimeSpan SendWithin { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How often it is checked that whoever subscribed still may.</summary>
    public TimeSpan CheckEvery { get; init; } = TimeSpan.FromMinutes(1);
}
