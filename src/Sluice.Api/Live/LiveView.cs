using System.Globalization;
using Sluice.Metering.Events;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;

namespace Sluice.Api.Live;

/// <summary>What a caller may see of a society's feed. Callers with the same view share a feed.</summary>
/// <param name="Allowed">A bit for each permission.</param>
internal readonly record struct LiveView(ulong Allowed)
{
    /// <summary>The view of a scope.</summary>
    public static LiveView Of(SocietyScope scope) =>
        new(EventTypes.All.Select(static t => t.Permission).Distinct().Where(scope.May).Aggregate(0UL, static (bits, permission) => bits | (1UL << (int)permission)));

    /// <summary>True when events of the type are in it.</summary>
    public bool Shows(string type) => EventTypes.Find(type) is { Permission: not Permission.None } found && Has(found.Permission);

    /// <summary>True when the job is in it; as in the list of jobs.</summary>
    public bool Shows(Job job) => job.Kind.StartsWith("export.", StringComparison.Ordinal) ? Has(Permission.ExportRun) : Has(Permission.ImportRun);

    public override string ToString() => Allowed.ToString("x", CultureInfo.InvariantCulture);

    private bool Has(Permission permission) => (Allowed & (1UL << (int)permission)) != 0;
}
