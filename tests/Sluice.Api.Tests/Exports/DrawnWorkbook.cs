using System.IO.Compression;
using System.Text;

namespace Sluice.Api.Tests.Exports;

/// <summary>A small workbook as somebody might have drawn it: a title cell, a heading, a row to repeat with a formula, a total below.</summary>
internal static class DrawnWorkbook
{
    private const string Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        Package = "http://schemas.openxmlformats.org/package/2006";

    /// <param name="serial">What the first cell of the repeated row holds.</param>
    public static byte[] Make(string serial = "{serial}")
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "[Content_Types].xml", $"""
                <Types xmlns="{Package}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
                <Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
                <Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>
                """);
            Add(zip, "_rels/.rels", $"""<Relationships xmlns="{Package}/relationships"><Relationship Id="r1" Type="{Office}/officeDocument" Target="xl/workbook.xml"/></Relationships>""");
            Add(zip, "xl/_rels/workbook.xml.rels", $"""<Relationships xmlns="{Package}/relationships"><Relationship Id="r1" Type="{Office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>""");
            Add(zip, "xl/workbook.xml", $"""
                <workbook xmlns="{Main}" xmlns:r="{Office}"><sheets><sheet name="Bill" sheetId="1" r:id="r1"/></sheets>
                <definedNames><definedName name="sluice.society">Bill!$B$1</definedName><definedName name="sluice.meters">Bill!$A$3:$C$3</definedName></definedNames></workbook>
                """);
            Add(zip, "xl/worksheets/sheet1.xml", $"""
                <worksheet xmlns="{Main}"><sheetData><row r="1">{Text("A1", "Society")}{Text("B1", "?")}</row><row r="2">{Text("A2", "Meter")}{Text("B2", "Flat")}{Text("C2", "Quality")}</row>
                <row r="3">{Text("A3", serial)}{Text("B3", "{tower}-{flat}")}{Text("C3", "{quality}")}</row></sheetData></worksheet>
                """);
        }
        return stream.ToArray();
    }

    private static string Text(string cell, string text) => $"""<c r="{cell}" t="inlineStr"><is><t>{text}</t></is></c>""";

    private static void Add(ZipArchive zip, string name, string xml)
    {
        using var writer = new StreamWriter(zip.CreateEntry(name).Open(), new UTF8Encoding(false));
        writer.Write(xml);
    }
}
