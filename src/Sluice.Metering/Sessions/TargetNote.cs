using Sluice.Metering.Readings;

namespace Sluice.Metering.Sessions;

/// <summary>What a person noted about a meter of a round.</summary>
/// <param name="Kind">What kind of note.</param>
/// <param name="At">When it was made, by the phone's clock: of two notes the later one counts.</param>
/// <param name="By">The subject who made it.</param>
/// <param name="ReadingM3">The typed reading, m³, 0 or more; null when there is none.</param>
/// <param name="Photo">Name of the photo, at most <see cref="MaxPhoto"/> characters; empty when there is none.</param>
/// <param name="Text">Words, at most <see cref="MaxText"/> characters.</param>
public sealed record TargetNote(NoteKind Kind, DateTimeOffset At, string By, decimal? ReadingM3 = null, string Photo = "", string Text = "")
{
    /// <summary>The longest text.</summary>
    public const int MaxText = 2_000;

    /// <summary>The longest name of a photo.</summary>
    public const int MaxPhoto = 200;

    /// <summary>What is wrong with the note.</summary>
    public NoteFault Fault => this switch
    {
        { Text.Length: > MaxText } or { Photo.Length: > MaxPhoto } => NoteFault.TooLong,
        { ReadingM3: < 0 } => NoteFault.BadReading,
        _ when !ReadingRules.Fits(ReadingM3) => NoteFault.BadReading,
        { Kind: NoteKind.Manual, ReadingM3: null, Photo: "" } => NoteFault.NothingRead,
        { Kind: NoteKind.Unreadable, Text: "" } => NoteFault.NoReason,
        _ => NoteFault.None,
    };
}

/// <summary>Why a note is refused before anybody looks at the round.</summary>
public enum NoteFault
{
    /// <summary>It is not.</summary>
    None = 0,

    /// <summary>The text or the photo's name is too long.</summary>
    TooLong,

    /// <summary>The reading is negative or has more digits than are kept.</summary>
    BadReading,

    /// <summary>A manual note with neither a reading nor a photo.</summary>
    NothingRead,

    /// <summary>Unreadable, and no word why.</summary>
    NoReason,
}

/// <summary>What became of a note.</summary>
public enum NoteOutcome
{
    /// <summary>It is kept, and the meter's state follows it.</summary>
    Noted = 0,

    /// <summary>It is kept, but the meter was heard: its state follows the radio.</summary>
    NotedBeside,

    /// <summary>This very note is there already.</summary>
    NoChange,

    /// <summary>A note made later is there; that one stays.</summary>
    Older,

    /// <summary>The meter is not one of the round's.</summary>
    NotATarget,

    /// <summary>The round ended before the note was made; reopen it.</summary>
    Ended,

    /// <summary>The caller does not take part in the round.</summary>
    NotTakingPart,

    /// <summary>There is no such round in the society.</summary>
    NoSession,
}
