using System.Text.Json;
using Sluice.Metering.Exports;
using Sluice.Metering.Files;
using Sluice.Metering.Jobs;
using Sluice.Reports.Protection;

namespace Sluice.Reports.Exports;

/// <summary>Makes a file of a round, or of a society's days. Interrupted, it begins anew: a file is whole or not there.</summary>
/// <param name="files">Where files go.</param>
/// <param name="stores">Where rows come from.</param>
/// <param name="notices">Tells who wanted to hear of the end.</param>
/// <param name="program">This program with its version, for files.</param>
/// <param name="clock">The clock.</param>
public sealed class ExportJob(IFileStore files, ExportStores stores, IExportNotices notices, string program, TimeProvider clock) : IJobHandler
{
    /// <summary>The name of the job's own file: what the link leads to, whatever is exported later.</summary>
    public const string Own = "export";

    /// <summary>The largest file, bytes.</summary>
    public const long MaxBytes = 4L << 30;

    public string Kind => ExportRequest.Kind;

    public async ValueTask<JobEnd> RunAsync(IJobRun run, CancellationToken ct)
    {
        var request = JsonSerializer.Deserialize(run.Job.Request, ExportJson.Default.ExportRequest)!;
        var protection = run.Secret as PackageProtection;
        if (request.Options.PasswordProtect && protection is null)
            return JobEnd.Failed("PasswordGone", "The server was stopped before the file was written, and the password is never stored: ask for the export again.");
        var scope = run.Scope.OfSociety!;
        var source = await ExportSource.OpenAsync(scope, stores, request, program, clock.GetUtcNow(), ct);
        if (source is null) return JobEnd.Failed("Gone", "The round or the society is not there any more.");
        byte[]? form = null;
        if (OwnForm.IsOwn(request.Format, request.Template) && (form = await OwnForm.Of(request.Format)!.ReadAsync(files, scope, request.Template, ct)) is null)
            return JobEnd.Failed("FormGone", $"The society has no form '{request.Template}' any more; ask for the export with another template.");
        var writer = new ExportWriter(request, source, form, program, clock);
        var counter = new RowCounter(run);
        var own = FileName.OfJob(run.Job, Own);
        try
        {
            var made = await StreamedFile.PutAsync(files, own, MaxBytes, ExportPlace.Labels(run.Job, request), (target, token) => writer.WriteAsync(target, protection, counter, token), ct);
            if (made is not { } file) return JobEnd.Failed("TooLarge", $"The file would be larger than {MaxBytes >> 30} GiB; export a shorter time.");
            var place = ExportPlace.Of(scope, request, run.Job.CreatedAt);
            await run.ReportAsync(new(counter.Rows, counter.Rows, "storing"), ct);
            if (request.Format == ExportFormat.Parquet) await StoredDataset.PutAsync(files, own, place, ExportPlace.Labels(run.Job, request), ct);
            else await files.CopyAsync(own, place, ct);
            var result = new ExportResult
            {
                Size = file.File.Bytes,
                Sha256 = file.Sha256,
                Location = place.Text,
                Rows = counter.Rows,
                LeftOutCount = writer.Billed?.ProblemCount ?? 0,
                LeftOut = writer.LeftOut,
            };
            protection?.Dispose();
            return new(JsonSerializer.Serialize(result, ExportJson.Default.ExportResult));
        }
        catch (ReportException e)
        {
            protection?.Dispose();
            return JobEnd.Failed(e.Code, e.Message);
        }
    }

    public async ValueTask EndedAsync(Job job, JobScope scope, CancellationToken ct)
    {
        var request = JsonSerializer.Deserialize(job.Request, ExportJson.Default.ExportRequest)!;
        if (request.Notify is not null) await notices.EndedAsync(scope.OfSociety!, job, request, ct);
    }
}
