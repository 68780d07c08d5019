using Sluice.Metering.Sessions;

namespace Sluice.Api.Sessions;

/// <summary>The words of rounds on the wire, read in upper or lower case.</summary>
internal static class SessionWords
{
    /// <summary>The modes, for problems.</summary>
    public const string Modes = "FLAT, TOWER, SOCIETY, FREE_ROAM";

    /// <summary>The statuses, for problems.</summary>
    public const string Statuses = "ACTIVE, PAUSED, COMPLETED, FAILED";

    /// <summary>The states, for problems.</summary>
    public const string States = "MISSING, CAPTURED, DECODED, SUSPICIOUS, MANUAL, UNREADABLE";

    public static string Of(ScanMode mode) => mode == ScanMode.FreeRoam ? "FREE_ROAM" : mode.ToString().ToUpperInvariant();

    public static string Of(SessionStatus status) => status.ToString().ToUpperInvariant();

    public static string Of(TargetState state) => state.ToString().ToUpperInvariant();

    public static string Of(HeardState heard) => heard.ToString().ToUpperInvariant();

    public static string Of(NoteKind kind) => kind == NoteKind.Nothing ? "MISSING" : kind.ToString().ToUpperInvariant();

    /// <summary>Reads a mode; the owner's records write <c>free</c> for free roam.</summary>
    public static bool TryMode(string? text, out ScanMode mode) => TryWord(text is { } word && word.ToUpperInvariant() is "FREE" or "FREE_ROAM" ? "FreeRoam" : text, out mode);

    public static bool TryStatus(string? text, out SessionStatus status) => TryWord(text, out status);

    public static bool TryState(string? text, out TargetState state) => TryWord(text, out state);

    /// <summary>Reads what a person can note; the rest comes from telegrams.</summary>
    public static bool TryNote(string? text, bool hasReading, out NoteKind kind)
    {
        kind = text?.ToUpperInvariant() switch
        {
            "MANUAL" or "COMPLETED" => NoteKind.Manual,
            "UNREADABLE" => NoteKind.Unreadable,
            null when hasReading => NoteKind.Manual,
            _ => NoteKind.Nothing,
        };
        return kind != NoteKind.Nothing || string.Equals(text, "MISSING", StringComparison.OrdinalIgnoreCase);
    }

    private static bool TryWord<T>(string? text, out T value) where T : struct, Enum
    {
        value = default;
        return text is { Length: > 0 } && char.IsAsciiLetter(text[0]) && Enum.TryParse(text, ignoreCase: true, out value) && Enum.IsDefined(value);
    }
}
