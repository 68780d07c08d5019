namespace Sluice.Metering.Idempotency;

/// <summary>Answers kept for a while, so that a request sent again gets the answer it got. What is kept is sealed by the caller; the store cannot read it.</summary>
/// <remarks>Safe for use from many threads. Providers fail with <see cref="Storage.StorageException"/>.</remarks>
public interface IAnswerStore
{
    /// <summary>The largest sealed answer, bytes.</summary>
    const int MaxBytes = 256 * 1024;

    /// <summary>The answer under a name; null when there is none, or it is older than <paramref name="notBefore"/>.</summary>
    /// <param name="lookup">The name: 32 bytes.</param>
    /// <param name="notBefore">The oldest time wanted, inclusive.</param>
    /// <param name="ct">Ends the call.</param>
    ValueTask<byte[]?> FindAsync(ReadOnlyMemory<byte> lookup, DateTimeOffset notBefore, CancellationToken ct);

    /// <summary>Keeps an answer; durable when the call returns. An answer under the same name takes the place of an older one. Drops what is older than <paramref name="notBefore"/>, and the oldest when there are too many.</summary>
    /// <param name="lookup">The name: 32 bytes.</param>
    /// <param name="answer">At most <see cref="MaxBytes"/> bytes.</param>
    /// <param name="at">Now.</param>
    /// <param name="notBefore">The oldest time still wanted, inclusive.</param>
    /// <param name="ct">Ends the waiting.</param>
    ValueTask KeepAsync(ReadOnlyMemory<byte> lookup, ReadOnlyMemory<byte> answer, DateTimeOffset at, DateTimeOffset notBefore, CancellationToken ct);
}

/// <summary>Bounds of an <see cref="IAnswerStore"/>.</summary>
/// <param name="Answers">How many are kept at most.</param>
/// <param name="Bytes">How many bytes they have together at most.</param>
public sealed record AnswerLimits(int Answers = 20_000, long Bytes = 256L << 20);
