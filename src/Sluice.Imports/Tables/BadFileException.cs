namespace Sluice.Imports.Tables;

/// <summary>Why a file as a whole cannot be read. Stable: programs may rely on the names.</summary>
public enum BadFileReason
{
    /// <summary>Cut short or corrupt.</summary>
    Damaged = 0,

    /// <summary>A limit is exceeded.</summary>
    TooLarge,

    /// <summary>It is no table, or of a kind that is not read.</summary>
    NotATable,

    /// <summary>The workbook has no sheet of that name.</summary>
    NoSuchSheet,

    /// <summary>No row names the columns that are needed.</summary>
    NoHeader,
}

/// <summary>A file cannot be read. Carries no inner exception: messages of parsers quote what they read, and that may be a key.</summary>
public sealed class BadFileException : Exception
{
    /// <param name="reason">The kind of failure.</param>
    /// <param name="message">For people: what and where; never a key.</param>
    public BadFileException(BadFileReason reason, string message) : base(message) => Reason = reason;

    /// <summary>A damaged file.</summary>
    public BadFileException() : this(BadFileReason.Damaged, "the file is damaged")
    {
    }

    /// <summary>A damaged file.</summary>
    public BadFileException(string message) : this(BadFileReason.Damaged, message)
    {
    }

    /// <summary>A damaged file.</summary>
    public BadFileException(string message, Exception innerException) : base(message, innerException)
    {
    }

    /// <summary>The kind of failure.</summary>
    public BadFileReason Reason { get; }
}
