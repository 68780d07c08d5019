using Microsoft.Extensions.DependencyInjection;
using Sluice.Metering.Identity;
using Sluice.Metering.Imports;
using Sluice.Metering.Jobs;
using Sluice.Metering.Societies;
using Sluice.Storage.Contract;

namespace Sluice.Api.Tests.Imports;

/// <summary>Things for the route matrix.</summary>
internal static class ImportFillers
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<string> SocietyAsync(RouteWorld world, string society)
    {
        var societies = world.Services.GetRequiredService<ISocietyStore>();
        if (await societies.FindAsync(Scopes.Of(society), Cancel) is null) await world.Services.GetRequiredService<SocietyRegistry>().CreateAsync(Scopes.Installation, new() { Id = SocietyId.Parse(society), Name = society }, Cancel);
        return society;
    }

    public static async Task<string> MappingAsync(RouteWorld world, string society)
    {
        var mapping = new ImportMapping { Name = "matrix", Columns = new Dictionary<string, IReadOnlyList<string>> { ["serialNumber"] = ["No"] } };
        await world.Services.GetRequiredService<IImportMappingStore>().PutAsync(Scopes.Of(society), mapping, Cancel);
        return mapping.Name;
    }

    public static async Task<string> JobAsync(RouteWorld world, JobScope scope, string kind)
    {
        var job = new Job
        {
            Id = JobId.New(TimeProvider.System),
            Society = scope.Society,
            Kind = kind,
            CreatedBy = "matrix",
            CreatedAt = TimeProvider.System.GetUtcNow(),
            State = JobState.Failed,
            Request = $$"""{"fileOf":"{{Guid.NewGuid()}}","fileBy":"matrix","fileName":"x","mapping":{"name":"x","columns":{} } }""",
            FinishedAt = TimeProvider.System.GetUtcNow(),
        };
        await world.Services.GetRequiredService<IJobStore>().AddAsync(scope, job, Cancel);
        return job.Id.ToString();
    }
}
