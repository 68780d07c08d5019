namespace Sluice.Metering.Storage;

/// <summary>A store could not do its work. Nothing of the call it ended has been acknowledged; what was acknowledged before stays.</summary>
public sealed class StorageException : IOException
{
    /// <param name="fault">What an operator can act on.</param>
    /// <param name="message">One sentence: what, where, what to do. No keys, no payload.</param>
    /// <param name="inner">The provider's own exception.</param>
    public StorageException(StorageFault fault, string message, Exception? inner = null) : base(message, inner) => Fault = fault;

    /// <summary>An unspecified fault.</summary>
    public StorageException() : this(StorageFault.Broken, "The store failed.")
    {
    }

    /// <summary>An unspecified fault.</summary>
    public StorageException(string message) : this(StorageFault.Broken, message)
    {
    }

    /// <summary>An unspecified fault.</summary>
    public StorageException(string message, Exception innerException) : this(StorageFault.Broken, message, innerException)
    {
    }

    /// <summary>What an operator can act on.</summary>
    public StorageFault Fault { get; }
}
