using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using Sluice.Contracts;
using Sluice.Contracts.Exports;
using Sluice.Contracts.Imports;
using Sluice.Contracts.Jobs;

namespace Sluice.Client;

public sealed partial class SluiceClient
{
    /// <summary>A society's jobs, newest first.</summary>
    public Task<JobsPage> ListJobsAsync(string society, CancellationToken ct, int? limit = null) =>
        GetAsync(Address.Path($"/api/societies/{society}/jobs").With(("limit", limit)), WireJson.Default.JobsPage, ct);

    /// <summary>One job.</summary>
    public Task<JobDto> GetJobAsync(string job, CancellationToken ct) => GetAsync(Address.Path($"/api/jobs/{job}"), WireJson.Default.JobDto, ct);

    /// <summary>Asks a job to stop; what it has done stays done.</summary>
    public Task CancelJobAsync(string job, CancellationToken ct) => SendAsync(HttpMethod.Post, Address.Path($"/api/jobs/{job}/cancel"), null, ct);

    /// <summary>What mappings are built in.</summary>
    public Task<ImportPresetsDto> GetImportPresetsAsync(CancellationToken ct) => GetAsync("/api/imports/presets", WireJson.Default.ImportPresetsDto, ct);

    /// <summary>A society's own mappings.</summary>
    public Task<ImportMappingsDto> ListImportMappingsAsync(string society, CancellationToken ct) =>
        GetAsync(Address.Path($"/api/societies/{society}/import-mappings"), WireJson.Default.ImportMappingsDto, ct);

    /// <summary>Starts an import of meters.</summary>
    /// <param name="society">The society.</param>
    /// <param name="file">The file's bytes.</param>
    /// <param name="name">Its name.</param>
    /// <param name="preset">The mapping; null: found by the headers.</param>
    /// <param name="isDryRun">True: nothing is changed, the report says what would be.</param>
    /// <param name="deactivateMissing">True: active meters that the file does not have are taken out of use.</param>
    /// <param name="ct">Cancels.</param>
    [SuppressMessage("Reliability", "CA2000", Justification = "Whoever sends the content disposes it, and its parts.")]
    public Task<JobDto> ImportMetersAsync(string society, byte[] file, string name, string? preset, bool isDryRun, bool deactivateMissing, CancellationToken ct)
    {
        var part = new ByteArrayContent(file);
        part.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        return SendAsync(
            HttpMethod.Post, Address.Path($"/api/societies/{society}/imports").With(("preset", preset), ("dryRun", isDryRun), ("deactivateMissing", deactivateMissing)),
            new MultipartFormDataContent { { part, "file", name } }, WireJson.Default.JobDto, ct);
    }

    /// <summary>Turns a dry run into a real import of the same file.</summary>
    public Task<JobDto> ApplyImportAsync(string job, CancellationToken ct) => SendAsync(HttpMethod.Post, Address.Path($"/api/jobs/{job}/apply"), null, WireJson.Default.JobDto, ct);

    /// <summary>An import's rows.</summary>
    /// <param name="job">The job.</param>
    /// <param name="only"><c>all</c>, <c>bad</c> or <c>changed</c>.</param>
    /// <param name="next">The cursor of the page before; null: the first.</param>
    /// <param name="ct">Cancels.</param>
    public Task<ImportReportPage> GetImportReportAsync(string job, string only, string? next, CancellationToken ct) =>
        GetAsync(Address.Path($"/api/jobs/{job}/report").With(("only", only), ("next", next)), WireJson.Default.ImportReportPage, ct);

    /// <summary>Asks for a file of a round or of days.</summary>
    public Task<ExportDto> StartExportAsync(NewExportDto wanted, CancellationToken ct) =>
        SendAsync(HttpMethod.Post, "/api/export/excel", Json(wanted, WireJson.Default.NewExportDto), WireJson.Default.ExportDto, ct);

    /// <summary>A society's exports, newest first.</summary>
    public Task<ExportsPage> ListExportsAsync(string society, CancellationToken ct, int? limit = null) =>
        GetAsync(Address.Path($"/api/societies/{society}/exports").With(("limit", limit)), WireJson.Default.ExportsPage, ct);

    /// <summary>Asks an export to stop.</summary>
    public Task CancelExportAsync(string export, CancellationToken ct) => SendAsync(HttpMethod.Post, Address.Path($"/api/exports/{export}/cancel"), null, ct);

    /// <summary>Fetches an export's file. The caller disposes the answer.</summary>
    public Task<HttpResponseMessage> FetchExportAsync(string export, CancellationToken ct) => SendAsync(() => new(HttpMethod.Get, Address.Path($"/api/exports/{export}/file")), ct);
}
