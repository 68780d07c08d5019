namespace Sluice.Reports.Xlsx;

/// <summary>The colours of our workbooks, RGB. Readable by people who do not tell red from green: the alert differs in lightness too.</summary>
internal static class Palette
{
    public const string Ink = "1F2D3A", Muted = "66788A", Line = "D9E1E8", Paper = "F4F7F9", White = "FFFFFF";
    public const string Deep = "0B4F6C", Water = "1C8FB5", Light = "BFE3EF", Good = "2E9E6B", Warn = "D9902F", Alert = "B83A3A";
    public const string GoodFill = "DFF3E8", WarnFill = "FCEFD9", AlertFill = "F9DEDC", MissingFill = "E7EBEF";
}
