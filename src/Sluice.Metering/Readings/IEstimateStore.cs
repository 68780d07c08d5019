using Sluice.Metering.Identity;
using Sluice.Metering.Meters;

namespace Sluice.Metering.Readings;

/// <summary>Estimates that were kept. Nothing of them is ever changed or removed: a reading of the same day counts more.</summary>
/// <remarks>Safe for use from many threads; durable when a call returns. Providers fail with <see cref="Storage.StorageException"/>.</remarks>
public interface IEstimateStore
{
    /// <summary>The most estimates of a meter that are listed.</summary>
    const int MaxList = 100;

    /// <summary>Keeps an estimate. The same volume for the same moment of the meter once more is the one there is.</summary>
    /// <returns>As kept, with its number.</returns>
    /// <exception cref="ArgumentException">It is of another society.</exception>
    ValueTask<KeptEstimate> AddAsync(SocietyScope scope, KeptEstimate estimate, CancellationToken ct);

    /// <summary>The last <see cref="MaxList"/> estimates of a meter, last made first.</summary>
    ValueTask<IReadOnlyList<KeptEstimate>> ListAsync(SocietyScope scope, MeterId meter, CancellationToken ct);
}

/// <summary>An estimate that was kept.</summary>
public sealed record KeptEstimate
{
    /// <summary>Given by the store, greater than 0.</summary>
    public long Id { get; init; }

    /// <summary>The society.</summary>
    public required SocietyId Society { get; init; }

    /// <summary>The meter.</summary>
    public required MeterId Meter { get; init; }

    /// <summary>The estimate. Of what it was made of, only method and volume are kept.</summary>
    public required Estimate Estimate { get; init; }

    /// <summary>The subject of who made it.</summary>
    public required string By { get; init; }

    /// <summary>When it was made, UTC, to the millisecond.</summary>
    public required DateTimeOffset MadeAt { get; init; }

    /// <summary>The good reading of its day that counts instead; null when there is none. Found when listed, not stored.</summary>
    public long? ReplacedBy { get; init; }

    /// <summary>As every store keeps it.</summary>
    /// <exception cref="ArgumentException">It is of another society.</exception>
    public KeptEstimate AsStored(SocietyScope scope, long id) => Society == scope.Society
        ? this with { Id = id, Estimate = new(Estimate.Method, Estimate.At, Estimate.TotalM3), ReplacedBy = null }
        : throw new ArgumentException($"The estimate is of society {Society}, not of {scope.Society}.", nameof(scope));
}
