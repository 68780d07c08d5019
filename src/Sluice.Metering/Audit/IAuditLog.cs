using Sluice.Metering.Identity;
using Sluice.Metering.Readings;

namespace Sluice.Metering.Audit;

/// <summary>One operation that matters. Holds ids, never keys, passwords, tokens, readings or residents' data.</summary>
/// <remarks>Stores keep it as <see cref="AuditRules.Fit"/> gives it: texts cut to their lengths, nothing unprintable, whole milliseconds.</remarks>
/// <param name="At">When, UTC, to the millisecond.</param>
/// <param name="Actor">The caller's subject; <c>anonymous</c> when nobody proved who they are.</param>
/// <param name="ActorName">The caller's name; may be empty.</param>
/// <param name="Action">Stable, lower case: <c>meter.replace</c>, <c>key.import</c>, <c>session.start</c>. A refused attempt ends with <c> refused</c>.</param>
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

/// <summary>What a look through the whole chain found.</summary>
/// <param name="Entries">Entries that fit, counted from the first.</param>
/// <param name="Head">The hash of the last entry that fits; empty when there is none. Kept elsewhere, it also proves that none was cut off the end.</param>
/// <param name="Break">The place of the first entry that does not fit; null when all do.</param>
public sealed record AuditVerdict(long Entries, ReadOnlyMemory<byte> Head, long? Break);

/// <summary>The audit log: append-only, hash-chained.</summary>
/// <remarks>Safe for use from many threads. Providers fail with <see cref="Storage.StorageException"/>.</remarks>
public interface IAuditLog
{
    /// <summary>The largest page.</summary>
    const int MaxPage = 1000;

    /// <summary>Appends; durable when the call returns.</summary>
    ValueTask AppendAsync(AuditEntry entry, CancellationToken ct);

    /// <summary>A society's entries, newest first.</summary>
    /// <param name="scope">The society.</param>
    /// <param name="next">The cursor of the page before; null for the first page.</param>
    /// <param name="limit">1 to <see cref="MaxPage"/>.</param>
    /// <param name="ct">Ends the call.</param>
    /// <exception cref="FormatException"><paramref name="next"/> is not a cursor of this list.</exception>
    ValueTask<Page<ChainedAuditEntry>> ListAsync(SocietyScope scope, string? next, int limit, CancellationToken ct);

    /// <summary>All entries, newest first.</summary>
    /// <inheritdoc cref="ListAsync(SocietyScope, string?, int, CancellationToken)" path="/param"/>
    /// <exception cref="FormatException"><paramref name="next"/> is not a cursor of this list.</exception>
    ValueTask<Page<ChainedAuditEntry>> ListAsync(InstallationScope scope, string? next, int limit, CancellationToken ct);

    /// <summary>All entries, oldest first, as they are stored: what an export writes and a check reads.</summary>
    /// <param name="scope">The installation.</param>
    /// <param name="after">The sequence number after which to begin; 0 for the first.</param>
    /// <param name="limit">1 to <see cref="MaxPage"/>.</param>
    /// <param name="ct">Ends the call.</param>
    ValueTask<IReadOnlyList<ChainedAuditEntry>> ReadAsync(InstallationScope scope, long after, int limit, CancellationToken ct);
}
