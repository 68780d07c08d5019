namespace Sluice.Metering.Sessions;

/// <summary>What a round knows of one of its meters. Names and numbers are public and stored: never renumber.</summary>
public enum TargetState
{
    /// <summary>Not read yet.</summary>
    Missing = 0,

    /// <summary>Heard with valid checksums; not decoded yet (no key, or a format not learned yet).</summary>
    Captured = 1,

    /// <summary>Read.</summary>
    Decoded = 2,

    /// <summary>Read, but every reading so far is of quality POOR.</summary>
    Suspicious = 3,

    /// <summary>Not heard; somebody typed the reading or took a photo of it.</summary>
    Manual = 4,

    /// <summary>Not heard, and it could not be read by hand either: handled, but not read. The note says why.</summary>
    Unreadable = 5,
}

/// <summary>What the radio told about a meter in a round. It only ever rises, so the order in which telegrams arrive does not matter. Stored: never renumber.</summary>
public enum HeardState
{
    /// <summary>Nothing.</summary>
    Nothing = 0,

    /// <summary>A telegram with valid checksums.</summary>
    Captured = 1,

    /// <summary>A reading of quality POOR.</summary>
    Suspicious = 2,

    /// <summary>A reading of quality GOOD or FAIR.</summary>
    Decoded = 3,
}

/// <summary>What a person noted about a meter in a round. Of several notes the one made last counts. Stored: never renumber.</summary>
public enum NoteKind
{
    /// <summary>Nothing, or a note taken back.</summary>
    Nothing = 0,

    /// <summary>The reading, typed or as a photo.</summary>
    Manual = 1,

    /// <summary>It cannot be read; the text says why.</summary>
    Unreadable = 2,
}
