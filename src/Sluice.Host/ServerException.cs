namespace Sluice.Host;

/// <summary>The server cannot start; the message says what, where and what to do.</summary>
public sealed class ServerException : Exception
{
    /// <param name="message">One line for the person who started it.</param>
    /// <param name="isUsage">True when the command line is at fault.</param>
    /// <param name="inner">What happened underneath.</param>
    public ServerException(string message, bool isUsage = false, Exception? inner = null) : base(message, inner) => IsUsage = isUsage;

    /// <summary>Unspecified.</summary>
    public ServerException() : this("The server cannot start.")
    {
    }

    /// <summary>Unspecified.</summary>
    public ServerException(string message) : this(message, isUsage: false)
    {
    }

    /// <summary>Unspecified.</summary>
    public ServerException(string message, Exception innerException) : this(message, isUsage: false, innerException)
    {
    }

    /// <summary>True when the command line is at fault.</summary>
    public bool IsUsage { get; }
}
