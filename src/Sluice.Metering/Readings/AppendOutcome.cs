namespace Sluice.Metering.Readings;

/// <summary>What became of an appended reading.</summary>
public enum AppendOutcome
{
    /// <summary>It is new.</summary>
    Stored = 0,

    /// <summary>A reading of the same meter and identity with the same values is there; what this one adds (receiver, better signal) was noted.</summary>
    AlreadyStored,

    /// <summary>A reading of the same identity with another meter or other values is there. The first one stays, unchanged.</summary>
    Conflict,
}
