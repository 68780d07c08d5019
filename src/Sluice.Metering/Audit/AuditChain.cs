using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Sluice.Metering.Identity;

namespace Sluice.Metering.Audit;

/// <summary>The hash chain: each entry's hash is SHA-256 over the previous hash (32 zero bytes before the first) and the entry's canonical bytes.</summary>
/// <remarks>Canonical bytes: sequence number and Unix time in ms, 8 bytes each, big-endian; then actor, actor name, action, society, target, detail, from:
/// each its length in UTF-8 bytes, 4 bytes big-endian, and the bytes; length FFFFFFFFh and nothing for null. docs/operations.md tells users the same.</remarks>
public static class AuditChain
{
    private static readonly byte[] Start = new byte[SHA256.HashSizeInBytes];

    /// <summary>The entry with its hash.</summary>
    /// <param name="sequence">Its place, from 1.</param>
    /// <param name="entry">The entry as <see cref="AuditRules.Fit"/> gave it.</param>
    /// <param name="previous">The hash of the entry before; empty for the first.</param>
    public static ChainedAuditEntry Link(long sequence, AuditEntry entry, ReadOnlySpan<byte> previous)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(previous.IsEmpty ? Start : previous);
        Number(hash, sequence);
        Number(hash, entry.At.ToUnixTimeMilliseconds());
        foreach (var text in new[] { entry.Actor, entry.ActorName, entry.Action, entry.Society?.Text, entry.Target, entry.Detail, entry.From }) Text(hash, text);
        return new(sequence, entry, hash.GetHashAndReset());
    }

    /// <summary>Looks through the whole chain, page by page.</summary>
    public static async ValueTask<AuditVerdict> VerifyAsync(IAuditLog log, InstallationScope scope, CancellationToken ct)
    {
        var verdict = new AuditVerdict(0, ReadOnlyMemory<byte>.Empty, null);
        while (true)
        {
            var page = await log.ReadAsync(scope, verdict.Entries, IAuditLog.MaxPage, ct);
            verdict = Check(verdict, page);
            if (verdict.Break is not null || page.Count < IAuditLog.MaxPage) return verdict;
        }
    }

    /// <summary>Goes on with the next entries.</summary>
    /// <param name="so">What was found up to here.</param>
    /// <param name="entries">The entries that follow, oldest first.</param>
    public static AuditVerdict Check(AuditVerdict so, IEnumerable<ChainedAuditEntry> entries)
    {
        foreach (var entry in entries)
        {
            var expected = so.Entries + 1;
            if (entry.Sequence != expected || !Link(expected, entry.Entry, so.Head.Span).Hash.Span.SequenceEqual(entry.Hash.Span)) return so with { Break = expected };
            so = new(expected, entry.Hash, null);
        }
        return so;
    }

    private static void Number(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        hash.AppendData(bytes);
    }

    private static void Text(IncrementalHash hash, string? text)
    {
        Span<byte> length = stackalloc byte[4];
        var bytes = text is null ? null : Encoding.UTF8.GetBytes(text);
        BinaryPrimitives.WriteInt32BigEndian(length, bytes?.Length ?? -1);
        hash.AppendData(length);
        if (bytes is not null) hash.AppendData(bytes);
    }
}
