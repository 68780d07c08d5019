using Sluice.Metering.Identity;

namespace Sluice.Metering.Societies;

/// <summary>Forgets one class of data when its time is over. Safe to repeat.</summary>
public interface IRetentionTask
{
    /// <summary>What it forgets, for the audit log: <c>residents</c>.</summary>
    string DataClass { get; }

    /// <summary>Forgets what is over.</summary>
    /// <param name="scope">The society.</param>
    /// <param name="society">Its settings.</param>
    /// <param name="now">The time.</param>
    /// <returns>How many were forgotten.</returns>
    ValueTask<long> ApplyAsync(SocietyScope scope, Society society, DateTimeOffset now, CancellationToken ct);
}

/// <summary>Forgets residents who moved out.</summary>
public sealed class ResidentRetention(ISocietyStore societies) : IRetentionTask
{
    public string DataClass => "residents";

    public async ValueTask<long> ApplyAsync(SocietyScope scope, Society society, DateTimeOffset now, CancellationToken ct) =>
        society.Retention.MovedOutResidentDays is { } days
            ? await societies.EraseResidentsAsync(scope, null, null, SocietySettings.Of(society).DayOf(now).AddDays(-days), ct)
            : 0;
}
