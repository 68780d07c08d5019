using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Conditions;
using Sluice.Api.Paging;
using Sluice.Api.Problems;
using Sluice.Contracts;
using Sluice.Contracts.Societies;
using Sluice.Metering;
using Sluice.Metering.Identity;
using Sluice.Metering.Societies;

namespace Sluice.Api.Societies;

/// <summary>Societies.</summary>
public static class SocietiesApi
{
    /// <summary>Adds list, add, read, change and remove under <c>/api/societies</c>.</summary>
    public static IEndpointRouteBuilder MapSocieties(this IEndpointRouteBuilder app)
    {
        var group = app.MapGroup("/api/societies").WithTags("Societies");
        group.MapGet("", ListSocieties).WithName("ListSocieties").RequiresInBody(Permission.SocietyRead);
        group.MapPost("", AddSociety).WithName("AddSociety").RequiresInstallation(InstallationPermission.SocietiesManage, audit: "society.add");
        group.MapGet("/{societyId}", GetSociety).WithName("GetSociety").Requires(Permission.SocietyRead).InExistingSociety();
        group.MapPut("/{societyId}", ChangeSociety).WithName("ChangeSociety").Requires(Permission.SocietyManage, audit: "society.change").InExistingSociety();
        group.MapDelete("/{societyId}", RemoveSociety).WithName("RemoveSociety").RequiresInstallation(InstallationPermission.SocietiesManage, audit: "society.remove");
        return app;
    }

    private static Task<IResult> ListSocieties(Access.Access access, ISocietyStore societies, CancellationToken ct, string? limit = null, string? next = null) =>
        Cursors.PageAsync(limit, next, async (cursor, size) =>
        {
            var page = await societies.ListAsync(access.Caller, cursor, size, ct);
            return new SocietiesPage { Societies = [.. page.Items.Select(SocietyWire.ToDto)], Next = page.Next };
        }, WireJson.Default.SocietiesPage);

    private static async Task<IResult> AddSociety(HttpContext http, Access.Access access, Audit.AuditNote note, SocietyRegistry registry, TimeProvider clock)
    {
        var (input, problem) = await JsonBody.ReadAsync(http, WireJson.Default.SocietyInput);
        if (input is null) return problem!;
        if (!SocietyId.TryParse(input.Id, out var id)) return ChangeProblem.Of(new FieldProblem("id", $"1 to {SocietyId.MaxLength} of a-z, 0-9 and single hyphens between them."));
        note.Target = id.Text;
        var society = SocietyWire.ToSociety(input, id, new(), Timestamps.Stored(clock.GetUtcNow()), 0);
        if (SocietyRules.ProblemOf(society) is { } wrong) return ChangeProblem.Of(wrong);
        var change = await registry.CreateAsync(access.Installation, society, http.RequestAborted);
        if (!change.IsDone) return ChangeProblem.Of(change, "The society");
        http.Response.Headers.Location = $"/api/societies/{id}";
        return Answer(http, society with { Version = change.Version }, StatusCodes.Status201Created);
    }

    private static async Task<IResult> GetSociety(HttpContext http, Access.Access access, ISocietyStore societies, CancellationToken ct) =>
        await societies.FindAsync(access.Society, ct) is { } society ? Answer(http, society) : Problem.NotYours();

    private static async Task<IResult> ChangeSociety(HttpContext http, Access.Access access, ISocietyStore societies, SocietyRegistry registry, CancellationToken ct)
    {
        if (!ETags.TryReadRequired(http, out var version, out var problem)) return problem!;
        (var input, problem) = await JsonBody.ReadAsync(http, WireJson.Default.SocietyInput);
        if (input is null) return problem!;
        if (await societies.FindAsync(access.Society, ct) is not { } stored) return Problem.NotYours();
        if (input.Id is { } id && id != stored.Id.Text) return ChangeProblem.Of(new FieldProblem("id", "It never changes; leave it out, or send the one in the address."));
        var society = SocietyWire.ToSociety(input, stored.Id, stored.Retention, stored.CreatedAt, version ?? stored.Version);
        if (SocietyRules.ProblemOf(society) is { } wrong) return ChangeProblem.Of(wrong);
        var change = await registry.UpdateAsync(access.Society, society, ct);
        return change.IsDone ? Answer(http, society with { Version = change.Version }) : ChangeProblem.Of(change, "The society");
    }

    private static async Task<IResult> RemoveSociety(HttpContext http, string societyId, Access.Access access, Audit.AuditNote note, SocietyRegistry registry, CancellationToken ct)
    {
        note.Target = societyId;
        if (!SocietyId.TryParse(societyId, out var id)) return Problem.NotYours();
        if (!ETags.TryReadRequired(http, out var version, out var problem)) return problem!;
        var change = await registry.RemoveAsync(access.Installation, id, version, ct);
        return change.IsDone ? Results.NoContent() : ChangeProblem.Of(change, "The society");
    }

    private static IResult Answer(HttpContext http, Society society, int status = StatusCodes.Status200OK)
    {
        ETags.Tell(http, society.Version);
        return Results.Json(SocietyWire.ToDto(society), WireJson.Default.SocietyDto, statusCode: status);
    }
}
