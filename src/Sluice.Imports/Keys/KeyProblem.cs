namespace Sluice.Imports.Keys;

/// <summary>What is wrong with one row or device of a key file. Stable: programs may rely on the names.</summary>
public enum KeyProblemCode
{
    /// <summary>No problem.</summary>
    None = 0,

    /// <summary>The serial number is missing.</summary>
    MissingSerial = 1,

    /// <summary>The serial number is not one to eight decimal digits.</summary>
    InvalidSerial = 2,

    /// <summary>The meter has no key (KEM: no DEK).</summary>
    MissingKey = 3,

    /// <summary>The key is not 32 hexadecimal digits.</summary>
    InvalidKey = 4,

    /// <summary>The same meter with another key came before; the first one is kept.</summary>
    ConflictingKey = 5,

    /// <summary>A notice: the same meter with the same key came before.</summary>
    Duplicate = 6,

    /// <summary>A notice: the manufacturer is not a three-letter code; the key is tried for any maker.</summary>
    UnknownManufacturer = 7,
}

/// <summary>One row or device that was not imported, or not as it stands. Never holds a key.</summary>
/// <param name="Position">As <see cref="KeyEntry.Position"/>.</param>
/// <param name="Serial">The serial number as eight digits; null when not known.</param>
/// <param name="Code">What is wrong.</param>
/// <param name="Message">For people: what, and what was expected.</param>
public sealed record KeyProblem(int Position, string? Serial, KeyProblemCode Code, string Message)
{
    /// <summary>True when the meter is imported all the same.</summary>
    public bool IsNotice => Code is KeyProblemCode.Duplicate or KeyProblemCode.UnknownManufacturer;
}
