using Sluice.WMBus.Records;

namespace Sluice.WMBus.Drivers;

/// <summary>One named value of a reading.</summary>
/// <param name="Name">Name with its unit as suffix.</param>
/// <param name="Value">The value in that unit; <see cref="RecordValueKind.None"/> is JSON null.</param>
/// <param name="IsInvalid">True when the meter marks the value as no measurement (127 °C in a dry pipe): printed as peers print it, but never used.</param>
public readonly record struct ReadingField(FieldName Name, RecordValue Value, bool IsInvalid = false);
