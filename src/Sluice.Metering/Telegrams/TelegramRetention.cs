using Sluice.Metering.Identity;
using Sluice.Metering.Societies;

namespace Sluice.Metering.Telegrams;

/// <summary>Forgets in steps, so that deliveries get their turn between them.</summary>
internal static class Steps
{
    private const int PerStep = 2_000;

    public static async ValueTask<long> RunAsync(Func<int, ValueTask<int>> forget, CancellationToken ct)
    {
        for (long total = 0; ;)
        {
            ct.ThrowIfCancellationRequested();
            var forgotten = await forget(PerStep);
            if (forgotten == 0) return total;
            total += forgotten;
        }
    }
}

/// <summary>Forgets raw telegrams heard in rounds.</summary>
public sealed class RoundTelegramRetention(IRetentionStore store) : IRetentionTask
{
    public string DataClass => "round telegrams";

    public ValueTask<long> ApplyAsync(SocietyScope scope, Society society, DateTimeOffset now, CancellationToken ct) => society.Retention.RoundTelegramDays is { } days
        ? Steps.RunAsync(step => store.ForgetTelegramsAsync(scope, Occasion.Round, now.AddDays(-days), step, ct), ct)
        : new(0);
}

/// <summary>Forgets raw telegrams of gateways.</summary>
public sealed class GatewayTelegramRetention(IRetentionStore store) : IRetentionTask
{
    public string DataClass => "gateway telegrams";

    public ValueTask<long> ApplyAsync(SocietyScope scope, Society society, DateTimeOffset now, CancellationToken ct) => society.Retention.GatewayTelegramDays is { } days
        ? Steps.RunAsync(step => store.ForgetTelegramsAsync(scope, Occasion.Gateway, now.AddDays(-days), step, ct), ct)
        : new(0);
}

/// <summary>Forgets where technicians were.</summary>
public sealed class PositionRetention(IRetentionStore store) : IRetentionTask
{
    public string DataClass => "positions";

    public ValueTask<long> ApplyAsync(SocietyScope scope, Society society, DateTimeOffset now, CancellationToken ct) => society.Retention.SessionLocationDays is { } days
        ? Steps.RunAsync(step => store.ForgetPositionsAsync(scope, now.AddDays(-days), step, ct), ct)
        : new(0);
}
