using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Api.Access;
using Sluice.Api.Imports;
using Sluice.Api.Problems;
using Sluice.Contracts;
using Sluice.Contracts.Exports;
using Sluice.Metering.Exports;
using Sluice.Metering.Files;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;

namespace Sluice.Api.Exports;

/// <summary>A society's own forms: workbooks to be filled and layouts of billing files. One that cannot be used is refused with its place when it is handed up.</summary>
internal static class ExportFormsApi
{
    public static void MapExportForms(this IEndpointRouteBuilder app)
    {
        app.MapGet("/api/billing-layouts", GetPresets).WithName("GetBillingPresets").OpenToAnybody("the program's own table, the same as in its documentation");
        app.MapGet("/api/societies/{societyId}/billing-layouts", ListLayouts).WithName("ListBillingLayouts").Requires(Permission.ExportRun);
        app.MapGet("/api/societies/{societyId}/billing-layouts/{name}", GetLayout).WithName("GetBillingLayout").Requires(Permission.ExportRun);
        app.MapPut("/api/societies/{societyId}/billing-layouts/{name}", PutLayout).WithName("PutBillingLayout").Requires(Permission.SocietyManage, audit: "billing-layout.put");
        app.MapDelete("/api/societies/{societyId}/billing-layouts/{name}", DeleteLayout).WithName("DeleteBillingLayout").Requires(Permission.SocietyManage, audit: "billing-layout.delete");
        app.MapGet("/api/societies/{societyId}/workbook-templates", ListWorkbooks).WithName("ListWorkbookTemplates").Requires(Permission.ExportRun);
        app.MapGet("/api/societies/{societyId}/workbook-templates/{name}", GetWorkbook).WithName("GetWorkbookTemplate").Requires(Permission.ExportRun);
        app.MapPut("/api/societies/{societyId}/workbook-templates/{name}", PutWorkbook).WithName("PutWorkbookTemplate").Requires(Permission.SocietyManage, audit: "workbook-template.put");
        app.MapDelete("/api/societies/{societyId}/workbook-templates/{name}", DeleteWorkbook).WithName("DeleteWorkbookTemplate").Requires(Permission.SocietyManage, audit: "workbook-template.delete");
    }

    private static IResult GetPresets(IExportForms forms) => Layouts(forms.BillingLayouts.Values);

    private static async Task<IResult> ListLayouts(Access.Access access, IFileStore files, CancellationToken ct)
    {
        var found = new List<ReadOnlyMemory<byte>>();
        foreach (var file in await ListAsync(OwnForm.Layout, access.Society, files, ct))
            if (await OwnForm.Layout.ReadAsync(files, access.Society, OwnForm.Layout.NameOf(file), ct) is { } json) found.Add(json);
        return Layouts(found);
    }

    private static Task<IResult> GetLayout(Access.Access access, string name, IFileStore files, CancellationToken ct) => GetAsync(OwnForm.Layout, access.Society, name, files, ct);

    private static Task<IResult> DeleteLayout(Access.Access access, string name, IFileStore files, CancellationToken ct) => DeleteAsync(OwnForm.Layout, access.Society, name, files, ct);

    private static async Task<IResult> PutLayout(HttpContext http, Access.Access access, string name, IExportForms forms, IFileStore files, CancellationToken ct)
    {
        if (await RefusalAsync(OwnForm.Layout, ExportFormat.Billing, access.Society, name, files, ct) is { } refusal) return refusal;
        var (json, wrong) = await JsonBody.ReadAsync(http, WireJson.Default.JsonObject);
        if (json is null) return wrong!;
        json.TryAdd("name", name);
        var bytes = JsonSerializer.SerializeToUtf8Bytes(json, WireJson.Default.JsonObject);
        if (forms.ProblemOfLayout(bytes, name) is { } problem) return Problem.BadParameter("BadLayout", problem);
        await files.PutAsync(OwnForm.Layout.FileOf(access.Society, name), new MemoryStream(bytes), OwnForm.Layout.MaxBytes, ct, Labels(OwnForm.Layout, access.Society));
        return Results.Bytes(bytes, OwnForm.Layout.MediaType);
    }

    private static async Task<IResult> ListWorkbooks(Access.Access access, IFileStore files, CancellationToken ct) => Results.Json(
        new WorkbookTemplatesDto { Templates = [.. (await ListAsync(OwnForm.Workbook, access.Society, files, ct)).Select(ToDto)] }, WireJson.Default.WorkbookTemplatesDto);

    private static Task<IResult> GetWorkbook(Access.Access access, string name, IFileStore files, CancellationToken ct) => GetAsync(OwnForm.Workbook, access.Society, name, files, ct);

    private static Task<IResult> DeleteWorkbook(Access.Access access, string name, IFileStore files, CancellationToken ct) => DeleteAsync(OwnForm.Workbook, access.Society, name, files, ct);

    /// <summary>The workbook is the body, or the one file of a form. It waits as an upload until it is known to be good.</summary>
    private static async Task<IResult> PutWorkbook(HttpContext http, Access.Access access, string name, IExportForms forms, IFileStore files, TimeProvider clock, CancellationToken ct)
    {
        if (await RefusalAsync(OwnForm.Workbook, ExportFormat.Xlsx, access.Society, name, files, ct) is { } refusal) return refusal;
        var user = access.Society.Caller.Subject;
        var upload = FileName.OfJob(user, JobId.New(clock), "template");
        try
        {
            if ((await Upload.SaveAsync(http, files, upload, user, ct)).Refusal is { } wrong) return wrong;
            await using (var content = await files.OpenAsync(upload, ct))
                if (await forms.ProblemOfWorkbookAsync(content!, ct) is { } problem) return Problem.BadParameter("BadTemplate", problem);
            var kept = await files.CopyAsync(upload, OwnForm.Workbook.FileOf(access.Society, name), ct);
            return Results.Json(ToDto(kept!), WireJson.Default.WorkbookTemplateDto);
        }
        finally
        {
            await files.DeleteAsync(upload, CancellationToken.None);
        }
    }

    private static async ValueTask<IResult?> RefusalAsync(OwnForm kind, ExportFormat format, SocietyScope scope, string name, IFileStore files, CancellationToken ct)
    {
        if (!OwnForm.IsName(name)) return Problem.BadParameter("BadName", $"A name is 1 to {OwnForm.MaxName} lower-case letters, digits and hyphens.");
        if (!OwnForm.IsOwn(format, name)) return Problem.BadParameter("NameTaken", $"'{name}' is there for every society; choose another name.");
        return (await ListAsync(kind, scope, files, ct)).Count(f => kind.NameOf(f) != name) < OwnForm.Max
            ? null : Problem.Of(StatusCodes.Status409Conflict, "TooManyForms", "There is no room for another one.", $"A society has at most {OwnForm.Max} of them; remove some.");
    }

    private static async ValueTask<IReadOnlyList<StoredFile>> ListAsync(OwnForm kind, SocietyScope scope, IFileStore files, CancellationToken ct) =>
        (await files.ListAsync(kind.FolderOf(scope), null, IFileStore.MaxPage, ct)).Items;

    private static async Task<IResult> GetAsync(OwnForm kind, SocietyScope scope, string name, IFileStore files, CancellationToken ct) =>
        await kind.ReadAsync(files, scope, name, ct) is { } bytes ? Results.Bytes(bytes, kind.MediaType, kind == OwnForm.Workbook ? $"{name}.{kind.Extension}" : null) : Problem.NotYours();

    private static async Task<IResult> DeleteAsync(OwnForm kind, SocietyScope scope, string name, IFileStore files, CancellationToken ct) =>
        OwnForm.IsName(name) && await files.DeleteAsync(kind.FileOf(scope, name), ct) ? Results.NoContent() : Problem.NotYours();

    private static WorkbookTemplateDto ToDto(StoredFile file) => new() { Name = OwnForm.Workbook.NameOf(file), Size = file.Bytes, ChangedAt = file.ChangedAt };

    private static FileLabels Labels(OwnForm kind, SocietyScope scope) => new(kind.MediaType, new Dictionary<string, string>(StringComparer.Ordinal) { ["society"] = scope.Society.Text });

    private static IResult Layouts(IEnumerable<ReadOnlyMemory<byte>> all)
    {
        var layouts = new List<JsonElement>();
        foreach (var json in all)
        {
            using var document = JsonDocument.Parse(json);
            layouts.Add(document.RootElement.Clone());
        }
        return Results.Json(new BillingLayoutsDto { Layouts = layouts }, WireJson.Default.BillingLayoutsDto);
    }
}
