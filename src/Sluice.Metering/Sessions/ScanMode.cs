namespace Sluice.Metering.Sessions;

/// <summary>How a round goes about its meters. Names and numbers are public and stored: never renumber.</summary>
public enum ScanMode
{
    /// <summary>The meters of one flat.</summary>
    Flat = 0,

    /// <summary>All meters of one or several towers.</summary>
    Tower = 1,

    /// <summary>All meters of the society, along a short route.</summary>
    Society = 2,

    /// <summary>Whatever is heard on the way; every active meter of the society is a candidate.</summary>
    FreeRoam = 3,
}

/// <summary>Where a round stands. Names and numbers are public and stored: never renumber.</summary>
public enum SessionStatus
{
    /// <summary>Under way.</summary>
    Active = 0,

    /// <summary>Interrupted; its time stands still.</summary>
    Paused = 1,

    /// <summary>Ended as planned.</summary>
    Completed = 2,

    /// <summary>Given up; the reason says why.</summary>
    Failed = 3,
}
