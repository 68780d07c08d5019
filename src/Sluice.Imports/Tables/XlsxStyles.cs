using System.Globalization;
using System.IO.Compression;
using System.Xml;

namespace Sluice.Imports.Tables;

/// <summary>Which cell styles of a workbook show a date, and what a date's number means. ECMA-376, 18.8.30 (numFmt) and 18.17.4 (dates).</summary>
internal sealed class XlsxStyles
{
    private readonly HashSet<int> dates = [];

    /// <summary>True: days count from 1904, as old Macs do.</summary>
    public bool From1904 { get; init; }

    /// <summary>Whether a cell with this style (attribute <c>s</c>) is a date.</summary>
    public bool IsDate(string? style) => int.TryParse(style, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && dates.Contains(index);

    /// <summary>A date's number as ISO 8601, without the time when that is midnight; null when it is no date.</summary>
    public string? ToIso(string number)
    {
        if (!decimal.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var days) || days is < 0 or >= 2_958_466) return null;
        // Excel believes in 29 February 1900: before 1 March its days are one less.
        var start = From1904 ? new DateTime(1904, 1, 1) : new DateTime(1899, 12, days < 60 ? 31 : 30);
        var seconds = decimal.Round(days * 86_400);
        if (seconds >= (decimal)(DateTime.MaxValue - start).TotalSeconds) return null;
        var time = start.AddSeconds((double)seconds);
        return time.ToString(time.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);
    }

    /// <param name="zip">The workbook.</param>
    /// <param name="open">Opens one of its parts, bounded.</param>
    /// <param name="limits">Bounds.</param>
    public static XlsxStyles Read(ZipArchive zip, Func<ZipArchiveEntry, Stream> open, FileLimits limits)
    {
        var styles = new XlsxStyles { From1904 = Is1904(zip, open, limits) };
        if (zip.GetEntry("xl/styles.xml") is not { } entry) return styles;
        using var stream = open(entry);
        using var xml = SafeXml.Open(stream, limits);
        var custom = new Dictionary<int, bool>();
        var (inCells, index) = (false, 0);
        while (SafeXml.Next(xml))
        {
            if (xml.NodeType == XmlNodeType.EndElement && xml.LocalName == "cellXfs") break;
            if (xml.NodeType != XmlNodeType.Element) continue;
            if (xml.LocalName == "cellXfs") inCells = true;
            else if (xml.LocalName == "numFmt" && Number(xml, "numFmtId") is { } id && custom.Count < 4096) custom[id] = ShowsDate(xml.GetAttribute("formatCode") ?? "");
            else if (inCells && xml.LocalName == "xf")
            {
                if (Number(xml, "numFmtId") is { } format && (custom.TryGetValue(format, out var isDate) ? isDate : IsBuiltInDate(format))) styles.dates.Add(index);
                if (++index > 65_536) break;
            }
        }
        return styles;
    }

    private static bool Is1904(ZipArchive zip, Func<ZipArchiveEntry, Stream> open, FileLimits limits)
    {
        if (zip.GetEntry("xl/workbook.xml") is not { } entry) return false;
        using var stream = open(entry);
        using var xml = SafeXml.Open(stream, limits);
        while (SafeXml.Next(xml))
            if (xml is { NodeType: XmlNodeType.Element, LocalName: "workbookPr" }) return xml.GetAttribute("date1904") is "1" or "true";
        return false;
    }

    private static int? Number(XmlReader xml, string attribute) =>
        int.TryParse(xml.GetAttribute(attribute), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static bool IsBuiltInDate(int format) => format is (>= 14 and <= 17) or 22 or (>= 27 and <= 31) or 36 or (>= 50 and <= 54) or 57 or 58;

    /// <summary>A format with a day or a year outside quotation marks and brackets; times alone are no date.</summary>
    private static bool ShowsDate(string code)
    {
        var (quoted, bracketed) = (false, false);
        for (var i = 0; i < code.Length; i++)
        {
            switch (code[i])
            {
                case '\\' or '_': i++; break;
                case '"': quoted = !quoted; break;
                case '[' when !quoted: bracketed = true; break;
                case ']' when !quoted: bracketed = false; break;
                case 'd' or 'D' or 'y' or 'Y' when !quoted && !bracketed: return true;
            }
        }
        return false;
    }
}
