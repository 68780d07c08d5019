using System.Globalization;
using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Sluice.Imports.Tables;

/// <summary>Rows of a sheet of an Excel workbook (ECMA-376), one at a time; the workbook's shared strings are held.</summary>
/// <remarks>
/// Own code rather than a spreadsheet package: rows, columns and texts must be bounded while they are read, damaged files must not fail in
/// unforeseen ways, and nothing may be cached on disk, for it may hold keys.
/// </remarks>
internal sealed class XlsxTable(ZipArchive zip, FileLimits limits, ByteBudget budget)
{
    public static bool IsWorkbook(ZipArchive zip) => zip.GetEntry("[Content_Types].xml") is not null && zip.GetEntry("xl/workbook.xml") is not null;

    /// <summary>Stands for the first sheet in the workbook's order.</summary>
    public const string? FirstSheet = null;

    private XlsxStyles? styles;

    /// <param name="name">The sheet; null: the first.</param>
    /// <param name="dates">True: cells that show a date read as ISO 8601 instead of Excel's number of days.</param>
    public IEnumerable<TableRow> Read(string? name, bool dates)
    {
        var sheet = FindSheet(name);
        var strings = ReadSharedStrings();
        styles = dates ? XlsxStyles.Read(zip, Open, limits) : null;
        using var stream = Open(sheet);
        using var xml = SafeXml.Open(stream, limits);
        var number = 0;
        while (SafeXml.Next(xml))
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "row") continue;
            number = int.TryParse(xml.GetAttribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var r) && r > number ? r : checked(number + 1);
            if (!xml.IsEmptyElement) yield return ReadRow(xml, number, strings);
        }
    }

    private TableRow ReadRow(XmlReader xml, int number, List<string> strings)
    {
        var cells = new List<string>();
        var isNumber = new List<bool>();
        var depth = xml.Depth;
        while (SafeXml.Next(xml) && xml.Depth > depth)
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "c") continue;
            var column = ColumnOf(xml.GetAttribute("r")) ?? cells.Count;
            if (column >= limits.MaxColumns || cells.Count >= limits.MaxColumns)
                throw new BadFileException(BadFileReason.TooLarge, $"more than {limits.MaxColumns} columns in row {number}");
            var (text, numeric) = ReadCell(xml, strings);
            if (column < cells.Count) continue;   // Excel writes cells in order; a second one for a column is not Excel's
            while (cells.Count < column)
            {
                cells.Add("");
                isNumber.Add(false);
            }
            cells.Add(text);
            isNumber.Add(numeric);
        }
        return new(number, cells, isNumber);
    }

    /// <summary>Column of a reference like <c>AB12</c>, from 0; null when there is none.</summary>
    private static int? ColumnOf(string? reference)
    {
        if (reference is null) return null;
        var column = 0;
        foreach (var c in reference)
        {
            if (!char.IsAsciiLetterUpper(c)) break;
            column = (column * 26) + (c - 'A' + 1);
            if (column > 1 << 20) return column;
        }
        return column == 0 ? null : column - 1;
    }

    private (string Text, bool IsNumber) ReadCell(XmlReader xml, List<string> strings)
    {
        var type = xml.GetAttribute("t");
        var isDate = styles?.IsDate(xml.GetAttribute("s")) == true;
        if (xml.IsEmptyElement) return ("", false);
        var text = new StringBuilder();
        var depth = xml.Depth;
        while (SafeXml.Next(xml) && xml.Depth > depth)
        {
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName is "v" or "is" && !xml.IsEmptyElement) AppendAllText(xml, text);
        }
        var value = text.ToString();
        switch (type)
        {
            case "s":
                return (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < strings.Count ? strings[index] : "", false);
            case "inlineStr" or "str":
                return (value, false);
            case "d":
                return (value, false);
            case "b" or "e":
                return ("", false);
            default:
                return isDate && styles!.ToIso(value) is { } iso ? (iso, false) : (NumberText(value), value.Length > 0);
        }
    }

    /// <summary>A whole number as its digits: Excel may store 90000001 as 9.0000001E7. Missing leading zeros come back where eight digits are made of it.</summary>
    private static string NumberText(string value) =>
        decimal.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && decimal.Truncate(number) == number
            ? number.ToString("0", CultureInfo.InvariantCulture)
            : value;

    /// <summary>The text of an element and its runs; phonetic hints (rPh) are left out.</summary>
    private static void AppendAllText(XmlReader xml, StringBuilder text)
    {
        var depth = xml.Depth;
        var phonetic = int.MaxValue;
        while (SafeXml.Next(xml) && xml.Depth > depth)
        {
            if (xml.Depth <= phonetic) phonetic = xml is { NodeType: XmlNodeType.Element, LocalName: "rPh" } ? xml.Depth : int.MaxValue;
            if (xml.NodeType is XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace && phonetic == int.MaxValue)
                SafeXml.AppendText(xml, text);
        }
    }

    private List<string> ReadSharedStrings()
    {
        var strings = new List<string>();
        if (zip.GetEntry("xl/sharedStrings.xml") is not { } entry) return strings;
        using var stream = Open(entry);
        using var xml = SafeXml.Open(stream, limits);
        var text = new StringBuilder();
        long characters = 0;
        while (SafeXml.Next(xml))
        {
            if (xml.NodeType != XmlNodeType.Element || xml.LocalName != "si") continue;
            if (strings.Count >= (long)limits.MaxRows * 16) throw new BadFileException(BadFileReason.TooLarge, "too many texts in the workbook");
            text.Clear();
            if (!xml.IsEmptyElement) AppendAllText(xml, text);
            if ((characters += text.Length) > limits.MaxSharedText) throw new BadFileException(BadFileReason.TooLarge, $"more than {limits.MaxSharedText} characters of text in the workbook");
            strings.Add(text.ToString());
        }
        return strings;
    }

    /// <summary>A sheet by its name, or the first by the workbook's order, through its relationship; sheet1.xml when that leads nowhere.</summary>
    private ZipArchiveEntry FindSheet(string? name)
    {
        var names = new List<string>();
        var id = FirstAttribute("xl/workbook.xml", "sheet", xml =>
        {
            var sheet = xml.GetAttribute("name") ?? "";
            if (names.Count < 50) names.Add(sheet);
            if (name is not null && !sheet.Equals(name, StringComparison.OrdinalIgnoreCase)) return null;
            return xml.GetAttribute("id", "http://schemas.openxmlformats.org/officeDocument/2006/relationships")
                ?? xml.GetAttribute("id", "http://purl.oclc.org/ooxml/officeDocument/relationships");
        });
        if (id is null && name is not null)
            throw new BadFileException(BadFileReason.NoSuchSheet, $"the workbook has no sheet of that name; it has {string.Join(", ", names.Select(n => $"'{SafeText.Clean(n)}'"))}");
        var target = id is null ? null : FirstAttribute("xl/_rels/workbook.xml.rels", "Relationship", xml => xml.GetAttribute("Id") == id ? xml.GetAttribute("Target") : null);
        var entry = target is null ? null : zip.GetEntry(target.StartsWith('/') ? target[1..] : "xl/" + target);
        if (entry is null && name is null) entry = zip.GetEntry("xl/worksheets/sheet1.xml");
        return entry ?? throw new BadFileException(BadFileReason.Damaged, "the workbook has no sheet");
    }

    private string? FirstAttribute(string part, string element, Func<XmlReader, string?> find)
    {
        if (zip.GetEntry(part) is not { } entry) return null;
        using var stream = Open(entry);
        using var xml = SafeXml.Open(stream, limits);
        while (SafeXml.Next(xml))
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == element && find(xml) is { } found) return found;
        return null;
    }

    private BoundedStream Open(ZipArchiveEntry entry) => new(entry.Open(), budget);
}
