using System.Text.Json;

namespace Sluice.Contracts.Events;

/// <summary>Something that happened. <c>docs/events.md</c> has the types with their data.</summary>
public sealed record EventDto
{
    /// <summary>Place in the order of happening: rising, with gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>The society; absent: the installation.</summary>
    public string? SocietyId { get; init; }

    /// <summary>What kind of event, for example <c>session.completed</c>.</summary>
    public required string Type { get; init; }

    /// <summary>What it is about: the id of the round, alert, job or meter.</summary>
    public required string SubjectId { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Its data; their shape depends on the type.</summary>
    public required JsonElement Data { get; init; }
}

/// <summary>Events after a sequence, oldest first.</summary>
public sealed record EventsPage
{
    /// <summary>The events the caller may see; may be none although there are more.</summary>
    public required IReadOnlyList<EventDto> Events { get; init; }

    /// <summary>Pass as <c>?after=</c> to go on.</summary>
    public required long Through { get; init; }

    /// <summary>True: there are more already.</summary>
    public required bool More { get; init; }
}

/// <summary>A ticket for one live stream.</summary>
public sealed record LiveTicketDto
{
    /// <summary>Pass as <c>?ticket=</c>; good once.</summary>
    public required string Ticket { get; init; }

    /// <summary>Until when.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
