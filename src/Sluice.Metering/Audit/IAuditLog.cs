using Sluice.Metering.Identity;

namespace Sluice.Metering.Audit;

/// <summary>One operation that matters. Holds ids, never keys, passwords, tokens, readings or residents' data.</summary>
/// <param name="At">When, UTC, to the millisecond.</param>
/// <param name="Actor">The caller's subject.</param>
/// <param name="ActorName">The caller's name; may be empty.</param>
/// <param name="Action">Stable, lower case: <c>meter.replace</c>, <c>key.import</c>, <c>session.start</c>.</param>
/// <param name="Society">The society it happened in; null for the installation.</param>
/// <param name="Target">The id of what was acted on; may be empty.</param>
/// <param name="Detail">What changed, in a few words or JSON; at most 2,000 characters.</param>
/// <param name="From">The address the request came from; null for workers.</param>
public sealed record AuditEntry(
    DateTimeOffset At,
    string Actor,
    string ActorName,
    string Action,
    SocietyId? Society,
    string Target,
    string Detail = "",
    string? From = null);

/// <summary>An entry with its place in the chain.</summary>
/// <param name="Sequence">1, 2, 3 … without gaps.</param>
/// <param name="Entry">The entry.</param>
/// <param name="Hash">SHA-256 over the previous hash and this entry: a changed or missing entry breaks every later one.</param>
public sealed record ChainedAuditEntry(long Sequence, AuditEntry Entry, ReadOnlyMemory<byte> Hash);

/// <summary>The audit log: append-only, hash-chained.</summary>
/// <remarks>Safe for use from many threads. Providers fail with <see cref="Storage.StorageException"/>.</remarks>
public interface IAuditLog
{
    /// <summary>Appends; durable when the call returns.</summary>
    ValueTask AppendAsync(AuditEntry entry, CancellationToken ct);

    /// <summary>A society's entries, newest first.</summary>
    /// <exception cref="FormatException"><paramref name="next"/> is not a cursor of this list.</exception>
    ValueTask<Readings.Page<ChainedAuditEntry>> ListAsync(SocietyScope scope, string? next, int limit, CancellationToken ct);

    /// <summary>All entries, newest first.</summary>
    /// <exception cref="FormatException"><paramref name="next"/> is not a cursor of this list.</exception>
    ValueTask<Readings.Page<ChainedAuditEntry>> ListAsync(InstallationScope scope, string? next, int limit, CancellationToken ct);

    /// <summary>Checks the whole chain.</summary>
    /// <returns>The sequence number of the first entry that does not fit; null when all do.</returns>
    ValueTask<long?> FindBreakAsync(InstallationScope scope, CancellationToken ct);
}
