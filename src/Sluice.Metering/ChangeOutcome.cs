namespace Sluice.Metering;

/// <summary>What became of a change to configuration.</summary>
public enum ChangeOutcome
{
    /// <summary>Done.</summary>
    Changed = 0,

    /// <summary>It was so already; the version stays.</summary>
    Unchanged,

    /// <summary>There is nothing of that name in the society.</summary>
    NotFound,

    /// <summary>The name is taken.</summary>
    Exists,

    /// <summary>Somebody changed it since it was read: its version is another. Read it again.</summary>
    Conflict,

    /// <summary>It holds other things (a society meters, a tower flats): remove those first.</summary>
    NotEmpty,
}

/// <summary>The outcome of a change, and the version after it.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Version">The version there is now; 0 when there is nothing.</param>
public readonly record struct Change(ChangeOutcome Outcome, long Version = 0)
{
    /// <summary>True when things are as asked for now.</summary>
    public bool IsDone => Outcome is ChangeOutcome.Changed or ChangeOutcome.Unchanged;
}

/// <summary>A field that cannot be stored.</summary>
/// <param name="Field">Its name on the wire.</param>
/// <param name="Message">What it must be. Never quotes keys or residents' data.</param>
public readonly record struct FieldProblem(string Field, string Message);
