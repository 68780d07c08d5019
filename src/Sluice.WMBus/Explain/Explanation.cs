using System.Collections.Immutable;
using Sluice.WMBus.Security;

namespace Sluice.WMBus.Explain;

/// <summary>What each byte of a telegram means, and a verdict.</summary>
/// <param name="Parts">The telegram from its first to its last byte, link CRCs removed.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Telegram">The decoded telegram behind it.</param>
public sealed record Explanation(ImmutableArray<ExplainedPart> Parts, Verdict Verdict, DecodedTelegram Telegram);

/// <summary>A run of bytes with one meaning.</summary>
/// <param name="Offset">First byte in <see cref="DecodedTelegram.Plain"/>.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Layer">The layer they belong to.</param>
/// <param name="Meaning">One line of English.</param>
public sealed record ExplainedPart(int Offset, int Length, Layer Layer, string Meaning);

/// <summary>The kinds of verdict; names are public and stable.</summary>
public enum VerdictKind
{
    /// <summary>The telegram gives a reading.</summary>
    Decodes = 0,

    /// <summary>Encrypted; no key at hand.</summary>
    NoKey,

    /// <summary>The key is wrong.</summary>
    WrongKey,

    /// <summary>A key of the list fits although it is listed for another meter.</summary>
    KeyOfAnotherMeter,

    /// <summary>A CRC fails.</summary>
    Damaged,

    /// <summary>Bytes are missing.</summary>
    CutShort,

    /// <summary>The link CRC bytes stand at the end although the length field does not count them.</summary>
    CrcLeftOn,

    /// <summary>The link CRC bytes were removed but the length field still counts them.</summary>
    CrcStripped,

    /// <summary>Compact frame of an unknown format.</summary>
    UnknownFormat,

    /// <summary>Security mode that is not implemented.</summary>
    UnsupportedSecurity,

    /// <summary>No data records inside.</summary>
    UnsupportedContent,

    /// <summary>In the clear although a key is set.</summary>
    NotEncrypted,

    /// <summary>The authentication code fails.</summary>
    NotAuthentic,

    /// <summary>Malformed records.</summary>
    Malformed,

    /// <summary>No M-Bus telegram.</summary>
    NotWMBus,
}

/// <summary>The end of an analysis: what is the matter and what to do.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Text">Sentences for people.</param>
/// <param name="Key">The key that fits, if one of the list does.</param>
/// <param name="RelayedBy">The sender on air when a repeater or radio module relayed the meter's telegram; empty otherwise.</param>
public sealed record Verdict(VerdictKind Kind, string Text, MeterKey? Key = null, string RelayedBy = "");
