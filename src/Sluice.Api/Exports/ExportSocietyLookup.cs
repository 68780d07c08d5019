using Sluice.Api.Access;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;

namespace Sluice.Api.Exports;

/// <summary>The society of an export, which is a job of it.</summary>
public sealed class ExportSocietyLookup(IJobStore jobs) : ISocietyLookup
{
    public string RouteParameter => "exportId";

    public async ValueTask<SocietyId?> FindAsync(string value, CancellationToken ct) => JobId.TryParse(value, out var id) ? (await jobs.FindOwnerAsync(id, ct)).Society : null;
}
