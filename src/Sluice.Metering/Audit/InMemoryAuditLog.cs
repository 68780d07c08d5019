using Sluice.Metering.Identity;
using Sluice.Metering.Readings;

namespace Sluice.Metering.Audit;

/// <summary>An audit log in memory, for tests: keeps every promise of <see cref="IAuditLog"/> but surviving the process.</summary>
public sealed class InMemoryAuditLog : IAuditLog
{
    private readonly Lock gate = new();
    private readonly List<ChainedAuditEntry> entries = [];

    public ValueTask AppendAsync(AuditEntry entry, CancellationToken ct)
    {
        var fit = AuditRules.Fit(entry);
        lock (gate) entries.Add(AuditChain.Link(entries.Count + 1, fit, entries.Count == 0 ? default : entries[^1].Hash.Span));
        return default;
    }

    public ValueTask<Page<ChainedAuditEntry>> ListAsync(SocietyScope scope, string? next, int limit, CancellationToken ct) =>
        List(next, limit, e => e.Society == scope.Society);

    public ValueTask<Page<ChainedAuditEntry>> ListAsync(InstallationScope scope, string? next, int limit, CancellationToken ct) => List(next, limit, static _ => true);

    public ValueTask<IReadOnlyList<ChainedAuditEntry>> ReadAsync(InstallationScope scope, long after, int limit, CancellationToken ct)
    {
        AuditRules.ThrowIfBadLimit(limit);
        lock (gate) return new([.. entries.Where(e => e.Sequence > after).Take(limit)]);
    }

    private ValueTask<Page<ChainedAuditEntry>> List(string? next, int limit, Func<AuditEntry, bool> wanted)
    {
        var before = AuditRules.Before(next, limit);
        lock (gate) return new(AuditRules.ToPage([.. Enumerable.Reverse(entries).Where(e => e.Sequence < before && wanted(e.Entry)).Take(limit + 1)], limit));
    }
}
