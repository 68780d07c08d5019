using System.Security;
using System.Text;

namespace Sluice.Reports.Xlsx;

/// <summary>Content types and relationships: the package's table of contents, collected while parts are written. ECMA-376-2.</summary>
internal sealed class WorkbookParts
{
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
    private readonly StringBuilder overrides = new();
    private readonly Dictionary<string, List<(string Id, string Type, string Target)>> relations = new(StringComparer.Ordinal);

    public IEnumerable<string> Sources => relations.Keys;

    public void AddPart(string path, string contentType) => overrides.Append($"<Override PartName=\"/{path}\" ContentType=\"{contentType}\"/>");

    /// <summary>Relates a part to another one.</summary>
    /// <param name="source">Its path; empty for the package.</param>
    /// <param name="type">The last word of the relationship's type, or a whole address.</param>
    /// <param name="target">Relative to the source.</param>
    /// <returns>The id to refer to it.</returns>
    public string Relate(string source, string type, string target)
    {
        if (!relations.TryGetValue(source, out var list)) relations[source] = list = [];
        var id = $"rId{list.Count + 1}";
        list.Add((id, type.Contains(':', StringComparison.Ordinal) ? type : Office + type, target));
        return id;
    }

    public string ContentTypes() =>
        $"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>""";

    public string Relationships(string source)
    {
        var xml = new StringBuilder("""<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">""");
        foreach (var (id, type, target) in relations[source]) xml.Append($"<Relationship Id=\"{id}\" Type=\"{type}\" Target=\"{SecurityElement.Escape(target)}\"/>");
        return xml.Append("</Relationships>").ToString();
    }

    /// <summary>Where the relationships of a part are written.</summary>
    public static string PathOf(string source)
    {
        var slash = source.LastIndexOf('/');
        return $"{source[..(slash + 1)]}_rels/{source[(slash + 1)..]}.rels";
    }
}
