namespace Sluice.Contracts.Alerts;

/// <summary>A page of alerts, last made first.</summary>
public sealed record AlertsPage
{
    /// <summary>The page.</summary>
    public required IReadOnlyList<AlertDto> Alerts { get; init; }

    /// <summary>Pass as <c>?next=</c> to go on; absent on the last page.</summary>
    public string? Next { get; init; }
}

/// <summary>An alert.</summary>
public sealed record AlertDto
{
    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The society.</summary>
    public required string SocietyId { get; init; }

    /// <summary>The meter it is about, for example <c>KAM.90000001</c>; absent for gateways.</summary>
    public string? MeterId { get; init; }

    /// <summary>The gateway it is about; absent for meters.</summary>
    public string? GatewayId { get; init; }

    /// <summary>The rule's id.</summary>
    public required string Rule { get; init; }

    /// <summary>INFO, WARNING, ALERT or URGENT.</summary>
    public required string Severity { get; init; }

    /// <summary>OPEN, ACKNOWLEDGED or CLOSED.</summary>
    public required string State { get; init; }

    /// <summary>When the condition was first seen since it was opened, UTC.</summary>
    public required DateTimeOffset FirstSeen { get; init; }

    /// <summary>When it was seen last, UTC.</summary>
    public required DateTimeOffset LastSeen { get; init; }

    /// <summary>How often since it was opened.</summary>
    public required long Count { get; init; }

    /// <summary>What happened, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>What to do, in words.</summary>
    public required string Advice { get; init; }

    /// <summary>What became of it so far, oldest first.</summary>
    public required IReadOnlyList<AlertEventDto> History { get; init; }
}

/// <summary>Something that happened to an alert.</summary>
public sealed record AlertEventDto
{
    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>OPENED, REOPENED, ACKNOWLEDGED, CLOSED or CLOSED_BY_ITSELF.</summary>
    public required string What { get; init; }

    /// <summary>Who did it; absent when it happened by itself.</summary>
    public string? By { get; init; }

    /// <summary>What they wrote.</summary>
    public string? Note { get; init; }
}

/// <summary>What somebody writes when they acknowledge or close an alert.</summary>
public sealed record AlertNoteDto
{
    /// <summary>At most 500 characters; may be absent.</summary>
    public string? Note { get; init; }
}

/// <summary>How many alerts are not closed.</summary>
public sealed record AlertSummaryDto
{
    /// <summary>Open ones.</summary>
    public required long Open { get; init; }

    /// <summary>Acknowledged ones.</summary>
    public required long Acknowledged { get; init; }

    /// <summary>Not closed, by severity: INFO, WARNING, ALERT, URGENT.</summary>
    public required IReadOnlyDictionary<string, long> BySeverity { get; init; }

    /// <summary>Not closed, by rule id.</summary>
    public required IReadOnlyDictionary<string, long> ByRule { get; init; }
}
