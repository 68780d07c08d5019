using Sluice.Metering.Meters;
using Sluice.Metering.Sessions;

namespace Sluice.Reports.Exports;

/// <summary>A meter an export is about.</summary>
/// <param name="Id">The meter.</param>
/// <param name="Tower">The tower; may be empty.</param>
/// <param name="Flat">The flat; may be empty.</param>
/// <param name="Place">Which of the flat's meters; may be empty.</param>
/// <param name="Meter">The meter as it is registered now; null: no more.</param>
/// <param name="Target">What the round knows of it; null outside rounds.</param>
internal sealed record MeterPlace(MeterId Id, string Tower, string Flat, string Place, Meter? Meter, SessionTarget? Target)
{
    public static MeterPlace Of(Meter meter) => new(meter.Id, meter.Tower, meter.Flat, meter.Place, meter, null);

    public static MeterPlace Of(SessionTarget target, Meter? meter) => new(target.Meter, target.Tower, target.Flat, target.Place, meter, target);
}
