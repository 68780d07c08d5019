namespace Sluice.Metering.Sessions;

/// <summary>How many targets are in each state.</summary>
public readonly record struct StateCounts(int Missing, int Captured, int Decoded, int Suspicious, int Manual, int Unreadable)
{
    /// <summary>All targets.</summary>
    public int All => Missing + Captured + Decoded + Suspicious + Manual + Unreadable;

    /// <summary>Targets that were read in one way or another.</summary>
    public int Read => Captured + Decoded + Suspicious + Manual;

    /// <summary>These counts with <paramref name="n"/> more in a state.</summary>
    public StateCounts With(TargetState state, int n) => state switch
    {
        TargetState.Missing => this with { Missing = Missing + n },
        TargetState.Captured => this with { Captured = Captured + n },
        TargetState.Decoded => this with { Decoded = Decoded + n },
        TargetState.Suspicious => this with { Suspicious = Suspicious + n },
        TargetState.Manual => this with { Manual = Manual + n },
        TargetState.Unreadable => this with { Unreadable = Unreadable + n },
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, "Not a state of a target."),
    };

    /// <summary>These counts after a target went from one state to another.</summary>
    public StateCounts Moved(TargetState from, TargetState to) => from == to ? this : With(from, -1).With(to, 1);

    /// <summary>Both together.</summary>
    public StateCounts And(StateCounts other) => new(
        Missing + other.Missing, Captured + other.Captured, Decoded + other.Decoded, Suspicious + other.Suspicious, Manual + other.Manual, Unreadable + other.Unreadable);

    /// <summary>Counts targets, the naive way.</summary>
    public static StateCounts Of(IEnumerable<SessionTarget> targets) => targets.Aggregate(default(StateCounts), static (counts, target) => counts.With(target.State, 1));
}

/// <summary>How far a round, tower or flat is. <see cref="Completed"/> + <see cref="Unreadable"/> + <see cref="Remaining"/> = <see cref="Total"/>.</summary>
/// <param name="Completed">Read: captured, decoded, suspicious or noted by hand.</param>
/// <param name="Unreadable">Handled, but not read.</param>
/// <param name="Remaining">Still missing: where there is something left to do.</param>
public readonly record struct Progress(int Completed, int Unreadable, int Remaining)
{
    /// <summary>All targets. In free roam nobody expects anything: what was heard or noted.</summary>
    public int Total => Completed + Unreadable + Remaining;

    /// <summary>Completed of total, in percent with one decimal, cut off: 100 means all. 0 when there is nothing to read.</summary>
    public decimal Percentage => Total == 0 ? 0 : Math.Floor(Completed * 1000m / Total) / 10;

    /// <summary>The progress that counts make in a mode.</summary>
    public static Progress Of(StateCounts counts, ScanMode mode) => new(counts.Read, counts.Unreadable, mode == ScanMode.FreeRoam ? 0 : counts.Missing);
}

/// <summary>The counts of one flat.</summary>
/// <param name="Tower">The tower; empty for bulk meters of the society.</param>
/// <param name="Flat">The flat; empty for bulk meters.</param>
/// <param name="Counts">The counts.</param>
public sealed record FlatCounts(string Tower, string Flat, StateCounts Counts);
