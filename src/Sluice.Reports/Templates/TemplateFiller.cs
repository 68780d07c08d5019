using System.IO.Compression;
using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Sluice.Reports.Templates;

/// <summary>Fills a society's own workbook: cells named <c>sluice.society</c> and the like get values, a row named <c>sluice.meters</c> is repeated for each meter. Everything else stays as it is.</summary>
public static class TemplateFiller
{
    /// <summary>The largest template.</summary>
    public const int MaxBytes = 20 * 1024 * 1024;

    private const int MaxEntries = 2_000;

    /// <summary>Fills a template.</summary>
    /// <param name="template">The uploaded workbook; must seek.</param>
    /// <param name="target">Gets the filled one; need not seek, stays open.</param>
    /// <param name="data">What it is filled with; each kind of rows is read at most once.</param>
    /// <param name="ct">Stops the writing; the file is then not complete.</param>
    /// <exception cref="ReportException">It cannot be filled; the message says what, where, and what to do.</exception>
    public static async Task FillAsync(Stream template, Stream target, TemplateData data, CancellationToken ct)
    {
        if (template.Length > MaxBytes) throw Ooxml.Bad($"It has more than {MaxBytes / 1024 / 1024} MB.");
        using var source = Open(template);
        if (source.Entries.Count > MaxEntries) throw Ooxml.Bad($"It has more than {MaxEntries} parts.");
        if (source.Entries.Any(e => e.FullName.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase))) throw Ooxml.Bad("It has macros; save it as .xlsx.");
        var workbook = await Ooxml.ReadAsync(source, "xl/workbook.xml", ct) ?? throw Ooxml.Bad("It is not an Excel workbook (.xlsx).");
        var relations = await Ooxml.RelationsAsync(source, "xl/workbook.xml", ct);
        var names = TemplateName.In(workbook, data);
        var strings = await StringsAsync(source, relations, ct);
        var zip = await ZipArchive.CreateAsync(target, ZipArchiveMode.Create, leaveOpen: true, Encoding.UTF8, ct);
        await using (zip.ConfigureAwait(false))
        {
            var done = new HashSet<string>(StringComparer.Ordinal) { "xl/workbook.xml", "xl/calcChain.xml" };
            var shifts = await SheetsAsync(source, zip, workbook, relations, names, strings, data, done, ct);
            foreach (var name in workbook.Descendants(Ooxml.Main + "definedName")) name.Value = shifts.Aggregate(name.Value, (f, shift) => shift.Formula(f, ""));
            Recalculate(workbook);
            await WriteAsync(zip, "xl/workbook.xml", workbook, ct);
            foreach (var entry in source.Entries.Where(e => !done.Contains(e.FullName))) await OtherAsync(source, zip, entry, shifts, ct);
        }
    }

    private static ZipArchive Open(Stream template)
    {
        try
        {
            return new(template, ZipArchiveMode.Read, leaveOpen: true);
        }
        catch (InvalidDataException e)
        {
            throw new ReportException("BadTemplate", "The template cannot be filled. It is not an Excel workbook (.xlsx), or it has a password.", e);
        }
    }

    /// <summary>Fills the sheets, those with repeated rows first: formulas elsewhere follow them.</summary>
    private static async Task<List<RowShift>> SheetsAsync(
        ZipArchive source, ZipArchive zip, XElement workbook, Dictionary<string, (string Type, string Target)> relations, IReadOnlyList<TemplateName> names, List<string> strings, TemplateData data, HashSet<string> done, CancellationToken ct)
    {
        var sheets = new List<(string Path, TemplateSheet Sheet)>();
        var pending = new Dictionary<TemplateSheet, RowShift>();
        foreach (var element in workbook.Descendants(Ooxml.Main + "sheet"))
        {
            var name = (string?)element.Attribute("name") ?? "";
            if (!relations.TryGetValue((string?)element.Attribute(Ooxml.Office + "id") ?? "", out var relation) || !relation.Type.EndsWith("/worksheet", StringComparison.Ordinal)) continue;
            var own = names.Where(n => n.Sheet.Equals(name, StringComparison.OrdinalIgnoreCase)).ToList();
            var content = await Ooxml.ReadAsync(source, relation.Target, ct) ?? throw Ooxml.Bad($"The sheet {name} is missing.");
            var sheet = new TemplateSheet(name, content, own, strings, data);
            sheets.Add((relation.Target, sheet));
            if (own.FirstOrDefault(n => data.RowNames.Contains(n.Name)) is { } row) pending[sheet] = new(name, row.Row, 1);
        }
        var shifts = new List<RowShift>();
        foreach (var (path, sheet) in sheets.OrderByDescending(s => s.Sheet.Repeats))
        {
            pending.Remove(sheet);
            var part = await zip.CreateEntry(path, CompressionLevel.Fastest).OpenAsync(ct);
            await using (part.ConfigureAwait(false)) await sheet.WriteAsync(part, shifts, [.. pending.Values], ct);
            done.Add(path);
            if (!sheet.Repeats) continue;
            shifts.Add(sheet.Shift);
            foreach (var (type, related) in (await Ooxml.RelationsAsync(source, path, ct)).Values) await RelatedAsync(source, zip, type, related, sheet.Shift, done, ct);
        }
        return shifts;
    }

    /// <summary>Tables grow with the rows; pictures and charts below them move.</summary>
    private static async Task RelatedAsync(ZipArchive source, ZipArchive zip, string type, string path, RowShift shift, HashSet<string> done, CancellationToken ct)
    {
        var isTable = type.EndsWith("/table", StringComparison.Ordinal);
        if (!(isTable || type.EndsWith("/drawing", StringComparison.Ordinal)) || await Ooxml.ReadAsync(source, path, ct) is not { } root || !done.Add(path)) return;
        foreach (var part in root.DescendantsAndSelf())
        {
            if (isTable && part.Attribute("ref") is { } area) area.Value = shift.Areas(area.Value);
            if (!isTable && part.Name.LocalName == "row" && int.TryParse(part.Value, out var row)) part.Value = $"{shift.Moved(row + 1) - 1}";
        }
        await WriteAsync(zip, path, root, ct);
    }

    /// <summary>Parts that stay as they are, but for the ranges charts draw from and the list of formulas, which Excel makes anew.</summary>
    private static async Task OtherAsync(ZipArchive source, ZipArchive zip, ZipArchiveEntry entry, List<RowShift> shifts, CancellationToken ct)
    {
        var isChart = entry.FullName.StartsWith("xl/charts/chart", StringComparison.Ordinal);
        if (isChart || entry.FullName is "[Content_Types].xml" or "xl/_rels/workbook.xml.rels")
        {
            var root = await Ooxml.ReadAsync(source, entry.FullName, ct) ?? throw Ooxml.Bad($"{entry.FullName} is missing.");
            if (isChart)
            {
                foreach (var formula in root.Descendants().Where(e => e.Name.LocalName == "f")) formula.Value = shifts.Aggregate(formula.Value, (f, shift) => shift.Formula(f, ""));
            }
            else
            {
                root.Elements().Where(e => ((string?)e.Attribute("PartName") ?? (string?)e.Attribute("Target"))?.EndsWith("calcChain.xml", StringComparison.Ordinal) == true).Remove();
            }
            await WriteAsync(zip, entry.FullName, root, ct);
            return;
        }
        var copy = await zip.CreateEntry(entry.FullName, CompressionLevel.Optimal).OpenAsync(ct);
        await using (copy.ConfigureAwait(false))
        {
            await using var original = await entry.OpenAsync(ct);
            await CopyAsync(original, copy, entry.FullName, ct);
        }
    }

    private static async Task CopyAsync(Stream from, Stream to, string name, CancellationToken ct)
    {
        var buffer = new byte[1 << 16];
        long total = 0;
        for (int read; (read = await from.ReadAsync(buffer, ct)) > 0;)
        {
            total += read;
            if (total > 4L * MaxBytes) throw Ooxml.Bad($"{name} is too large.");
            await to.WriteAsync(buffer.AsMemory(0, read), ct);
        }
    }

    private static async ValueTask<List<string>> StringsAsync(ZipArchive source, Dictionary<string, (string Type, string Target)> relations, CancellationToken ct)
    {
        var path = relations.Values.FirstOrDefault(r => r.Type.EndsWith("/sharedStrings", StringComparison.Ordinal)).Target;
        if (path is null || await Ooxml.ReadAsync(source, path, ct) is not { } root) return [];
        return [.. root.Elements(Ooxml.Main + "si").Select(si => string.Concat(si.Descendants(Ooxml.Main + "t").Where(t => t.Parent!.Name.LocalName != "rPh").Select(t => t.Value)))];
    }

    private static void Recalculate(XElement workbook)
    {
        var properties = workbook.Element(Ooxml.Main + "calcPr");
        if (properties is null)
        {
            properties = new(Ooxml.Main + "calcPr");
            (workbook.Element(Ooxml.Main + "definedNames") ?? workbook.Element(Ooxml.Main + "sheets")!).AddAfterSelf(properties);
        }
        properties.SetAttributeValue("fullCalcOnLoad", "1");
    }

    private static async Task WriteAsync(ZipArchive zip, string path, XElement root, CancellationToken ct)
    {
        var part = await zip.CreateEntry(path, CompressionLevel.Optimal).OpenAsync(ct);
        await using (part.ConfigureAwait(false))
        {
            var xml = XmlWriter.Create(part, new() { Async = true });
            await using (xml.ConfigureAwait(false)) await new XDocument(new XDeclaration("1.0", "UTF-8", "yes"), root).WriteToAsync(xml, ct);
        }
    }
}
