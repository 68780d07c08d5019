namespace Sluice.Metering.Formats;

/// <summary>Learned formats in memory.</summary>
public sealed class InMemoryFormatStore : IFormatStore
{
    private readonly Lock gate = new();
    private readonly List<ReadOnlyMemory<byte>> formats = [];

    public ValueTask SaveAsync(ushort signature, ReadOnlyMemory<byte> headers, DateTimeOffset learnedAt, CancellationToken ct)
    {
        lock (gate)
            if (!formats.Exists(f => f.Span.SequenceEqual(headers.Span))) formats.Add(headers.ToArray());
        return default;
    }

    public ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>> LoadAsync(CancellationToken ct)
    {
        lock (gate) return new([.. formats]);
    }
}
