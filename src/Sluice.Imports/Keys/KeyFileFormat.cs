namespace Sluice.Imports.Keys;

/// <summary>What a key file is, found from its content.</summary>
public enum KeyFileFormat
{
    /// <summary>Not known.</summary>
    Unknown = 0,

    /// <summary>Kamstrup's key file of the schemas MetersInOrder, DevicesInOrder and FlowSensorsInOrder.</summary>
    Kem = 1,

    /// <summary>The newer Kamstrup key file with the root Devices.</summary>
    Kem2 = 2,

    /// <summary>Text table; comma, semicolon or tab between the columns.</summary>
    Csv = 3,

    /// <summary>Excel workbook (xlsx); its first sheet.</summary>
    Excel = 4,
}
