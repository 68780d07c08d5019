namespace Sluice.Contracts.Audit;

/// <summary>An entry of the audit log.</summary>
public sealed record AuditEntryDto
{
    /// <summary>Its place: 1, 2, 3 … without gaps over the whole installation.</summary>
    public required long Sequence { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The caller's subject; <c>anonymous</c> when nobody proved who they are.</summary>
    public required string Actor { get; init; }

    /// <summary>The caller's name; may be empty.</summary>
    public required string ActorName { get; init; }

    /// <summary>What was done, for example <c>meter.replace</c>; a refused attempt ends with <c> refused</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The society; absent for the installation.</summary>
    public string? SocietyId { get; init; }

    /// <summary>The id of what was acted on; may be empty.</summary>
    public required string Target { get; init; }

    /// <summary>What changed; may be empty.</summary>
    public required string Detail { get; init; }

    /// <summary>The address the request came from.</summary>
    public string? From { get; init; }

    /// <summary>SHA-256 over the previous entry's hash and this entry, hex.</summary>
    public required string Hash { get; init; }
}

/// <summary>A page of the audit log, newest first.</summary>
public sealed record AuditPage
{
    /// <summary>The page.</summary>
    public required IReadOnlyList<AuditEntryDto> Entries { get; init; }

    /// <summary>Pass as <c>?next=</c> to go on; absent on the last page.</summary>
    public string? Next { get; init; }
}

/// <summary>What a look through the whole chain found.</summary>
public sealed record AuditVerdictDto
{
    /// <summary>True when every entry fits.</summary>
    public required bool Intact { get; init; }

    /// <summary>Entries that fit, from the first.</summary>
    public required long Entries { get; init; }

    /// <summary>The hash of the last entry that fits. Note it elsewhere: it proves later that none was cut off the end.</summary>
    public required string Head { get; init; }

    /// <summary>The place of the first entry that does not fit.</summary>
    public long? Break { get; init; }
}
