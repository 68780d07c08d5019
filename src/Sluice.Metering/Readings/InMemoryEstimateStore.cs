using Sluice.Metering.Identity;
using Sluice.Metering.Meters;

namespace Sluice.Metering.Readings;

/// <summary>Estimates in memory, for tests and the phone.</summary>
public sealed class InMemoryEstimateStore : IEstimateStore
{
    private readonly Lock gate = new();
    private readonly List<KeptEstimate> rows = [];

    public ValueTask<KeptEstimate> AddAsync(SocietyScope scope, KeptEstimate estimate, CancellationToken ct)
    {
        lock (gate)
        {
            var made = estimate.AsStored(scope, rows.Count + 1);
            if (rows.Find(r => r.Society == made.Society && r.Meter == made.Meter && r.Estimate.At == made.Estimate.At && r.Estimate.TotalM3 == made.Estimate.TotalM3) is { } known) return new(known);
            rows.Add(made);
            return new(made);
        }
    }

    public ValueTask<IReadOnlyList<KeptEstimate>> ListAsync(SocietyScope scope, MeterId meter, CancellationToken ct)
    {
        lock (gate) return new([.. rows.Where(r => r.Society == scope.Society && r.Meter == meter).Reverse().Take(IEstimateStore.MaxList)]);
    }
}
