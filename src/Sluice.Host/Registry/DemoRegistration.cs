using Sluice.Metering;
using Sluice.Metering.Identity;
using Sluice.Metering.Keys;
using Sluice.Metering.Meters;
using Sluice.Metering.Simulation;
using Sluice.Metering.Societies;
using Sluice.WMBus.Security;

namespace Sluice.Host.Registry;

/// <summary>Makes the demonstration's society through the same doors as everybody's. At each start only what is missing is made: what people changed stays changed.</summary>
internal sealed class DemoRegistration(Registries registries, ISocietyStore societies, TimeProvider clock)
{
    /// <summary>The society of the simulation.</summary>
    public static SocietyId Demo { get; } = SocietyId.Parse("demo");

    private const double TowerStepDegrees = 0.0006;   // about 65 m
    private static readonly Location Gate = new(18.5204, 73.8567);
    private static readonly string[] Invented = ["Asha Example", "Ravi Sample", "Meera Instance", "Kabir Model", "Leela Pattern"];

    /// <summary>Makes what is missing.</summary>
    public async Task RegisterAsync(IReadOnlyList<SimulatedMeter> simulated, CancellationToken ct)
    {
        var (start, inside) = (Authorizer.ForWorker("demo"), Authorizer.ForWorker(Demo, "demo"));
        var made = await registries.Societies.CreateAsync(start, new() { Id = Demo, Name = "Demo Gardens", Address = "1 Example Road, Pune", Location = Gate, CreatedAt = clock.GetUtcNow() }, ct);
        if (made.Outcome == ChangeOutcome.Changed) await BuildAsync(inside, simulated, ct);
        foreach (var part in simulated.Where(m => registries.Meters.Directory.SocietyOf(MeterId.Of(m.Address)) is null).Chunk(IMeterStore.MaxBatch))
            await registries.Meters.UpsertAsync(inside, [.. part.Select(ToMeter)], ct);
        var keys = simulated.Select(static m => new MeterKey(m.Address.Serial, m.Key, m.Address.Manufacturer, m.Name)).Where(registries.IsNew);
        foreach (var part in keys.Chunk(KeyRegistry.MaxKeys)) await registries.Keys.ImportAsync(inside, part, force: false, ct);
    }


    private async Task BuildAsync(SocietyScope inside, IReadOnlyList<SimulatedMeter> simulated, CancellationToken ct)
    {
        var towers = simulated.GroupBy(static m => m.Tower)
            .Select(static (t, i) => new Tower(t.Key, new(Gate.Lat + (i / 4 * TowerStepDegrees), Gate.Lng + (i % 4 * TowerStepDegrees)), t.Max(static m => m.Floor))).ToList();
        var flats = simulated.DistinctBy(static m => (m.Tower, m.Flat)).Select(static (m, i) => new Flat
        {
            Tower = m.Tower,
            Number = m.Flat,
            Floor = m.Floor,
            Type = i % 3 == 0 ? "3BHK" : "2BHK",
            Residents = i < Invented.Length ? [new(Invented[i], $"resident{i + 1}@example.org")] : [],
        }).ToList();
        foreach (var part in flats.Chunk(ISocietyStore.MaxBatch / 2)) await societies.MergeAsync(inside, [], part, ct);
        foreach (var part in towers.Chunk(ISocietyStore.MaxBatch / 2)) await societies.MergeAsync(inside, part, [], ct);
    }

    private static Meter ToMeter(SimulatedMeter meter) => new()
    {
        Id = MeterId.Of(meter.Address),
        Society = Demo,
        Tower = meter.Tower,
        Flat = meter.Flat,
        Place = meter.Inlet,
        InstallationDate = new(2025, 1, 15),
    };
}
