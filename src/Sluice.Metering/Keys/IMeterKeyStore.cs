using Sluice.Metering.Identity;
using Sluice.WMBus.Security;

namespace Sluice.Metering.Keys;

/// <summary>The meters' keys, encrypted at rest under a data key of their society. Write-only for everybody but the decoder of this process. Change them by <see cref="KeyRegistry"/>.</summary>
/// <remarks>Safe for use from many threads. Providers fail with <see cref="Storage.StorageException"/>; reads
/// with <see cref="KeyUnreadableException"/> when the key that wraps them is not the one they were wrapped with. A key may be there before its meter is registered.</remarks>
public interface IMeterKeyStore
{
    /// <summary>Keeps keys of a society, all of the batch or nothing; durable when the call returns.</summary>
    /// <returns>One outcome per key, in order. The name of an unchanged key is kept up to date.</returns>
    ValueTask<IReadOnlyList<KeyOutcome>> PutAsync(SocietyScope scope, IReadOnlyList<MeterKey> keys, CancellationToken ct);

    /// <summary>The society's keys of meters with these serial numbers, earlier versions first.</summary>
    ValueTask<IReadOnlyList<MeterKey>> FindAsync(SocietyScope scope, IReadOnlyCollection<uint> serials, CancellationToken ct);

    /// <summary>Every key with every version, earlier versions first: fill a key ring in this order and the newest is tried first.</summary>
    ValueTask<IReadOnlyList<SocietyKey>> LoadAsync(InstallationScope scope, CancellationToken ct);
}

/// <summary>A key and the society that keeps it.</summary>
/// <param name="Society">The society; default: kept before there were societies.</param>
/// <param name="Key">The key.</param>
public sealed record SocietyKey(SocietyId Society, MeterKey Key);

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
