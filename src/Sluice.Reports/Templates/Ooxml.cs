using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;

namespace Sluice.Reports.Templates;

/// <summary>Reads the parts of a workbook somebody uploaded: sizes bounded, no document types, no outside addresses.</summary>
internal static class Ooxml
{
    public static readonly XNamespace Main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    public static readonly XNamespace Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    public static readonly XNamespace Package = "http://schemas.openxmlformats.org/package/2006/relationships";

    /// <summary>The largest part read into memory.</summary>
    public const int MaxPart = 16 * 1024 * 1024;

    public static ReportException Bad(string message) => new("BadTemplate", $"The template cannot be filled. {message}");

    /// <summary>A part as XML; null when there is none.</summary>
    public static async ValueTask<XElement?> ReadAsync(ZipArchive zip, string path, CancellationToken ct)
    {
        if (zip.GetEntry(path) is not { } entry) return null;
        if (entry.Length > MaxPart) throw Bad($"{path} is larger than {MaxPart / 1024 / 1024} MB.");
        try
        {
            await using var stream = await entry.OpenAsync(ct);
            using var reader = XmlReader.Create(stream, new() { Async = true, DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = MaxPart });
            return (await XDocument.LoadAsync(reader, LoadOptions.PreserveWhitespace, ct)).Root;
        }
        catch (Exception e) when (e is XmlException or InvalidDataException)
        {
            throw new ReportException("BadTemplate", $"The template cannot be filled. {path} is damaged.", e);
        }
    }

    /// <summary>Relationships of a part, by id; targets as paths in the package.</summary>
    public static async ValueTask<Dictionary<string, (string Type, string Target)>> RelationsAsync(ZipArchive zip, string path, CancellationToken ct)
    {
        var slash = path.LastIndexOf('/');
        var folder = path[..(slash + 1)];
        var root = await ReadAsync(zip, $"{folder}_rels/{path[(slash + 1)..]}.rels", ct);
        var relations = new Dictionary<string, (string, string)>(StringComparer.Ordinal);
        foreach (var relation in root?.Elements(Package + "Relationship") ?? [])
        {
            if ((string?)relation.Attribute("TargetMode") == "External") continue;
            var target = new Uri(new Uri($"zip:///{folder}"), (string?)relation.Attribute("Target") ?? "").AbsolutePath.TrimStart('/');
            relations[(string?)relation.Attribute("Id") ?? ""] = ((string?)relation.Attribute("Type") ?? "", Uri.UnescapeDataString(target));
        }
        return relations;
    }
}
