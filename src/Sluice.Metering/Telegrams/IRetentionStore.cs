using Sluice.Metering.Identity;

namespace Sluice.Metering.Telegrams;

/// <summary>Forgets raw telegrams and positions that <see cref="IIntakeStore"/> kept, when their time is over.</summary>
/// <remarks>Safe for use from many threads. Providers fail with <see cref="Storage.StorageException"/>.</remarks>
public interface IRetentionStore
{
    /// <summary>Forgets a part of the raw telegrams that came on an occasion of the society; readings stay.</summary>
    /// <param name="scope">The society.</param>
    /// <param name="occasion">The occasion.</param>
    /// <param name="before">Only those received before this moment.</param>
    /// <param name="limit">About how many at most.</param>
    /// <returns>How many; 0 when there is none left: call it again until then.</returns>
    ValueTask<int> ForgetTelegramsAsync(SocietyScope scope, Occasion occasion, DateTimeOffset before, int limit, CancellationToken ct);

    /// <summary>Forgets a part of where receivers were in the society's rounds: the positions of readings heard and of raw telegrams received before a moment.</summary>
    /// <inheritdoc cref="ForgetTelegramsAsync" path="/param"/>
    /// <returns>How many positions; 0 when there is none left: call it again until then.</returns>
    ValueTask<int> ForgetPositionsAsync(SocietyScope scope, DateTimeOffset before, int limit, CancellationToken ct);
}

/// <summary>On what occasion a telegram came, as far as that says how long it is kept.</summary>
public enum Occasion
{
    /// <summary>Somebody walked by in a round.</summary>
    Round = 0,

    /// <summary>A gateway heard it.</summary>
    Gateway,
}
