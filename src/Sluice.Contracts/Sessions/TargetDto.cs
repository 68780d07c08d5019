using Sluice.Contracts.Telegrams;

namespace Sluice.Contracts.Sessions;

/// <summary>A place on earth, WGS 84.</summary>
/// <param name="Lat">Latitude, degrees.</param>
/// <param name="Lng">Longitude, degrees.</param>
public sealed record PlaceDto(double Lat, double Lng);

/// <summary>A meter of a round.</summary>
public sealed record TargetDto
{
    /// <summary>The meter, for example <c>KAM.90000001</c>.</summary>
    public required string MeterId { get; init; }

    /// <summary>Its serial number.</summary>
    public required string SerialNumber { get; init; }

    /// <summary>The tower.</summary>
    public required string Tower { get; init; }

    /// <summary>The flat.</summary>
    public required string Flat { get; init; }

    /// <summary>Which of the flat's meters.</summary>
    public string? Place { get; init; }

    /// <summary>The floor, 0 the ground floor.</summary>
    public int? Floor { get; init; }

    /// <summary>Where.</summary>
    public PlaceDto? Location { get; init; }

    /// <summary><c>MISSING</c>, <c>CAPTURED</c>, <c>DECODED</c>, <c>SUSPICIOUS</c>, <c>MANUAL</c>, <c>UNREADABLE</c>.</summary>
    public required string State { get; init; }

    /// <summary>When it was heard first in this round.</summary>
    public DateTimeOffset? HeardAt { get; init; }

    /// <summary>The best signal, dBm.</summary>
    public int? RssiDbm { get; init; }

    /// <summary>True when it came in after the round had ended.</summary>
    public bool? Late { get; init; }

    /// <summary>What a person noted.</summary>
    public NoteDto? Note { get; init; }
}

/// <summary>What a person noted about a meter.</summary>
public sealed record NoteDto
{
    /// <summary><c>MANUAL</c>, <c>UNREADABLE</c>, or <c>MISSING</c> for one taken back.</summary>
    public required string Status { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who.</summary>
    public required string UserId { get; init; }

    /// <summary>The typed reading, m³.</summary>
    public decimal? Reading { get; init; }

    /// <summary>Name of the photo.</summary>
    public string? Photo { get; init; }

    /// <summary>Words.</summary>
    public string? Text { get; init; }
}

/// <summary>Meters of a round, in its order.</summary>
public sealed record TargetsPage
{
    /// <summary>The page.</summary>
    public required IReadOnlyList<TargetDto> Targets { get; init; }

    /// <summary>Pass as <c>?next=</c> to go on; absent on the last page.</summary>
    public string? Next { get; init; }
}

/// <summary>A meter heard that is not on the round's list.</summary>
public sealed record HeardDto
{
    /// <summary>The meter.</summary>
    public required string MeterId { get; init; }

    /// <summary>True when it is one of this society's.</summary>
    public required bool Known { get; init; }

    /// <summary><c>CAPTURED</c>, <c>DECODED</c>, <c>SUSPICIOUS</c>.</summary>
    public required string State { get; init; }

    /// <summary>When it was heard first in this round.</summary>
    public required DateTimeOffset FirstAt { get; init; }

    /// <summary>When it was heard last.</summary>
    public required DateTimeOffset LastAt { get; init; }

    /// <summary>The best signal, dBm.</summary>
    public int? RssiDbm { get; init; }
}

/// <summary>Meters heard that are not on the list, by serial number.</summary>
public sealed record HeardPage
{
    /// <summary>The page.</summary>
    public required IReadOnlyList<HeardDto> Meters { get; init; }

    /// <summary>Pass as <c>?next=</c> to go on; absent on the last page.</summary>
    public string? Next { get; init; }
}

/// <summary>Body of <c>POST /api/sessions/{sessionId}/update</c>.</summary>
public sealed record UpdateTargetDto
{
    /// <summary>The meter: <c>KAM.90000001</c>, or its serial number where only one maker's meter has it.</summary>
    public string? MeterId { get; init; }

    /// <summary><c>MANUAL</c> (or <c>COMPLETED</c>), <c>UNREADABLE</c>, <c>MISSING</c> to take a note back; absent with a reading: <c>MANUAL</c>.</summary>
    public string? Status { get; init; }

    /// <summary>The reading, m³.</summary>
    public decimal? Reading { get; init; }

    /// <summary>Name of a photo of the register.</summary>
    public string? Photo { get; init; }

    /// <summary>Words: for UNREADABLE why.</summary>
    public string? Note { get; init; }

    /// <summary>When it was noted, for phones without network; absent: now.</summary>
    public DateTimeOffset? At { get; init; }
}

/// <summary>Answer to <c>POST /api/sessions/{sessionId}/update</c>.</summary>
public sealed record UpdateResultDto
{
    /// <summary>True: what the caller said is kept, or was kept already.</summary>
    public required bool Success { get; init; }

    /// <summary>What became of it: <c>Noted</c>, <c>NotedBeside</c> (the meter was heard, which counts more), <c>NoChange</c>, <c>Older</c> (a later note is there).</summary>
    public required string Outcome { get; init; }

    /// <summary>The progress after it.</summary>
    public required ProgressDto UpdatedProgress { get; init; }
}

/// <summary>Answer to <c>POST /api/sessions/{sessionId}/telegrams</c>.</summary>
public sealed record SessionReceiptDto
{
    /// <summary>What became of the telegrams; what it counts is on disk.</summary>
    public required ReceiptDto Receipt { get; init; }

    /// <summary>The progress with them.</summary>
    public required ProgressDto Progress { get; init; }
}
