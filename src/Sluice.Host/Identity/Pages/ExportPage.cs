using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Exports;
using Sluice.Host.Identity.Issuer;
using Sluice.Metering.Files;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;
using Sluice.Storage.Sqlite.People;
using static Sluice.Host.Identity.Pages.PageResult;

namespace Sluice.Host.Identity.Pages;

/// <summary>Where the link of a mail leads: asks for a log-in, looks whether that person may have the file, and gives it.</summary>
internal static class ExportPage
{
    public static void MapExportPage(this IEndpointRouteBuilder app) =>
        app.MapGet("/account/exports/{exportId}", FetchAsync).ExcludeFromDescription().OpenToAnybody("acts for whom the log-in cookie names, and lets them in by their memberships");

    private static async Task<IResult> FetchAsync(
        HttpContext http, string exportId, UserManager<PersonRow> users, PeopleOptions options, IMembershipStore memberships, IJobStore jobs, IFileStore files, TimeProvider clock, CancellationToken ct)
    {
        if (await MfaPages.LoggedInAsync(http, users) is not { } person) return MfaPages.LogInFirst(http);
        if (!person.TwoFactorEnabled && options.MustHaveMfa(person.Role)) return Results.Redirect($"/account/mfa-setup?returnUrl={Uri.EscapeDataString(http.Request.Path)}");
        var caller = new Caller(person.Id, person.Role, (await memberships.SocietiesOfAsync(person.Id, ct)).ToHashSet(), person.Name);
        if (!JobId.TryParse(exportId, out var id) || (await jobs.FindOwnerAsync(id, ct)).Society is not { } society || !Authorizer.TryEnter(caller, society, Permission.ExportRun, out var scope))
            return Sorry(http, StatusCodes.Status404NotFound, "This export does not exist, or it belongs to a society that you do not belong to.");
        var answer = await ExportsApi.FileOfAsync(http, scope, exportId, jobs, files, clock, ct);
        return answer is not IStatusCodeHttpResult { StatusCode: >= 400 and var status } ? answer : Sorry(http, status, status switch
        {
            StatusCodes.Status410Gone => "The link was good for 24 hours. Ask for the export again.",
            StatusCodes.Status409Conflict => "There is no file: it is still being made, or it failed.",
            _ => "This export does not exist.",
        });
    }

    private static IResult Sorry(HttpContext http, int status, string why) => Page(http, "No file", $"""<p>{why}</p><p><a class="button" href="/">Open Sluice</a></p>""", status: status);
}
