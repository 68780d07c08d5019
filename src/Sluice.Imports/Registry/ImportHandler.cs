using System.Text.Json;
using Sluice.Imports.Tables;
using Sluice.Metering.Files;
using Sluice.Metering.Imports;
using Sluice.Metering.Jobs;

namespace Sluice.Imports.Registry;

/// <summary>Runs imports of one kind: finds the file, opens it, and says in the result what came of it.</summary>
public abstract class ImportHandler(IFileStore files, ImportKind kind, FileLimits? limits = null) : IJobHandler
{
    public string Kind => kind.Job;

    public async ValueTask<JobEnd> RunAsync(IJobRun run, CancellationToken ct)
    {
        var request = JsonSerializer.Deserialize(run.Job.Request, ImportJson.Default.ImportRequest)!;
        var stream = await files.OpenAsync(FileName.OfJob(request.FileBy, new(request.FileOf), "upload"), ct);
        if (stream is null) return JobEnd.Failed("FileGone", "The file is no longer kept; send it again.");
        try
        {
            using var table = Open(stream, request);
            var target = NewTarget(run, request);
            if (await target.OpenAsync(ct) is { } refusal) return JobEnd.Failed("NotPossible", refusal);
            return await new ImportRun(run, request, kind, table, target, new(files, run.Job)).RunAsync(ct);
        }
        catch (BadFileException e)
        {
            return JobEnd.Failed(e.Reason.ToString(), $"{SafeText.Clean(request.FileName)}: {e.Message}");
        }
    }

    internal abstract IImportTarget NewTarget(IJobRun run, ImportRequest request);

    private TableFile Open(Stream stream, ImportRequest request)
    {
        try
        {
            return TableFile.Open(stream, new(request.Sheet, request.Encoding), limits);
        }
        catch (BadFileException)
        {
            stream.Dispose();
            throw;
        }
    }
}
