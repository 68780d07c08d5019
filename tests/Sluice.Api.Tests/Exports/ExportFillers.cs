using System.Text.Json;
using Sluice.Metering.Exports;
using Sluice.Metering.Files;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;
using Sluice.Storage.Contract;

namespace Sluice.Api.Tests.Exports;

/// <summary>Things for the route matrix.</summary>
internal static class ExportFillers
{
    /// <summary>An export that failed.</summary>
    public static async Task<string> ExportAsync(RouteWorld world, string society)
    {
        var job = new Job
        {
            Id = JobId.New(TimeProvider.System),
            Society = SocietyId.Parse(society),
            Kind = ExportRequest.Kind,
            CreatedBy = "matrix",
            CreatedAt = TimeProvider.System.GetUtcNow(),
            State = JobState.Failed,
            FinishedAt = TimeProvider.System.GetUtcNow(),
            Request = JsonSerializer.Serialize(new ExportRequest { Session = Guid.NewGuid(), Template = "standard" }, ExportJson.Default.ExportRequest),
        };
        await world.Service<IJobStore>().AddAsync(Scopes.Of(society), job, CancellationToken.None);
        return job.Id.ToString();
    }

    /// <summary>A scheduled export.</summary>
    public static async Task<string> ScheduleAsync(RouteWorld world, string society)
    {
        var schedule = new ExportSchedule { Id = Guid.CreateVersion7(), Export = new(), CreatedBy = "matrix", Since = TimeProvider.System.GetUtcNow() };
        await world.Service<IExportScheduleStore>().PutAsync(Scopes.Of(society), schedule, CancellationToken.None);
        return schedule.Id.ToString("D");
    }

    /// <summary>A billing layout of the society's own.</summary>
    public static Task<string> LayoutAsync(RouteWorld world, string society) => FormAsync(world, society, OwnForm.Layout);

    /// <summary>A workbook of the society's own.</summary>
    public static Task<string> WorkbookAsync(RouteWorld world, string society) => FormAsync(world, society, OwnForm.Workbook);

    private static async Task<string> FormAsync(RouteWorld world, string society, OwnForm kind)
    {
        await world.Service<IFileStore>().PutAsync(kind.FileOf(Scopes.Of(society), "office"), new MemoryStream("{}"u8.ToArray()), 10, CancellationToken.None);
        return "office";
    }
}
