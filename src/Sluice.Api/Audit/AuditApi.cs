using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Paging;
using Sluice.Contracts;
using Sluice.Contracts.Audit;
using Sluice.Metering.Audit;
using Sluice.Metering.Identity;
using Sluice.Metering.Readings;

namespace Sluice.Api.Audit;

/// <summary>The audit log, to read, to check and to take away.</summary>
public static class AuditApi
{
    private static readonly ReadOnlyMemory<byte> LineEnd = new([(byte)'\n']);

    /// <summary>Adds <c>/api/societies/{societyId}/audit</c> and <c>/api/audit</c>, <c>/verify</c>, <c>/export</c>.</summary>
    public static IEndpointRouteBuilder MapAudit(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/societies/{societyId}/audit", ListOfSociety).WithName("ListSocietyAudit").Requires(Permission.AuditRead);
        app.MapGet("/api/audit", ListAll).WithName("ListAudit").RequiresInstallation(InstallationPermission.AuditRead);
        app.MapGet("/api/audit/verify", Verify).WithName("VerifyAudit").RequiresInstallation(InstallationPermission.AuditRead);
        app.MapGet("/api/audit/export", Export).WithName("ExportAudit").RequiresInstallation(InstallationPermission.AuditRead, audit: "audit.export");
        return app;
    }

    private static Task<IResult> ListOfSociety(Access.Access access, IAuditLog log, CancellationToken ct, string? limit = null, string? next = null) =>
        Cursors.PageAsync(limit, next, async (cursor, size) => ToPage(await log.ListAsync(access.Society, cursor, size, ct)), WireJson.Default.AuditPage);

    private static Task<IResult> ListAll(Access.Access access, IAuditLog log, CancellationToken ct, string? limit = null, string? next = null) =>
        Cursors.PageAsync(limit, next, async (cursor, size) => ToPage(await log.ListAsync(access.Installation, cursor, size, ct)), WireJson.Default.AuditPage);

    private static async Task<IResult> Verify(Access.Access access, IAuditLog log, CancellationToken ct)
    {
        var verdict = await AuditChain.VerifyAsync(log, access.Installation, ct);
        return Results.Json(
            new AuditVerdictDto { Intact = verdict.Break is null, Entries = verdict.Entries, Head = Convert.ToHexStringLower(verdict.Head.Span), Break = verdict.Break },
            WireJson.Default.AuditVerdictDto);
    }

    /// <summary>All entries, oldest first, one JSON object a line, in constant memory.</summary>
    private static IResult Export(Access.Access access, IAuditLog log) => Results.Stream(
        async stream =>
        {
            for (long after = 0; ;)
            {
                var entries = await log.ReadAsync(access.Installation, after, IAuditLog.MaxPage, CancellationToken.None);
                foreach (var entry in entries)
                {
                    await JsonSerializer.SerializeAsync(stream, ToDto(entry), WireJson.Default.AuditEntryDto);
                    await stream.WriteAsync(LineEnd);
                }
                await stream.FlushAsync();
                if (entries.Count < IAuditLog.MaxPage) return;
                after = entries[^1].Sequence;
            }
        },
        "application/jsonl", "audit.jsonl");

    private static AuditPage ToPage(Page<ChainedAuditEntry> page) => new() { Entries = [.. page.Items.Select(ToDto)], Next = page.Next };

    private static AuditEntryDto ToDto(ChainedAuditEntry chained) => new()
    {
        Sequence = chained.Sequence,
        At = chained.Entry.At,
        Actor = chained.Entry.Actor,
        ActorName = chained.Entry.ActorName,
        Action = chained.Entry.Action,
        SocietyId = chained.Entry.Society?.Text,
        Target = chained.Entry.Target,
        Detail = chained.Entry.Detail,
        From = chained.Entry.From,
        Hash = Convert.ToHexStringLower(chained.Hash.Span),
    };
}
