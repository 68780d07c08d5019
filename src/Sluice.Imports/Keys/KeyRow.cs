namespace Sluice.Imports.Keys;

/// <summary>One row or device as the file has it, before anything is checked. A class without ToString on purpose: it holds a key as text.</summary>
internal sealed class KeyRow
{
    public int Position { get; set; }
    public string Serial { get; set; } = "";
    public string Key { get; set; } = "";

    /// <summary>True when a spreadsheet stored the key as a number and so lost digits.</summary>
    public bool KeyIsNumber { get; set; }

    public string Manufacturer { get; set; } = "";
    public string Name { get; set; } = "";
    public string Model { get; set; } = "";
    public string TypeNumber { get; set; } = "";
    public string ConfigNumber { get; set; } = "";
    public string Consumption { get; set; } = "";
}
