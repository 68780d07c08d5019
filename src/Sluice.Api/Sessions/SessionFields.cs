using Sluice.Api.GraphQL;
using Sluice.Api.GraphQL.Filters;
using Sluice.Api.Readings;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Sessions;
using Sluice.Metering.Societies;

namespace Sluice.Api.Sessions;

/// <summary>Rounds in GraphQL.</summary>
internal static class SessionFields
{
    private static readonly Dictionary<string, Func<ScanSession, object?>> Filterable = new(StringComparer.Ordinal)
    {
        ["id"] = static s => s.Id.ToString(),
        ["societyId"] = static s => s.Society.Text,
        ["userId"] = static s => s.User,
        ["mode"] = static s => SessionWords.Of(s.Mode),
        ["status"] = static s => SessionWords.Of(s.Status),
        ["name"] = static s => s.Name,
        ["startedAt"] = static s => s.StartedAt,
        ["endedAt"] = static s => s.EndedAt,
        ["unlisted"] = static s => (decimal)s.Unlisted,
        ["version"] = static s => (decimal)s.Version,
    };

    /// <summary>What rounds can be filtered by.</summary>
    public static ModelFilter<ScanSession> Filter { get; } = new(Filterable);

    public static void Bind(FieldBinder fields)
    {
        fields.Query("getScanSession", Permission.SessionSee, static async f => await FindAsync(f, f.Text("id")));
        fields.Query("scanSessionsBySociety", Permission.SessionSee, static async f => f.Enter(f.Text("societyId")) is { } scope ? await ListAsync(f, scope) : Connection.Empty);
        fields.Query("listScanSessions", Permission.SessionSee, static f => Pager.OverSocietiesAsync(f, scope => ListingOf(f, scope), Filter.Compile(f.Object("filter"))));
        fields.Load<Society>("Society", "scanSessions", Permission.SessionSee, static (f, node) => ListAsync(f, node.Scope));
        fields.Load<ScanSession>("ScanSession", "society", Permission.SocietyRead, static (f, node) => new(Societies.SocietyFields.Load(f, node.Scope)));
        fields.Load<ScanSession>("ScanSession", "readings", Permission.ReadingRead, static (f, node) => ReadingFields.OfSessionAsync(f, node));
        fields.Load<ScanSession>("ScanSession", "targetMeters", Permission.SessionSee, static (f, node) => new(f.Call
            .Batch<SessionId, IReadOnlyList<MeterId>>("targets", node.Scope, ISessionStore.MaxPage, (s, ids, ct) => f.Service<ISessionStore>().ListTargetMetersAsync(s, ids, ct))
            .Load(node.Value.Id, static meters => meters?.Select(static m => m.ToString()) ?? [])));
        fields.Load<ScanSession>("ScanSession", "elapsedSeconds", Permission.SessionSee, static (f, node) => new((long)node.Value.Elapsed(f.Service<TimeProvider>().GetUtcNow()).TotalSeconds));
        fields.Show<ScanSession>("ScanSession",
            ("id", Filterable["id"]), ("societyId", Filterable["societyId"]), ("userId", Filterable["userId"]), ("mode", Filterable["mode"]), ("status", Filterable["status"]), ("name", Filterable["name"]),
            ("progress", static s => s.Progress), ("startedAt", static s => s.StartedAt), ("endedAt", static s => s.EndedAt), ("reason", static s => s.Reason.Length > 0 ? s.Reason : null),
            ("unlisted", static s => s.Unlisted), ("version", static s => s.Version), ("owner", static s => s.User), ("createdAt", static s => s.StartedAt), ("updatedAt", static s => s.EndedAt));
        fields.ShowPlain<Progress>("Progress",
            ("completed", static p => p.Completed), ("total", static p => p.Total), ("percentage", static p => p.Percentage), ("remaining", static p => p.Remaining), ("unreadable", static p => p.Unreadable));
    }

    /// <summary>The round, when the caller may see it.</summary>
    public static async ValueTask<Node<ScanSession>?> FindAsync(FieldCall field, string? text) =>
        SessionId.TryParse(text, out var id) && field.Enter(await field.Service<ISessionStore>().FindSocietyAsync(id, field.Cancel)) is { } scope
        && await field.Service<ISessionStore>().FindAsync(scope, id, field.Cancel) is { } session && SessionRules.MaySee(session, scope)
            ? new(session, scope) : null;

    private static ValueTask<object?> ListAsync(FieldCall field, SocietyScope scope) => Pager.PageAsync(field, ListingOf(field, scope), Filter.Compile(field.Object("filter")));

    /// <summary>Whoever does not see every round sees those they take or took part in.</summary>
    private static Listing<ScanSession> ListingOf(FieldCall field, SocietyScope scope)
    {
        var filter = new SessionFilter(User: scope.May(Permission.SessionRead) ? null : scope.Caller.Subject);
        return new((cursor, size) => field.Service<ISessionStore>().ListAsync(scope, filter, cursor, size, field.Cancel), session => new Node<ScanSession>(session, scope), ISessionStore.MaxPage, Descends: true);
    }
}
