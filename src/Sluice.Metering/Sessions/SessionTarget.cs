using Sluice.Metering.Meters;

namespace Sluice.Metering.Sessions;

/// <summary>A meter a round is about, with where it hung when the round started and what the round knows of it.</summary>
public sealed record SessionTarget
{
    /// <summary>Its place in the round's order: 0, 1, 2 ….</summary>
    public required int Ordinal { get; init; }

    /// <summary>The meter.</summary>
    public required MeterId Meter { get; init; }

    /// <summary>The tower; empty for a bulk meter of the society.</summary>
    public string Tower { get; init; } = "";

    /// <summary>The flat; empty for a bulk meter.</summary>
    public string Flat { get; init; } = "";

    /// <summary>Which of the flat's meters; may be empty.</summary>
    public string Place { get; init; } = "";

    /// <summary>The floor, 0 the ground floor; null when not known.</summary>
    public int? Floor { get; init; }

    /// <summary>Where it is: the meter's own place, else its flat's, else its tower's; null when none is known.</summary>
    public Location? Location { get; init; }

    /// <summary>What the radio told.</summary>
    public HeardState Heard { get; init; }

    /// <summary>When it was heard first in this round, UTC.</summary>
    public DateTimeOffset? HeardAt { get; init; }

    /// <summary>The best signal in this round, dBm.</summary>
    public int? RssiDbm { get; init; }

    /// <summary>True when the round had ended by the time its first telegram or its note came in.</summary>
    public bool Late { get; init; }

    /// <summary>What a person noted; null when nobody did.</summary>
    public TargetNote? Note { get; init; }

    /// <summary>The state: the radio's word counts, a person's where the radio was silent.</summary>
    public TargetState State => (Heard, Note?.Kind) switch
    {
        (HeardState.Decoded, _) => TargetState.Decoded,
        (HeardState.Suspicious, _) => TargetState.Suspicious,
        (HeardState.Captured, _) => TargetState.Captured,
        (_, NoteKind.Manual) => TargetState.Manual,
        (_, NoteKind.Unreadable) => TargetState.Unreadable,
        _ => TargetState.Missing,
    };
}

/// <summary>A meter heard in a round that is not one of its targets.</summary>
/// <param name="Meter">The meter.</param>
/// <param name="Heard">What the radio told.</param>
/// <param name="FirstAt">When it was heard first in this round, UTC.</param>
/// <param name="LastAt">When it was heard last.</param>
/// <param name="RssiDbm">The best signal, dBm; null when no receiver said.</param>
public sealed record HeardMeter(MeterId Meter, HeardState Heard, DateTimeOffset FirstAt, DateTimeOffset LastAt, int? RssiDbm);

/// <summary>What one telegram adds to a round.</summary>
/// <param name="Meter">Who sent it.</param>
/// <param name="Heard">What it told; not <see cref="HeardState.Nothing"/>.</param>
/// <param name="At">When it was heard, UTC.</param>
/// <param name="RssiDbm">Its signal, dBm; null when the receiver does not say.</param>
public sealed record Capture(MeterId Meter, HeardState Heard, DateTimeOffset At, int? RssiDbm = null);

/// <summary>What captures did to a round.</summary>
/// <param name="Changed">Targets whose state changed.</param>
/// <param name="Unlisted">Meters heard for the first time that are not targets.</param>
public readonly record struct CaptureResult(int Changed, int Unlisted);
