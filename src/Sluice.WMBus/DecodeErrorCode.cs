namespace Sluice.WMBus;

/// <summary>Why a telegram, or a part of it, does not decode. Names are public and stable: they appear in JSON, in exit reports and in HTTP problems.</summary>
public enum DecodeErrorCode
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>The telegram is encrypted and no key is known for the meter.</summary>
    NoKey,

    /// <summary>A key was tried and the decrypted content does not check; the link CRC, where present, holds.</summary>
    WrongKey,

    /// <summary>A checksum fails: bytes were changed on the way.</summary>
    Damaged,

    /// <summary>Fewer bytes than the telegram's own length fields promise.</summary>
    Truncated,

    /// <summary>A compact frame whose format signature is not known (yet). A full frame or format frame of the same meter type teaches it.</summary>
    UnknownFormat,

    /// <summary>Encrypted in a way this decoder does not implement.</summary>
    UnsupportedSecurityMode,

    /// <summary>The application layer is not data records (alarms, commands, a maker's own protocol).</summary>
    UnsupportedContent,

    /// <summary>The bytes are no M-Bus telegram at all.</summary>
    NotWMBus,

    /// <summary>A key is configured for this meter but the telegram came in the clear: refused, so that nobody can feed in forged readings.</summary>
    NotEncrypted,

    /// <summary>The message authentication code fails.</summary>
    NotAuthentic,

    /// <summary>A data record is malformed; the records before it are kept.</summary>
    MalformedRecord,

    /// <summary>The text is not hexadecimal, or not the line format the reader writes.</summary>
    BadInput,
}
