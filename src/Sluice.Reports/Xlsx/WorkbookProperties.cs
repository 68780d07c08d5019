using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.ExtendedProperties;
using System.Security;

namespace Sluice.Reports.Xlsx;

/// <summary>What the file's properties dialog shows.</summary>
/// <param name="Title">The title.</param>
/// <param name="Subject">What it is about.</param>
/// <param name="Creator">Who asked for it.</param>
/// <param name="Created">When.</param>
internal sealed record WorkbookProperties(string Title, string Subject, string Creator, DateTimeOffset Created)
{
    public async ValueTask WriteAsync(WorkbookParts parts, Func<string, OpenXmlElement, CancellationToken, Task> element, Func<string, string, CancellationToken, Task> text, CancellationToken ct)
    {
        parts.AddPart("docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml");
        parts.AddPart("docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml");
        parts.Relate("", "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", "docProps/core.xml");
        parts.Relate("", "extended-properties", "docProps/app.xml");
        await element("docProps/app.xml", new Properties(new Application("Sluice"), new Company(Safe(Subject))), ct);
        var at = Created.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        await text("docProps/core.xml", $"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{Xml(Title)}</dc:title><dc:subject>{Xml(Subject)}</dc:subject><dc:creator>{Xml(Creator)}</dc:creator><cp:lastModifiedBy>{Xml(Creator)}</cp:lastModifiedBy><dcterms:created xsi:type="dcterms:W3CDTF">{at}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">{at}</dcterms:modified></cp:coreProperties>""", ct);
    }

    private static string? Xml(string value) => SecurityElement.Escape(Safe(value));

    private static string Safe(string value) => SheetText.Escape(value);
}
