namespace Sluice.Contracts.Validation;

/// <summary>The validation rules as they are in force in a society.</summary>
public sealed record RulesDto
{
    /// <summary>Every rule.</summary>
    public required IReadOnlyList<RuleDto> Rules { get; init; }
}

/// <summary>A validation rule.</summary>
public sealed record RuleDto
{
    /// <summary>Its id, as in a reading's reasons.</summary>
    public required string Id { get; init; }

    /// <summary>ERROR (POOR), WARNING (FAIR) or INFO.</summary>
    public required string Kind { get; init; }

    /// <summary>The severity of the alert it raises: INFO, WARNING, ALERT or URGENT; absent when it raises none.</summary>
    public string? Alert { get; init; }

    /// <summary>False: the society switched it off.</summary>
    public required bool Enabled { get; init; }

    /// <summary>What fired, in words.</summary>
    public required string Meaning { get; init; }

    /// <summary>What to do about it, in words.</summary>
    public required string Advice { get; init; }

    /// <summary>Hours without the condition after which its alert closes by itself; absent without alert.</summary>
    public int? CloseAfterHours { get; init; }

    /// <summary>Its thresholds.</summary>
    public required IReadOnlyList<RuleThresholdDto> Thresholds { get; init; }
}

/// <summary>A threshold of a rule.</summary>
public sealed record RuleThresholdDto
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What is in force.</summary>
    public required decimal Value { get; init; }

    /// <summary>What is in force when nobody changes it.</summary>
    public required decimal Default { get; init; }

    /// <summary>The least value allowed.</summary>
    public required decimal Min { get; init; }

    /// <summary>The greatest value allowed.</summary>
    public required decimal Max { get; init; }

    /// <summary>What it is, in words.</summary>
    public required string Meaning { get; init; }
}

/// <summary>What a society wants to be different. Rules and thresholds that are not named are as documented.</summary>
public sealed record RuleChangesDto
{
    /// <summary>By rule id; null for a rule as documented.</summary>
    public IReadOnlyDictionary<string, RuleChangeDto?>? Rules { get; init; }
}

/// <summary>What is different about one rule.</summary>
public sealed record RuleChangeDto
{
    /// <summary>False: off. Absent: on.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Thresholds by name.</summary>
    public IReadOnlyDictionary<string, decimal>? Thresholds { get; init; }
}

/// <summary>What rules would have made of readings that are stored; nothing is changed.</summary>
public sealed record RuleTrialDto
{
    /// <summary>Readings looked at.</summary>
    public required int Readings { get; init; }

    /// <summary>By the rules in force now: readings by quality.</summary>
    public required IReadOnlyDictionary<string, int> Now { get; init; }

    /// <summary>By the rules tried: readings by quality.</summary>
    public required IReadOnlyDictionary<string, int> Tried { get; init; }

    /// <summary>By the rules tried: how often each fired.</summary>
    public required IReadOnlyDictionary<string, int> Fired { get; init; }

    /// <summary>How many readings would have another quality or other reasons.</summary>
    public required int Changed { get; init; }

    /// <summary>The first of those.</summary>
    public required IReadOnlyList<TriedReadingDto> Examples { get; init; }
}

/// <summary>A reading that the rules tried would have judged otherwise.</summary>
public sealed record TriedReadingDto
{
    /// <summary>The meter.</summary>
    public required string MeterId { get; init; }

    /// <summary>When it was heard, UTC.</summary>
    public required DateTimeOffset Timestamp { get; init; }

    /// <summary>GOOD, FAIR or POOR by the rules now.</summary>
    public required string Now { get; init; }

    /// <summary>Why not GOOD.</summary>
    public required IReadOnlyList<string> NowReasons { get; init; }

    /// <summary>GOOD, FAIR or POOR by the rules tried.</summary>
    public required string Tried { get; init; }

    /// <summary>Why not GOOD.</summary>
    public required IReadOnlyList<string> TriedReasons { get; init; }
}
