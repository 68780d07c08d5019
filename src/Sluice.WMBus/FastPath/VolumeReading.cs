using Sluice.WMBus.Frames;
using Sluice.WMBus.Records;

namespace Sluice.WMBus.FastPath;

/// <summary>A water meter's reading as plain numbers: what <see cref="VolumeDecoder"/> gives without allocating.</summary>
/// <param name="Address">The meter.</param>
/// <param name="AccessNumber">Access number of the extended link layer.</param>
/// <param name="SessionNumber">Session number of the extended link layer.</param>
/// <param name="InfoCode">The info code record (02FF20 or 04FF23), its bits as sent.</param>
/// <param name="Total">Current volume, in 10^<paramref name="Exponent10"/> m3.</param>
/// <param name="Target">Volume at the target date (storage 1), in 10^<paramref name="Exponent10"/> m3.</param>
/// <param name="Exponent10">Power of ten of both volumes; -3 for litres.</param>
/// <param name="FlowTemperature">Water temperature in °C; <see cref="NoTemperature"/> when the format has none or the pipe is dry (127).</param>
/// <param name="ExternalTemperature">Ambient temperature in °C; <see cref="NoTemperature"/> when the format has none.</param>
public readonly record struct VolumeReading(
    MeterAddress Address, byte AccessNumber, uint SessionNumber, uint InfoCode, int Total, int Target, sbyte Exponent10, sbyte FlowTemperature, sbyte ExternalTemperature)
{
    /// <summary>Stands for "not measured".</summary>
    public const sbyte NoTemperature = sbyte.MinValue;

    /// <summary>Current volume in m3, exact.</summary>
    public decimal TotalM3 => RecordValue.Number(Total, Exponent10).ToDecimal();

    /// <summary>Volume at the target date in m3, exact.</summary>
    public decimal TargetM3 => RecordValue.Number(Target, Exponent10).ToDecimal();
}
