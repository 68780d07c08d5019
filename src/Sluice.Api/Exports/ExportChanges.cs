using System.Text.Json.Nodes;
using Sluice.Api.GraphQL;
using Sluice.Contracts;
using Sluice.Metering.Identity;

namespace Sluice.Api.Exports;

/// <summary>Exports asked for by GraphQL.</summary>
internal static class ExportChanges
{
    public static void Bind(FieldBinder fields)
    {
        fields.Mutation("createExport", Permission.ExportRun, static async f =>
        {
            var input = f.Input;
            var body = Changes.Body(input, ("sessionId", "sessionId"), ("societyId", "societyId"), ("month", "month"), ("from", "from"), ("to", "to"), ("format", "format"), ("template", "template"), ("password", "password"), ("bucketPath", "bucketPath"));
            var options = Changes.Body(input, ("includeCharts", "includeCharts"), ("includeMetadata", "includeMetadata"));
            if (input.Text("password") is not null) options["passwordProtect"] = true;
            if (options.Count > 0) body["options"] = options;
            var made = await f.Service<RestCall>().SendAsync(f.Call, input.Has("bucketPath") ? "ExportS3" : "ExportExcel", Changes.Nowhere, body, WireJson.Default.ExportDto, ct: f.Cancel);
            return await ExportFields.FindAsync(f, made.Id);
        });
        fields.Mutation("deleteExport", Permission.ExportRun, static async f =>
        {
            var id = f.Input.Text("id")!;
            if (f.Object("condition") is not null) Changes.ThrowUnless(f, ExportFields.Filter, (await ExportFields.FindAsync(f, id) ?? throw GraphQLProblem.NotYours()).Value);
            await f.Service<RestCall>().SendAsync(f.Call, "CancelExport", Changes.At(("exportId", id)), null, null, f.Cancel);
            return await ExportFields.FindAsync(f, id);
        });
    }
}
