using Sluice.Metering.Identity;

namespace Sluice.Metering.Readings;

/// <summary>What somebody made of a reading. Version 1 is the reading as it was stored; the highest version counts. No version is ever changed or removed.</summary>
public sealed record ReadingVersion
{
    /// <summary>The longest reason, characters.</summary>
    public const int MaxWhy = 500;

    /// <summary>The most versions of a reading.</summary>
    public const int MaxVersions = 100;

    /// <summary>The reading's <see cref="Reading.Sequence"/>.</summary>
    public required long Reading { get; init; }

    /// <summary>1 for the reading itself, then 2, 3 …</summary>
    public required int Version { get; init; }

    /// <summary>What was done.</summary>
    public required VersionKind Kind { get; init; }

    /// <summary>Volume, m³; null when it has none or was withdrawn.</summary>
    public decimal? TotalM3 { get; init; }

    /// <summary>Volume at the due date, m³; null when it has none or was withdrawn.</summary>
    public decimal? TargetM3 { get; init; }

    /// <summary>Whether it can be billed.</summary>
    public ReadingQuality Quality { get; init; }

    /// <summary>Why it is not GOOD: rule ids separated by spaces.</summary>
    public string Reasons { get; init; } = "";

    /// <summary>The subject of who did it; empty for version 1.</summary>
    public string By { get; init; } = "";

    /// <summary>When, UTC, to the millisecond.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Why; empty for version 1.</summary>
    public string Why { get; init; } = "";

    /// <summary>The reading itself as version 1.</summary>
    public static ReadingVersion Original(Reading reading) => new()
    {
        Reading = reading.Sequence,
        Version = 1,
        Kind = VersionKind.Original,
        TotalM3 = reading.TotalM3,
        TargetM3 = reading.TargetM3,
        Quality = reading.Quality,
        Reasons = reading.Reasons,
        At = reading.At,
    };

    /// <summary>The reading as this version says it.</summary>
    public Reading Of(Reading reading) => reading with { TotalM3 = TotalM3, TargetM3 = TargetM3, Quality = Quality, Reasons = Reasons, Version = Version, Kind = Kind };

    /// <summary>The version after this one.</summary>
    /// <param name="kind">What is done.</param>
    /// <param name="scope">By whom.</param>
    /// <param name="why">Why, not empty.</param>
    /// <param name="at">When.</param>
    /// <param name="totalM3">For corrections: what it should be.</param>
    /// <param name="targetM3">For corrections: what it should be; null: as it was.</param>
    public ReadingVersion Next(VersionKind kind, SocietyScope scope, string why, DateTimeOffset at, decimal? totalM3 = null, decimal? targetM3 = null)
    {
        var next = this with { Version = Version + 1, Kind = kind, By = scope.Caller.Subject, Why = why, At = Timestamps.Stored(at) };
        return kind switch
        {
            VersionKind.Accepted => next with { Quality = Quality == ReadingQuality.Poor ? ReadingQuality.Fair : Quality },
            VersionKind.Noted => next,
            VersionKind.Withdrawn => next with { TotalM3 = null, TargetM3 = null, Quality = ReadingQuality.Poor },
            VersionKind.Corrected or VersionKind.Estimated or VersionKind.Substituted => next with { TotalM3 = totalM3, TargetM3 = targetM3 ?? TargetM3, Quality = ReadingQuality.Fair },
            _ => throw new ArgumentException($"'{kind}' is nothing that is done to a reading.", nameof(kind)),
        };
    }
}

/// <summary>What a version is. Numbers are stored.</summary>
public enum VersionKind
{
    /// <summary>The reading as it was stored.</summary>
    Original = 0,

    /// <summary>Somebody vouches for it: it can be billed.</summary>
    Accepted,

    /// <summary>Somebody knows the right value.</summary>
    Corrected,

    /// <summary>A value worked out from other readings.</summary>
    Estimated,

    /// <summary>A value agreed on, without a measurement.</summary>
    Substituted,

    /// <summary>It does not count.</summary>
    Withdrawn,

    /// <summary>Somebody wrote something about it; values and quality stay.</summary>
    Noted,
}
