using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Audit;
using Sluice.Api.Paging;
using Sluice.Api.Problems;
using Sluice.Contracts;
using Sluice.Contracts.People;
using Sluice.Metering.Identity;

namespace Sluice.Api.People;

/// <summary>People: of a society, of the installation.</summary>
public static class PeopleApi
{
    private const string OfSociety = "/api/societies/{societyId}/people";

    /// <summary>Adds the endpoints.</summary>
    public static IEndpointRouteBuilder MapPeople(this IEndpointRouteBuilder app)
    {
        app.MapGet(OfSociety, ListOfSociety).WithName("ListSocietyPeople").WithTags("People").Requires(Permission.PeopleManage);
        app.MapPost(OfSociety, InviteToSociety).WithName("InviteToSociety").WithTags("People").Requires(Permission.PeopleManage, audit: "person.invite");
        app.MapPost($"{OfSociety}/{{subject}}/invitation", Resend).WithName("ResendInvitation").WithTags("People").Requires(Permission.PeopleManage, audit: "person.invite-again");
        app.MapDelete($"{OfSociety}/{{subject}}", Remove).WithName("RemoveFromSociety").WithTags("People").Requires(Permission.PeopleManage, audit: "person.remove");
        app.MapGet("/api/people", ListAll).WithName("ListPeople").WithTags("People").RequiresInstallation(InstallationPermission.PeopleManage);
        app.MapPost("/api/people", Invite).WithName("InvitePerson").WithTags("People").RequiresInstallation(InstallationPermission.PeopleManage, audit: "person.invite");
        app.MapPatch("/api/people/{subject}", Change).WithName("ChangePerson").WithTags("People").RequiresInstallation(InstallationPermission.PeopleManage, audit: "person.change");
        app.MapPost("/api/people/{subject}/link", Reset).WithName("MakeNewLink").WithTags("People").RequiresInstallation(InstallationPermission.PeopleManage, audit: "person.reset");
        return app;
    }

    internal static string StatusOf(Person person) => person switch { { IsDisabled: true } => "disabled", { HasPassword: false } => "invited", _ => "active" };

    private static async Task<IResult> ListOfSociety(Access.Access access, IPeople people, CancellationToken ct) =>
        Results.Json(new PeopleDto { Items = [.. (await people.ListAsync(access.Society, ct)).Select(ToDto)] }, WireJson.Default.PeopleDto);

    private static Task<IResult> ListAll(Access.Access access, IPeople people, CancellationToken ct, string? limit = null, string? next = null) =>
        Cursors.PageAsync(limit, next, async (cursor, size) =>
        {
            var page = await people.ListAsync(access.Installation, cursor, size, ct);
            return new PeopleDto { Items = [.. page.Items.Select(ToDto)], Next = page.Next };
        }, WireJson.Default.PeopleDto);

    private static async Task<IResult> InviteToSociety(HttpContext http, Access.Access access, IPeople people, AuditNote note)
    {
        var (wanted, problem) = await ReadAsync(http);
        if (wanted is not { } person) return problem!;
        if (!PeopleRules.MayGive(access.Caller.Role, person.Role)) return BadRole("In a society people are SocietyAdmin or Scanner.");
        return Answer(http, note, await people.InviteAsync(access.Society, person.Mail, person.Name, person.Role, http.RequestAborted), StatusCodes.Status201Created);
    }

    private static async Task<IResult> Invite(HttpContext http, Access.Access access, IPeople people, AuditNote note)
    {
        var (wanted, problem) = await ReadAsync(http);
        return wanted is { } person
            ? Answer(http, note, await people.InviteAsync(access.Installation, person.Mail, person.Name, person.Role, http.RequestAborted), StatusCodes.Status201Created)
            : problem!;
    }

    private static async Task<IResult> Resend(HttpContext http, string subject, Access.Access access, IPeople people, AuditNote note) =>
        Answer(http, note, await people.ResendAsync(access.Society, subject, http.RequestAborted), StatusCodes.Status200OK);

    private static async Task<IResult> Reset(HttpContext http, string subject, Access.Access access, IPeople people, AuditNote note) =>
        Answer(http, note, await people.ResetAsync(access.Installation, subject, http.RequestAborted), StatusCodes.Status200OK);

    private static async Task<IResult> Remove(string subject, Access.Access access, IPeople people, CancellationToken ct) =>
        await people.RemoveAsync(access.Society, subject, ct) ? Results.NoContent() : Problem.NotYours();

    private static async Task<IResult> Change(HttpContext http, string subject, Access.Access access, IPeople people, AuditNote note)
    {
        var (wanted, problem) = await JsonBody.ReadAsync(http, WireJson.Default.PersonChangeDto);
        if (wanted is null) return problem!;
        if (wanted.Name?.Length > Person.MaxName) return Problem.BadParameter("BadName", $"name has at most {Person.MaxName} characters.");
        Role? role = null;
        if (wanted.Role is { } text)
        {
            if (!TryRole(text, out var parsed)) return BadRole($"role is one of {string.Join(", ", PeopleRules.OfPeople)}.");
            role = parsed;
        }
        note.Detail = $"{(role is null ? "" : $"role {role} ")}{(wanted.Disabled is { } off ? off ? "disabled" : "enabled" : "")}".Trim();
        return await people.ChangeAsync(access.Installation, subject, new(wanted.Name?.Trim(), role, wanted.Disabled), http.RequestAborted) switch
        {
            PersonOutcome.Done => Results.NoContent(),
            PersonOutcome.LastSuperAdmin => Problem.Of(StatusCodes.Status409Conflict, "LastSuperAdmin", "Nobody would be left to run the installation.", "Make somebody else super admin first."),
            _ => Problem.NotYours(),
        };
    }

    private static async ValueTask<((string Mail, string Name, Role Role)? Person, IResult? Problem)> ReadAsync(HttpContext http)
    {
        var (wanted, problem) = await JsonBody.ReadAsync(http, WireJson.Default.NewPersonDto);
        if (wanted is null) return (null, problem);
        var (mail, name) = (wanted.Mail?.Trim() ?? "", wanted.Name?.Trim() ?? "");
        if (!PeopleRules.IsMail(mail)) return (null, Problem.BadParameter("BadMail", $"mail is one mail address, at most {Person.MaxMail} characters, for example anna@example.org."));
        if (name.Length > Person.MaxName) return (null, Problem.BadParameter("BadName", $"name has at most {Person.MaxName} characters."));
        return TryRole(wanted.Role, out var role) ? ((mail, name, role), null) : (null, BadRole($"role is one of {string.Join(", ", PeopleRules.OfPeople)}."));
    }

    private static bool TryRole(string? text, out Role role) => Enum.TryParse(text, ignoreCase: false, out role) && PeopleRules.OfPeople.Contains(role) && role.ToString() == text;

    private static IResult BadRole(string detail) => Problem.BadParameter("BadRole", detail);

    private static IResult Answer(HttpContext http, AuditNote note, InviteResult result, int status)
    {
        (note.Target, note.Detail) = (result.Person?.Subject, result.Person?.Role.ToString() ?? "");
        switch (result.Outcome)
        {
            case InviteOutcome.Invited or InviteOutcome.Added:
                http.Response.Headers.CacheControl = "no-store";
                return Results.Json(new InvitationDto
                {
                    Person = ToDto(result.Person!),
                    Outcome = result.Outcome.ToString().ToLowerInvariant(),
                    MailSent = result.MailSent,
                    Link = result.Link?.ToString(),
                }, WireJson.Default.InvitationDto, statusCode: status);
            case InviteOutcome.RoleDiffers:
                return Problem.Of(StatusCodes.Status409Conflict, "RoleDiffers", "This person has another role.", "A role holds for all societies of a person, so a super admin must change it.");
            case InviteOutcome.BelongsToOthers:
                return Problem.Of(StatusCodes.Status409Conflict, "BelongsToOthers", "This person belongs to other societies, too.", "A super admin makes them a new link.");
            case InviteOutcome.AlreadyAccepted:
                return Problem.Of(StatusCodes.Status409Conflict, "AlreadyAccepted", "This person has accepted already.", "When they are locked out, a super admin makes them a new link.");
            default:
                return Problem.NotYours();
        }
    }

    private static PersonDto ToDto(Person person) => new()
    {
        Subject = person.Subject,
        Mail = person.Mail,
        Name = person.Name,
        Role = person.Role.ToString(),
        Status = StatusOf(person),
        Mfa = person.HasMfa,
        CreatedAt = person.CreatedAt,
        LastLoginAt = person.LastLoginAt,
    };
}
