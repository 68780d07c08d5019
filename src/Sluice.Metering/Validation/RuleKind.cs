namespace Sluice.Metering.Validation;

/// <summary>What a rule does to a reading's quality.</summary>
public enum RuleKind
{
    /// <summary>Nothing: it may raise an alert.</summary>
    Info = 0,

    /// <summary>FAIR: usable, look at it.</summary>
    Warning,

    /// <summary>POOR: not billable until accepted.</summary>
    Error,
}

/// <summary>How urgent an alert is.</summary>
public enum AlertSeverity
{
    /// <summary>Good to know.</summary>
    Info = 0,

    /// <summary>Look at it at the next occasion.</summary>
    Warning,

    /// <summary>Somebody has to do something.</summary>
    Alert,

    /// <summary>Now: water is running.</summary>
    Urgent,
}
