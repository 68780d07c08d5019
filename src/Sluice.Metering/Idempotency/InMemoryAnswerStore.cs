namespace Sluice.Metering.Idempotency;

/// <summary>Kept answers in memory, for tests.</summary>
public sealed class InMemoryAnswerStore(AnswerLimits? limits = null) : IAnswerStore
{
    private readonly AnswerLimits limits = limits ?? new();
    private readonly Lock gate = new();
    private readonly List<(string Lookup, DateTimeOffset At, byte[] Answer)> kept = [];

    public ValueTask<byte[]?> FindAsync(ReadOnlyMemory<byte> lookup, DateTimeOffset notBefore, CancellationToken ct)
    {
        var name = Convert.ToHexString(lookup.Span);
        lock (gate)
        {
            var index = kept.FindIndex(k => k.Lookup == name && k.At >= notBefore);
            return new(index < 0 ? null : kept[index].Answer);
        }
    }

    public ValueTask KeepAsync(ReadOnlyMemory<byte> lookup, ReadOnlyMemory<byte> answer, DateTimeOffset at, DateTimeOffset notBefore, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(answer.Length, IAnswerStore.MaxBytes);
        var name = Convert.ToHexString(lookup.Span);
        lock (gate)
        {
            kept.RemoveAll(k => k.Lookup == name || k.At < notBefore);
            kept.Add((name, Timestamps.Stored(at), answer.ToArray()));
            while (kept.Count > limits.Answers || kept.Sum(static k => (long)k.Answer.Length) > limits.Bytes) kept.RemoveAt(0);
        }
        return default;
    }
}
