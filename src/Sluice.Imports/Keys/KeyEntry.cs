using Sluice.WMBus.Security;

namespace Sluice.Imports.Keys;

/// <summary>One meter of a key file. Never prints the key.</summary>
/// <param name="Key">Serial number, key, maker and the name people gave the meter.</param>
/// <param name="Position">Row of a table as a spreadsheet or editor counts it, or the device's number in a KEM file; from 1.</param>
/// <param name="Model">The maker's name of the device, for example <c>FLOWIQ 21XX</c>; empty when the file does not say.</param>
/// <param name="TypeNumber">The maker's type number; empty when the file does not say.</param>
/// <param name="ConfigNumber">The maker's configuration number; empty when the file does not say.</param>
/// <param name="Consumption">What is metered in the file's words, for example <c>VolumeCold</c>; empty when the file does not say.</param>
public sealed record KeyEntry(
    MeterKey Key,
    int Position = 0,
    string Model = "",
    string TypeNumber = "",
    string ConfigNumber = "",
    string Consumption = "");
