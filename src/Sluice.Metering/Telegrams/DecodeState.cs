using Sluice.WMBus;

namespace Sluice.Metering.Telegrams;

/// <summary>What became of an archived telegram. Names and numbers are public and stored: never renumber.</summary>
public enum DecodeState
{
    /// <summary>Archived, not looked at yet. Looked at again after a restart.</summary>
    Pending = 0,

    /// <summary>Decoded; its reading is stored.</summary>
    Decoded = 1,

    /// <summary>Decoded, and the same telegram as one before it (another receiver, a second delivery): no reading of its own.</summary>
    Repeated = 2,

    /// <summary>Encrypted, and no key is known for the meter. Healed by a key.</summary>
    NoKey = 3,

    /// <summary>Encrypted, and the key at hand does not fit. Healed by a key.</summary>
    WrongKey = 4,

    /// <summary>A compact frame of a format not known yet. Healed by a full frame or format frame of that signature.</summary>
    UnknownFormat = 5,

    /// <summary>A checksum fails.</summary>
    Damaged = 6,

    /// <summary>Fewer bytes than its length fields promise.</summary>
    Truncated = 7,

    /// <summary>Of a meter that belongs to no society. Healed when it is registered.</summary>
    UnknownMeter = 8,

    /// <summary>Of a meter of another society than those of whoever delivered it.</summary>
    NotForUs = 9,

    /// <summary>Encrypted in a way the decoder does not implement.</summary>
    UnsupportedSecurityMode = 10,

    /// <summary>Well formed, but not meter data.</summary>
    UnsupportedContent = 11,

    /// <summary>No M-Bus telegram.</summary>
    NotWMBus = 12,

    /// <summary>In the clear although a key is configured for the meter: refused.</summary>
    NotEncrypted = 13,

    /// <summary>The message authentication code fails.</summary>
    NotAuthentic = 14,

    /// <summary>A data record is malformed and nothing usable came before it.</summary>
    MalformedRecord = 15,

    /// <summary>The receiver's line or record was not well formed.</summary>
    BadInput = 16,
}

/// <summary>Questions about a <see cref="DecodeState"/>.</summary>
public static class DecodeStates
{
    /// <summary>True for telegrams that a key or the registration of their meter may heal.</summary>
    public static bool WaitsForMeter(this DecodeState state) => state is DecodeState.NoKey or DecodeState.WrongKey or DecodeState.UnknownMeter or DecodeState.NotForUs;

    /// <summary>True for telegrams that were looked at and gave nothing.</summary>
    public static bool IsUndecoded(this DecodeState state) => state > DecodeState.Repeated;

    /// <summary>The state a decoder error leads to; <see cref="DecodeState.Decoded"/> for none.</summary>
    public static DecodeState FromError(DecodeErrorCode code) => code switch
    {
        DecodeErrorCode.None => DecodeState.Decoded,
        DecodeErrorCode.NoKey => DecodeState.NoKey,
        DecodeErrorCode.WrongKey => DecodeState.WrongKey,
        DecodeErrorCode.UnknownFormat => DecodeState.UnknownFormat,
        DecodeErrorCode.Damaged => DecodeState.Damaged,
        DecodeErrorCode.Truncated => DecodeState.Truncated,
        DecodeErrorCode.UnsupportedSecurityMode => DecodeState.UnsupportedSecurityMode,
        DecodeErrorCode.UnsupportedContent => DecodeState.UnsupportedContent,
        DecodeErrorCode.NotWMBus => DecodeState.NotWMBus,
        DecodeErrorCode.NotEncrypted => DecodeState.NotEncrypted,
        DecodeErrorCode.NotAuthentic => DecodeState.NotAuthentic,
        DecodeErrorCode.MalformedRecord => DecodeState.MalformedRecord,
        _ => DecodeState.BadInput,
    };
}
