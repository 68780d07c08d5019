using Sluice.WMBus.Security;

namespace Sluice.Metering.Keys;

/// <summary>The meters' keys, encrypted at rest. Write-only for everybody but the decoder of this process.</summary>
/// <remarks>Safe for use from many threads. Providers fail with <see cref="Storage.StorageException"/>;
/// <see cref="LoadAsync"/> with <see cref="KeyUnreadableException"/> when the key that wraps them is not the one they were wrapped with.</remarks>
public interface IMeterKeyStore
{
    /// <summary>Keeps keys, all of the batch or nothing; durable when the call returns.</summary>
    /// <returns>One outcome per key, in order. The name of an unchanged key is kept up to date.</returns>
    ValueTask<IReadOnlyList<KeyOutcome>> PutAsync(IReadOnlyList<MeterKey> keys, CancellationToken ct);

    /// <summary>Every key with every version, earlier versions first: fill a key ring in this order and the newest is tried first.</summary>
    ValueTask<IReadOnlyList<MeterKey>> LoadAsync(CancellationToken ct);
}

/// <summary>A stored key does not open: another wrapping key, or changed bytes.</summary>
public sealed class KeyUnreadableException : Exception
{
    /// <param name="message">Which file or row; never key bytes.</param>
    /// <param name="inner">What the cipher said.</param>
    public KeyUnreadableException(string message, Exception? inner = null) : base(message, inner)
    {
    }

    /// <summary>An unreadable key.</summary>
    public KeyUnreadableException() : this("A stored key does not open.")
    {
    }

    /// <summary>An unreadable key.</summary>
    public KeyUnreadableException(string message) : this(message, null)
    {
    }
}
