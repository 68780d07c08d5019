namespace Sluice.Metering.Keys;

/// <summary>Wraps data keys with a key that never leaves it: a local key file, or a key management service.</summary>
public interface IKeyWrapper
{
    /// <summary>Encrypts a data key.</summary>
    /// <param name="dataKey">32 bytes.</param>
    /// <param name="context">What the data key is for; needed again to unwrap, not secret.</param>
    ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> dataKey, string context, CancellationToken ct);

    /// <summary>Decrypts a data key.</summary>
    /// <exception cref="KeyUnreadableException">It was wrapped with another key or for another context, or was changed.</exception>
    ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, string context, CancellationToken ct);
}
