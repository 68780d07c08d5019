using System.Text;
using System.Xml;

namespace Sluice.Imports.Tables;

/// <summary>XML from strangers: no DTD, no entities, nothing fetched, bounded depth and text.</summary>
internal static class SafeXml
{
    public const int MaxDepth = 32;
    public const int MaxText = 1024;

    public static XmlReader Open(Stream stream, FileLimits limits) => XmlReader.Create(new TagBoundStream(stream), new XmlReaderSettings
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        NameTable = new TagBoundStream.Names(),
        MaxCharactersFromEntities = 1024,
        MaxCharactersInDocument = limits.MaxUncompressedBytes,
        IgnoreComments = true,
        IgnoreProcessingInstructions = true,
        IgnoreWhitespace = true,
        CloseInput = false,
    });

    /// <summary>Moves on; a document nested deeper than any file we read is refused.</summary>
    public static bool Next(XmlReader xml)
    {
        var more = xml.Read();
        if (xml.Depth > MaxDepth) throw new BadFileException(BadFileReason.Damaged, $"XML nested deeper than {MaxDepth} levels{At(xml)}");
        return more;
    }

    /// <summary>Appends the text of the current node, at most <see cref="MaxText"/> characters altogether; the rest is passed over.</summary>
    public static void AppendText(XmlReader xml, StringBuilder text)
    {
        var chunk = new char[256];
        int read;
        while ((read = xml.ReadValueChunk(chunk, 0, chunk.Length)) > 0)
            text.Append(chunk, 0, Math.Min(read, Math.Max(0, MaxText - text.Length)));
    }

    /// <summary>Where the reader stands, for messages.</summary>
    public static string At(XmlReader xml) =>
        xml is IXmlLineInfo info && info.HasLineInfo() ? $" (XML line {info.LineNumber}, column {info.LinePosition})" : "";

    /// <summary>Where the parser stopped; its own words are left out because they quote the document.</summary>
    public static string At(XmlException error) => error.LineNumber > 0 ? $" (XML line {error.LineNumber}, column {error.LinePosition})" : "";
}
