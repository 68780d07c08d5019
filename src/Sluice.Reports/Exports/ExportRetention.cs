using Sluice.Metering.Exports;
using Sluice.Metering.Files;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;
using Sluice.Metering.Societies;

namespace Sluice.Reports.Exports;

/// <summary>Removes the files of links that are not good any more. What lies in the layout (<c>societies/…/exports/</c>) is the society's and stays.</summary>
public sealed class ExportRetention(IJobStore jobs, IFileStore files) : IRetentionTask
{
    public string DataClass => "export-links";

    public async ValueTask<long> ApplyAsync(SocietyScope scope, Society society, DateTimeOffset now, CancellationToken ct)
    {
        long removed = 0;
        for (string? next = null; ;)
        {
            var page = await jobs.ListAsync(scope, next, IJobStore.MaxPage, ct);
            foreach (var job in page.Items)
                if (job.Kind == ExportRequest.Kind && job.FinishedAt is { } ended && ended + ExportResult.GoodFor < now && await files.DeleteAsync(FileName.OfJob(job, ExportJob.Own), ct)) removed++;
            if ((next = page.Next) is null) return removed;
        }
    }
}
