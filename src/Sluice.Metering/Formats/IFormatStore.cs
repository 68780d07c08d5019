namespace Sluice.Metering.Formats;

/// <summary>The formats of compact frames learned so far, so that a restart does not forget them.</summary>
/// <remarks>Safe for use from many threads. Providers fail with <see cref="Storage.StorageException"/>.</remarks>
public interface IFormatStore
{
    /// <summary>Keeps a format; durable when the call returns. Keeping it again changes nothing.</summary>
    /// <param name="signature">CRC-16/EN-13757 of the headers. Two formats may share it.</param>
    /// <param name="headers">DIF, DIFEs, VIF, VIFEs of every record, one after the other; 1 to 255 bytes.</param>
    /// <param name="learnedAt">When it was learned first.</param>
    ValueTask SaveAsync(ushort signature, ReadOnlyMemory<byte> headers, DateTimeOffset learnedAt, CancellationToken ct);

    /// <summary>The record headers of every kept format, in the order learned.</summary>
    ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> LoadAsync(CancellationToken ct);
}
