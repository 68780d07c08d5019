namespace Sluice.Contracts.Notifications;

/// <summary>What somebody is told, and by which channels they can be.</summary>
public sealed record MyNotificationsDto
{
    /// <summary>One for each society of theirs; for those who run the installation one without society.</summary>
    public required IReadOnlyList<NotificationSettingsDto> Items { get; init; }

    /// <summary>The channels this server has: <c>mail</c>, <c>webhook</c>, <c>mqtt</c>.</summary>
    public required IReadOnlyList<string> Channels { get; init; }
}

/// <summary>What somebody is told about a society.</summary>
public sealed record NotificationSettingsDto
{
    /// <summary>The society; absent: the installation.</summary>
    public string? Society { get; init; }

    /// <summary>The time zone of the times here.</summary>
    public required string TimeZone { get; init; }

    /// <summary>Every type they may be told of, with what they chose or get without.</summary>
    public required IReadOnlyList<NotificationChoiceDto> Choices { get; init; }

    /// <summary>When nothing comes; absent: there are no quiet hours.</summary>
    public QuietHoursDto? QuietHours { get; init; }

    /// <summary>True: urgent news come at once even where a daily digest is chosen.</summary>
    public required bool UrgentAtOnce { get; init; }

    /// <summary>True: urgent news break the quiet hours.</summary>
    public required bool UrgentBreaksQuiet { get; init; }

    /// <summary>When the daily digest comes, HH:MM.</summary>
    public required string DigestAt { get; init; }
}

/// <summary>A type of event and when somebody is told of it.</summary>
public sealed record NotificationChoiceDto
{
    /// <summary>For example <c>session.completed</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What it is, in words.</summary>
    public string? Meaning { get; init; }

    /// <summary>OFF, IMMEDIATE or DAILY.</summary>
    public required string When { get; init; }

    /// <summary>By which channels; absent in a request: by mail.</summary>
    public IReadOnlyList<string>? Channels { get; init; }
}

/// <summary>When nothing comes.</summary>
public sealed record QuietHoursDto
{
    /// <summary>When they begin, HH:MM in the society's time zone.</summary>
    public required string From { get; init; }

    /// <summary>When they end, HH:MM; before <see cref="From"/>: on the next day.</summary>
    public required string To { get; init; }
}

/// <summary>What somebody chooses. It replaces what they chose before; a type that is absent gets its default.</summary>
public sealed record NotificationSettingsInput
{
    /// <summary>Types and when.</summary>
    public IReadOnlyList<NotificationChoiceDto>? Choices { get; init; }

    /// <summary>Absent: no quiet hours.</summary>
    public QuietHoursDto? QuietHours { get; init; }

    /// <summary>True when absent.</summary>
    public bool? UrgentAtOnce { get; init; }

    /// <summary>False when absent.</summary>
    public bool? UrgentBreaksQuiet { get; init; }

    /// <summary>HH:MM; 07:30 when absent.</summary>
    public string? DigestAt { get; init; }
}
