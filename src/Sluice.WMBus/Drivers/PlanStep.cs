namespace Sluice.WMBus.Drivers;

/// <summary>What a driver makes of one record: a field of its own, a status, or (both null) a value under its generic name.</summary>
/// <param name="Record">Index of the record.</param>
/// <param name="Name">The name of the value; null for a status.</param>
/// <param name="Field">The driver's field.</param>
/// <param name="Status">The driver's status.</param>
internal readonly record struct PlanStep(int Record, FieldName? Name, FieldDefinition? Field, StatusDefinition? Status);
