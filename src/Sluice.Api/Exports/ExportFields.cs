using Sluice.Api.GraphQL;
using Sluice.Api.GraphQL.Filters;
using Sluice.Api.Sessions;
using Sluice.Contracts.Exports;
using Sluice.Metering.Exports;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;
using Sluice.Metering.Readings;
using Sluice.Metering.Sessions;
using Sluice.Metering.Societies;

namespace Sluice.Api.Exports;

/// <summary>Exports in GraphQL.</summary>
internal static class ExportFields
{
    private static readonly Dictionary<string, Func<ExportDto, object?>> Filterable = new(StringComparer.Ordinal)
    {
        ["id"] = static e => e.Id,
        ["societyId"] = static e => e.SocietyId,
        ["sessionId"] = static e => e.SessionId,
        ["format"] = static e => e.Format,
        ["template"] = static e => e.Template,
        ["status"] = static e => e.State,
        ["createdBy"] = static e => e.CreatedBy,
        ["createdAt"] = static e => e.CreatedAt,
    };

    /// <summary>What exports can be filtered by.</summary>
    public static ModelFilter<ExportDto> Filter { get; } = new(Filterable);

    public static void Bind(FieldBinder fields)
    {
        fields.Query("getExport", Permission.ExportRun, static async f => await FindAsync(f, f.Text("id")));
        fields.Query("exportsBySociety", Permission.ExportRun, static async f => f.Enter(f.Text("societyId")) is { } scope ? await ListAsync(f, scope) : Connection.Empty);
        fields.Query("listExports", Permission.ExportRun, static f => Pager.OverSocietiesAsync(f, scope => ListingOf(f, scope, null), FilterOf(f)));
        fields.Query("exportsBySession", Permission.ExportRun, static async f =>
            await SessionFields.FindAsync(f, f.Text("sessionId")) is { } round ? await Pager.PageAsync(f, ListingOf(f, round.Scope, round.Value.Id), FilterOf(f)) : Connection.Empty);
        fields.Load<Society>("Society", "exports", Permission.ExportRun, static (f, node) => ListAsync(f, node.Scope));
        fields.Load<ScanSession>("ScanSession", "exports", Permission.ExportRun, static (f, node) => OfSessionAsync(f, node));
        fields.Show<ExportDto>("Export", [.. Filterable.Select(static field => (field.Key, field.Value))]);
        fields.Show<ExportDto>("Export",
            ("from", static e => e.From), ("to", static e => e.To), ("rows", static e => e.Rows), ("downloadUrl", static e => e.DownloadUrl?.ToString()), ("size", static e => e.Size),
            ("sha256", static e => e.Sha256), ("expiresAt", static e => e.ExpiresAt), ("s3Location", static e => e.S3Location),
            ("error", static e => e.Error is { } error ? $"{error.Code}: {error.Message}" : null), ("updatedAt", static e => e.ExpiresAt - ExportResult.GoodFor));
    }

    /// <summary>The export, when it is the caller's.</summary>
    public static async ValueTask<Node<ExportDto>?> FindAsync(FieldCall field, string? text) =>
        JobId.TryParse(text, out var id) && field.Enter((await field.Service<IJobStore>().FindOwnerAsync(id, field.Cancel)).Society) is { } scope
        && await field.Service<IJobStore>().FindAsync(scope, id, field.Cancel) is { Kind: ExportRequest.Kind } job ? Show(field, scope)(job) as Node<ExportDto> : null;

    private static Func<Job, bool> FilterOf(FieldCall field)
    {
        var fits = Filter.Compile(field.Object("filter"));
        var now = field.Service<TimeProvider>().GetUtcNow();
        var http = field.Call.Http;
        return job => job.Kind == ExportRequest.Kind && fits(ExportWire.ToDto(http, job, now));
    }

    private static ValueTask<object?> ListAsync(FieldCall field, SocietyScope scope) => Pager.PageAsync(field, ListingOf(field, scope, null), FilterOf(field));

    private static Listing<Job> ListingOf(FieldCall field, SocietyScope scope, SessionId? session)
    {
        var show = Show(field, scope);
        return new(
            (cursor, size) => field.Service<IJobStore>().ListAsync(scope, cursor, size, field.Cancel),
            job => session is null || ExportWire.RequestOf(job).Session == session.Value.Value ? show(job) : null, IJobStore.MaxPage, Descends: true);
    }

    /// <summary>The society's exports are looked through once for all rounds of a level.</summary>
    private static async ValueTask<object?> OfSessionAsync(FieldCall field, Node<ScanSession> node)
    {
        var list = ListingOf(field, node.Scope, node.Value.Id);
        if (field.Text("nextToken") is not null || Pager.IsTurned(field.Text("sortDirection"), list)) return await Pager.PageAsync(field, list, FilterOf(field));
        var (fits, limit) = (FilterOf(field), Pager.Limit(field));
        return field.Call.Batch<SessionId, List<Job>>("exports of rounds", node.Scope, ISessionStore.MaxPage, (s, ids, ct) => LookAsync(field.Service<IJobStore>(), s, ids, ct))
            .Load(node.Value.Id, jobs => jobs is null ? Connection.Empty : Pager.Of(new Page<Job>([.. jobs.Take(limit)], jobs.Count > limit ? JobRules.Cursor(jobs[limit - 1].Id) : null), list, fits));
    }

    private static async ValueTask<IReadOnlyDictionary<SessionId, List<Job>>> LookAsync(IJobStore jobs, SocietyScope scope, IReadOnlyCollection<SessionId> rounds, CancellationToken ct)
    {
        var found = rounds.ToDictionary(static r => r, static _ => new List<Job>());
        string? next = null;
        for (var looked = 0; looked < Pager.MaxFetches; looked++)
        {
            var page = await jobs.ListAsync(scope, next, IJobStore.MaxPage, ct);
            foreach (var job in page.Items.Where(static j => j.Kind == ExportRequest.Kind))
                if (ExportWire.RequestOf(job).Session is { } session && found.TryGetValue(new(session), out var own)) own.Add(job);
            if ((next = page.Next) is null) break;
        }
        return found;
    }

    private static Func<Job, object?> Show(FieldCall field, SocietyScope scope)
    {
        var now = field.Service<TimeProvider>().GetUtcNow();
        var http = field.Call.Http;
        return job => new Node<ExportDto>(ExportWire.ToDto(http, job, now), scope);
    }
}
