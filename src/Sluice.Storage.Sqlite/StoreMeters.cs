using System.Diagnostics.Metrics;

namespace Sluice.Storage.Sqlite;

/// <summary>What the writer measures about itself.</summary>
public static class StoreMeters
{
    /// <summary>The meter's name.</summary>
    public const string Name = "Sluice.Storage";

    private static readonly Meter Meter = new(Name);

    /// <summary>How long a group commit takes, sync to disk included.</summary>
    internal static Histogram<double> CommitDuration { get; } = Meter.CreateHistogram<double>(
        "sluice.commit.duration", "s", "Time of a group commit, sync to disk included.",
        advice: new() { HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] });

    /// <summary>Statements run. The raw ones of the intake are not in it: they are counted by telegram.</summary>
    internal static Counter<long> Statements { get; } = Meter.CreateCounter<long>("sluice.store.statements", "{statement}", "SQL statements run by readers and writers, those of the intake left out.");

    /// <summary>Commits the disk refused.</summary>
    internal static Counter<long> CommitFailures { get; } = Meter.CreateCounter<long>("sluice.commit.failures", "{commit}", "Group commits that failed; nothing of them is stored.");
}
