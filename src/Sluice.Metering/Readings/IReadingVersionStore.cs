using Sluice.Metering.Identity;

namespace Sluice.Metering.Readings;

/// <summary>What people made of readings: appended, never changed.</summary>
/// <remarks>Safe for use from many threads; a change is durable when its call returns. Providers fail with <see cref="Storage.StorageException"/>.</remarks>
public interface IReadingVersionStore
{
    /// <summary>The versions after the first one, oldest first; empty when nobody touched the reading.</summary>
    ValueTask<IReadOnlyList<ReadingVersion>> ListAsync(SocietyScope scope, long reading, CancellationToken ct);

    /// <summary>The last version of each of these readings that was touched, by reading; readings nobody touched are not in it. One look-up for a whole page.</summary>
    /// <param name="readings">Numbers of readings, at most <see cref="IReadingStore.MaxLatest"/> + 1.</param>
    ValueTask<IReadOnlyDictionary<long, ReadingVersion>> CurrentAsync(SocietyScope scope, IReadOnlyCollection<long> readings, CancellationToken ct);

    /// <summary>The same for readings of any society.</summary>
    ValueTask<IReadOnlyDictionary<long, ReadingVersion>> CurrentAsync(InstallationScope scope, IReadOnlyCollection<long> readings, CancellationToken ct);

    /// <summary>Appends a version. What the meter's days add up to follows it. One that makes the reading count (accepted or corrected) is what later readings of the meter are judged against, when none after it was accepted.</summary>
    /// <param name="reading">The reading, as stored.</param>
    /// <param name="version">Its number is one more than the last one's.</param>
    /// <returns><see cref="ChangeOutcome.Changed"/>, or <see cref="ChangeOutcome.Conflict"/> when somebody appended meanwhile.</returns>
    /// <exception cref="ArgumentException">The version is not of this reading, or has too long a reason.</exception>
    ValueTask<Change> AppendAsync(SocietyScope scope, Reading reading, ReadingVersion version, CancellationToken ct);
}

/// <summary>What every <see cref="IReadingVersionStore"/> has to do alike.</summary>
public static class VersionRules
{
    /// <summary>Refuses what no store keeps.</summary>
    /// <exception cref="ArgumentException">It is not of this reading, has a number out of range, no reason or too long a one, or a volume with too many digits.</exception>
    public static void ThrowIfUnfit(SocietyScope scope, Reading reading, ReadingVersion version)
    {
        if (version.Reading != reading.Sequence || reading.Society != scope.Society) throw new ArgumentException($"Version {version.Version} is not of reading {reading.Sequence} of this society.", nameof(version));
        if (version.Version is < 2 or > ReadingVersion.MaxVersions) throw new ArgumentException($"Versions are numbered 2 to {ReadingVersion.MaxVersions}; this one is {version.Version}.", nameof(version));
        if (version.Why.Length is 0 or > ReadingVersion.MaxWhy) throw new ArgumentException($"A reason has 1 to {ReadingVersion.MaxWhy} characters; this one has {version.Why.Length}.", nameof(version));
        if (!ReadingRules.Fits(version.TotalM3) || !ReadingRules.Fits(version.TargetM3)) throw new ArgumentException($"A volume has at most {Reading.MaxDigits} digits.", nameof(version));
    }

    /// <summary>The meter's history after a version, when it makes the reading count and none after it was accepted; else as it was.</summary>
    public static Validation.MeterHistory Rebase(in Validation.MeterHistory history, Reading reading, ReadingVersion version) =>
        version is { Kind: VersionKind.Accepted or VersionKind.Corrected, TotalM3: { } total } && reading.At.ToUnixTimeMilliseconds() >= history.LastAtMs
            ? history.Rebase(reading.At, total, reading.SessionNumber)
            : history;
}
