namespace Sluice.WMBus.Encoders;

/// <summary>Kamstrup's 16-bit info code of water meters (record 02 FF 20): four flags, and four classes of how long each was set in the last 30 days.</summary>
/// <remarks>Kamstrup 5512-897, 11.4. Bits 0 to 3: DRY, REVERSE, LEAK, BURST; bits 4 to 15: their duration classes, three bits each, in the same order.</remarks>
/// <param name="Raw">The 16 bits; on air the least significant byte comes first.</param>
public readonly record struct InfoCode16(ushort Raw)
{
    /// <summary>Names of the flags by bit number, as in the status text of readings.</summary>
    public static readonly IReadOnlyList<string> FlagNames = ["DRY", "REVERSE", "LEAK", "BURST"];

    /// <summary>Texts of the duration classes 0 to 7.</summary>
    public static readonly IReadOnlyList<string> DurationNames =
        ["", "1-8 hours", "9-24 hours", "2-3 days", "4-7 days", "8-14 days", "15-21 days", "22-31 days"];

    /// <summary>This code with one more flag and its duration.</summary>
    /// <param name="condition">Bit number: 0 dry, 1 reverse, 2 leak, 3 burst.</param>
    /// <param name="active">Whether the condition holds now.</param>
    /// <param name="hours">Hours the condition held in the last 30 days, 0 or more.</param>
    public InfoCode16 With(int condition, bool active, int hours)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(condition);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(condition, 3);
        var shift = 4 + (3 * condition);
        var cleared = Raw & ~(1 << condition) & ~(7 << shift);
        return new((ushort)(cleared | (active ? 1 << condition : 0) | (DurationClass(hours) << shift)));
    }

    /// <summary>Whether a condition holds now.</summary>
    /// <param name="condition">Bit number, 0 to 3.</param>
    public bool IsActive(int condition) => (Raw >> condition & 1) != 0;

    /// <summary>The duration class of a condition, 0 to 7.</summary>
    /// <param name="condition">Bit number, 0 to 3.</param>
    public int DurationOf(int condition) => Raw >> (4 + (3 * condition)) & 7;

    /// <summary>The flags' names separated by spaces; <c>OK</c> when none is set.</summary>
    public string Status
    {
        get
        {
            if ((Raw & 15) == 0) return "OK";
            var raw = Raw;
            return string.Join(' ', FlagNames.Where((_, bit) => (raw >> bit & 1) != 0));
        }
    }

    /// <summary>The duration class of a number of hours: 0 none, 1 to 8 h, to 24 h, to 3 days, to 7, to 14, to 21, more.</summary>
    /// <param name="hours">0 or more.</param>
    public static int DurationClass(int hours) => hours switch
    {
        <= 0 => 0,
        <= 8 => 1,
        <= 24 => 2,
        <= 3 * 24 => 3,
        <= 7 * 24 => 4,
        <= 14 * 24 => 5,
        <= 21 * 24 => 6,
        _ => 7,
    };
}
