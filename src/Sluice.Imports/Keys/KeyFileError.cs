namespace Sluice.Imports.Keys;

/// <summary>Why a key file as a whole cannot be read. Stable: programs may rely on the names.</summary>
public enum KeyFileErrorCode
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>The file is encrypted and no password was given.</summary>
    PasswordRequired = 1,

    /// <summary>The password does not open the file.</summary>
    WrongPassword = 2,

    /// <summary>The file is cut short or corrupt.</summary>
    DamagedKeyFile = 3,

    /// <summary>A limit of <see cref="KeyFileLimits"/> is exceeded.</summary>
    TooLarge = 4,

    /// <summary>The content is none of the known kinds of key file.</summary>
    NotAKeyFile = 5,

    /// <summary>The file or the password cannot be read from disk: missing, no permission, disk error.</summary>
    Unreadable = 6,
}

/// <summary>Why a key file cannot be read. Never holds a key or a password.</summary>
/// <param name="Code">The kind of failure.</param>
/// <param name="Message">For people: what and where.</param>
public sealed record KeyFileError(KeyFileErrorCode Code, string Message);

/// <summary>Thrown by the <c>Read</c> forms around a <see cref="KeyFileError"/>.</summary>
/// <remarks>Carries no inner exception: messages of parsers quote what they read, and that may be a key.</remarks>
public sealed class KeyFileException : Exception
{
    public KeyFileException(KeyFileError error) : base(error.Message) => Error = error;

    public KeyFileException(KeyFileErrorCode code, string message) : this(new KeyFileError(code, message)) { }

    public KeyFileException() : this(KeyFileErrorCode.DamagedKeyFile, "The key file is damaged.") { }

    public KeyFileException(string message) : this(KeyFileErrorCode.DamagedKeyFile, message) { }

    public KeyFileException(string message, Exception innerException) : base(message, innerException) =>
        Error = new(KeyFileErrorCode.DamagedKeyFile, message);

    /// <summary>What happened.</summary>
    public KeyFileError Error { get; }
}
