using Sluice.Api.Access;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;

namespace Sluice.Api.Jobs;

/// <summary>The society of a job. Jobs of the installation have none and are reached by their own addresses.</summary>
public sealed class JobSocietyLookup(IJobStore jobs) : ISocietyLookup
{
    public string RouteParameter => "jobId";

    public async ValueTask<SocietyId?> FindAsync(string value, CancellationToken ct) => JobId.TryParse(value, out var id) ? (await jobs.FindOwnerAsync(id, ct)).Society : null;
}
