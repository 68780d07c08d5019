using Sluice.WMBus.Encoders;

namespace Sluice.Metering.Simulation;

/// <summary>What a telegram says when it is read right.</summary>
/// <param name="Info">Info code with its duration classes.</param>
/// <param name="TotalLitres">Volume now, litres.</param>
/// <param name="TargetLitres">Volume at the first of the month, litres.</param>
/// <param name="FlowTemperatureC">Lowest water temperature of the last day, whole degrees Celsius; 127 when the pipe is dry.</param>
/// <param name="ExternalTemperatureC">Ambient temperature, whole degrees Celsius.</param>
public readonly record struct SimulatedReading(InfoCode16 Info, uint TotalLitres, uint TargetLitres, int FlowTemperatureC, int ExternalTemperatureC)
{
    /// <summary>Volume now, m³.</summary>
    public decimal TotalM3 => TotalLitres / 1000m;

    /// <summary>Volume at the first of the month, m³.</summary>
    public decimal TargetM3 => TargetLitres / 1000m;
}
