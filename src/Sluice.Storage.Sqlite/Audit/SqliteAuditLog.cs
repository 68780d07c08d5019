using Microsoft.Data.Sqlite;
using Sluice.Metering.Audit;
using Sluice.Metering.Identity;
using Sluice.Metering.Readings;

namespace Sluice.Storage.Sqlite;

/// <summary>The audit log.</summary>
public sealed class SqliteAuditLog : IAuditLog
{
    private readonly SqliteStore store;

    internal SqliteAuditLog(SqliteStore store) => this.store = store;

    public async ValueTask AppendAsync(AuditEntry entry, CancellationToken ct)
    {
        var fit = AuditRules.Fit(entry);
        await store.WriteAsync(session => Append(session, fit), 1, ct);
    }

    public ValueTask<Page<ChainedAuditEntry>> ListAsync(SocietyScope scope, string? next, int limit, CancellationToken ct)
    {
        var before = AuditRules.Before(next, limit);
        return new(store.Read(session => AuditRules.ToPage(
            Rows(session, "Audit.ListBySociety", ("$society", scope.Society.Text), ("$before", before), ("$limit", limit + 1)), limit)));
    }

    public ValueTask<Page<ChainedAuditEntry>> ListAsync(InstallationScope scope, string? next, int limit, CancellationToken ct)
    {
        var before = AuditRules.Before(next, limit);
        return new(store.Read(session => AuditRules.ToPage(Rows(session, "Audit.List", ("$before", before), ("$limit", limit + 1)), limit)));
    }

    public ValueTask<IReadOnlyList<ChainedAuditEntry>> ReadAsync(InstallationScope scope, long after, int limit, CancellationToken ct)
    {
        AuditRules.ThrowIfBadLimit(limit);
        return new(store.Read<IReadOnlyList<ChainedAuditEntry>>(session => Rows(session, "Audit.Read", ("$after", after), ("$limit", limit))));
    }

    /// <summary>Looks through the chain in a database file that a server may be using; changes nothing.</summary>
    /// <param name="path">The database file.</param>
    /// <param name="noted">A head noted earlier: the chain breaks there when that entry is not the one noted; null: none.</param>
    /// <exception cref="Metering.Storage.StorageException">The file cannot be read, or holds no audit log.</exception>
    public static AuditVerdict Verify(string path, (long Entries, byte[] Hash)? noted = null) => SqliteStore.ReadFile(path, session =>
    {
        var verdict = new AuditVerdict(0, ReadOnlyMemory<byte>.Empty, null);
        while (true)
        {
            var page = Rows(session, "Audit.Read", ("$after", verdict.Entries), ("$limit", IAuditLog.MaxPage));
            verdict = AuditChain.Check(verdict, page);
            if (noted is { } head && !Keeps(head, page, verdict)) return verdict with { Break = head.Entries };
            if (verdict.Break is not null || page.Count < IAuditLog.MaxPage) return verdict;
        }
    });

    /// <summary>False when the noted entry should be on this page (or the log ends before it) and is not.</summary>
    private static bool Keeps((long Entries, byte[] Hash) noted, List<ChainedAuditEntry> page, AuditVerdict verdict)
    {
        if (page.FirstOrDefault(e => e.Sequence == noted.Entries) is { } entry) return entry.Hash.Span.SequenceEqual(noted.Hash);
        return page.Count == IAuditLog.MaxPage || verdict.Entries >= noted.Entries;
    }

    private static int Append(Session session, AuditEntry entry)
    {
        ChainedAuditEntry linked;
        using (var head = session.Bind("Audit.Head").ExecuteReader())
            linked = head.Read() ? AuditChain.Link(head.GetInt64(0) + 1, entry, head.GetFieldValue<byte[]>(1)) : AuditChain.Link(1, entry, default);
        return session.Run("Audit.Append",
            ("$sequence", linked.Sequence),
            ("$at", entry.At.ToUnixTimeMilliseconds()),
            ("$actor", entry.Actor),
            ("$actor_name", entry.ActorName),
            ("$action", entry.Action),
            ("$society", entry.Society?.Text),
            ("$target", entry.Target),
            ("$detail", entry.Detail),
            ("$origin", entry.From),
            ("$hash", linked.Hash.ToArray()));
    }

    private static List<ChainedAuditEntry> Rows(Session session, string statement, params ReadOnlySpan<(string, object?)> parameters)
    {
        var list = new List<ChainedAuditEntry>();
        using var rows = session.Bind(statement, parameters).ExecuteReader();
        while (rows.Read()) list.Add(new(rows.GetInt64(0), Entry(rows), rows.GetFieldValue<byte[]>(9)));
        return list;
    }

    private static AuditEntry Entry(SqliteDataReader row) => new(
        Columns.ToTime(row.GetInt64(1)), row.GetString(2), row.GetString(3), row.GetString(4),
        row.Text(5) is not { } society ? null : SocietyId.TryParse(society, out var id) ? id : default(SocietyId),   // one that is none breaks the chain
        row.GetString(6), row.GetString(7), row.Text(8));
}
