using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;

namespace Sluice.Metering.Exports;

/// <summary>Tells people that an export they wanted to hear of has ended.</summary>
public interface IExportNotices
{
    /// <summary>False when there is no way to tell.</summary>
    bool IsSetUp { get; }

    /// <summary>Tells whom the request names, when they may still make exports in the society.</summary>
    /// <param name="scope">The society.</param>
    /// <param name="job">The export, ended.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="ct">Stops it.</param>
    ValueTask EndedAsync(SocietyScope scope, Job job, ExportRequest request, CancellationToken ct);
}
