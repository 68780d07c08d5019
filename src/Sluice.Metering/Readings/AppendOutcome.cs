namespace Sluice.Metering.Readings;

/// <summary>What became of an appended reading.</summary>
public enum AppendOutcome
{
    /// <summary>It is stored as the reading of this archived telegram: now, or by an earlier call with the same telegram (a healed crash).</summary>
    Stored = 0,

    /// <summary>A reading of the same meter, identity and values came from another archived telegram; what this one adds (receiver, better signal) was noted.</summary>
    AlreadyStored,

    /// <summary>A reading of the same identity with another meter or other values is there. The first one stays, unchanged.</summary>
    Conflict,
}
