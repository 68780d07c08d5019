#pragma warning disable CA1849 // the writer collects in memory; large parts are flushed asynchronously
using System.Globalization;
using System.Xml;
using System.Xml.Linq;

namespace Sluice.Reports.Templates;

/// <summary>Fills one sheet of a template: values into cells, one row into many. What is below moves down.</summary>
internal sealed class TemplateSheet(string name, XElement sheet, IReadOnlyList<TemplateName> names, IReadOnlyList<string> strings, TemplateData data)
{
    private readonly TemplateName? repeated = names.FirstOrDefault(n => data.RowNames.Contains(n.Name));

    /// <summary>Where rows are afterwards; valid when the sheet is written.</summary>
    public RowShift Shift { get; private set; } = new(name, int.MaxValue, 1);

    /// <summary>True when it has a row to repeat.</summary>
    public bool Repeats => repeated is not null;

    /// <summary>Writes the filled sheet.</summary>
    /// <param name="target">Gets the part.</param>
    /// <param name="before">Sheets filled before: formulas that refer to them follow.</param>
    /// <param name="later">Sheets filled later: formulas must not refer to their rows.</param>
    /// <param name="ct">Stops the writing.</param>
    public async Task WriteAsync(Stream target, IReadOnlyList<RowShift> before, IReadOnlyList<RowShift> later, CancellationToken ct)
    {
        var rows = sheet.Element(Ooxml.Main + "sheetData") ?? throw Ooxml.Bad($"The sheet {name} has no cells.");
        foreach (var value in names.Where(n => n != repeated)) Ensure(rows, value.Row, value.Column);
        if (repeated is not null) Shift = new(name, repeated.Row, 1);
        sheet.Elements(Ooxml.Main + "dimension").Remove();
        var xml = XmlWriter.Create(target, new() { Async = true, CloseOutput = false });
        await using (xml.ConfigureAwait(false))
        {
            var cell = new TemplateCell(xml, data.TimeZone);
            await xml.WriteStartDocumentAsync(standalone: true);
            xml.WriteStartElement(sheet.Name.LocalName, sheet.Name.NamespaceName);
            foreach (var attribute in sheet.Attributes()) WriteAttribute(xml, attribute);
            foreach (var child in sheet.Elements())
            {
                if (child == rows) await WriteRowsAsync(xml, cell, rows, before, later, ct);
                else WriteOther(xml, child, before);
            }
            xml.WriteEndElement();
        }
    }

    private async Task WriteRowsAsync(XmlWriter xml, TemplateCell cell, XElement rows, IReadOnlyList<RowShift> before, IReadOnlyList<RowShift> later, CancellationToken ct)
    {
        xml.WriteStartElement("sheetData", Ooxml.Main.NamespaceName);
        foreach (var row in rows.Elements(Ooxml.Main + "row"))
        {
            var number = NumberOf(row);
            if (number == repeated?.Row) await WriteRepeatedAsync(xml, cell, row, later, ct);
            else WriteRow(xml, cell, row, number, before, later);
        }
        if (repeated is not null && rows.Elements(Ooxml.Main + "row").All(r => NumberOf(r) != repeated.Row)) throw Ooxml.Bad($"The row of {TemplateName.Prefix}{repeated.Name} on {name} is empty; write {{flat}} and the like into its cells.");
        xml.WriteEndElement();
    }

    private async Task WriteRepeatedAsync(XmlWriter xml, TemplateCell cell, XElement row, IReadOnlyList<RowShift> later, CancellationToken ct)
    {
        data.TryRows(repeated!.Name, out var source);
        var plan = row.Elements(Ooxml.Main + "c").Select(c => new TemplatePlan(c, TextOf(c), source.Names, name)).ToList();
        if (plan.FirstOrDefault(p => p.Formula is { } f && later.Any(l => l.Reaches(f, name))) is { } early) throw Ooxml.Bad($"The formula in {early.Letters}{repeated.Row} on {name} refers to repeated rows of another sheet.");
        var count = 0;
        await foreach (var hand in source.ReadAsync(ct))
        {
            if (repeated.Row + count > 1_048_576) throw Ooxml.Bad($"The rows of {TemplateName.Prefix}{repeated.Name} do not fit on the sheet {name}.");
            StartRow(xml, row, repeated.Row + count);
            foreach (var one in plan) one.Write(cell, Shift, repeated.Row, count, hand);
            xml.WriteEndElement();
            if (++count % 256 == 0) await xml.FlushAsync();
        }
        if (count == 0)
        {
            StartRow(xml, row, repeated.Row);
            foreach (var one in plan) one.WriteBlank(cell, repeated.Row);
            xml.WriteEndElement();
        }
        Shift = new(name, repeated.Row, Math.Max(count, 1));
    }

    private void WriteRow(XmlWriter xml, TemplateCell cell, XElement row, int number, IReadOnlyList<RowShift> before, IReadOnlyList<RowShift> later)
    {
        var place = Shift.Moved(number);
        StartRow(xml, row, place);
        foreach (var element in row.Elements(Ooxml.Main + "c"))
        {
            var letters = LettersOf(element);
            cell.At($"{letters}{place.ToString(CultureInfo.InvariantCulture)}", (string?)element.Attribute("s"));
            if (names.FirstOrDefault(n => n != repeated && n.Row == number && n.Column == letters) is { } value && data.TryValue(value.Name, out var write)) write(cell);
            else if (element.Element(Ooxml.Main + "f") is { } formula) WriteFormula(xml, element, formula, number, letters, before, later);
            else WriteMoved(xml, element, $"{letters}{place.ToString(CultureInfo.InvariantCulture)}");
        }
        xml.WriteEndElement();
    }

    private void WriteFormula(XmlWriter xml, XElement element, XElement formula, int number, string letters, IReadOnlyList<RowShift> before, IReadOnlyList<RowShift> later)
    {
        if ((repeated is not null && number < repeated.Row && Shift.Reaches(formula.Value, name)) || later.Any(l => l.Reaches(formula.Value, name)))
            throw Ooxml.Bad($"The formula in {letters}{number} on {name} stands above the repeated row and refers to it. Put it below, or let it refer to a table or to a named range.");
        var moved = new XElement(element);
        moved.Element(Ooxml.Main + "v")?.Remove(); // worked out when the file is opened
        moved.Attribute("t")?.Remove();
        var text = moved.Element(Ooxml.Main + "f")!;
        text.Value = before.Append(Shift).Aggregate(formula.Value, (f, shift) => shift.Formula(f, name));
        if (text.Attribute("ref") is { } area) area.Value = Shift.Areas(area.Value);
        WriteMoved(xml, moved, $"{letters}{Shift.Moved(number).ToString(CultureInfo.InvariantCulture)}");
    }

    private void WriteOther(XmlWriter xml, XElement element, IReadOnlyList<RowShift> before)
    {
        if (element.Name.LocalName == "mergeCells" && repeated is not null && element.Elements().Any(m => new RowShift(name, repeated.Row, 2).Areas((string?)m.Attribute("ref") ?? "") is var grown && grown != (string?)m.Attribute("ref") && IsInRow((string?)m.Attribute("ref"))))
            throw Ooxml.Bad($"Cells of the repeated row {repeated.Row} on {name} are merged; make a column wider instead.");
        foreach (var part in element.DescendantsAndSelf())
        {
            if (part.Name.LocalName is "sheetViews" or "sheetView" or "pane" or "selection" or "cols" or "col") continue;
            foreach (var attribute in part.Attributes().Where(a => a.Name.LocalName is "ref" or "sqref")) attribute.Value = Shift.Areas(attribute.Value);
            if (part.Name.LocalName == "brk" && part.Parent?.Name.LocalName == "rowBreaks" && (int?)part.Attribute("id") is { } id) part.SetAttributeValue("id", Shift.Moved(id));
            if (part.Name.LocalName is "formula" or "formula1" or "formula2") part.Value = before.Append(Shift).Aggregate(part.Value, (f, shift) => shift.Formula(f, name));
        }
        element.WriteTo(xml);
    }

    private bool IsInRow(string? area) => area is not null && area.Split(':').All(c => c.TrimStart([.. "ABCDEFGHIJKLMNOPQRSTUVWXYZ$"]) == repeated!.Row.ToString(CultureInfo.InvariantCulture));

    private string? TextOf(XElement cell) => (string?)cell.Attribute("t") switch
    {
        "s" => int.TryParse((string?)cell.Element(Ooxml.Main + "v"), NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < strings.Count ? strings[index] : throw Ooxml.Bad($"The cell {(string?)cell.Attribute("r")} on {name} names a text that is not there."),
        "inlineStr" => string.Concat(cell.Descendants(Ooxml.Main + "t").Select(t => t.Value)),
        _ => null,
    };

    private static void Ensure(XElement rows, int number, string letters)
    {
        var row = rows.Elements(Ooxml.Main + "row").FirstOrDefault(r => NumberOf(r) >= number);
        if (row is null || NumberOf(row) != number)
        {
            var added = new XElement(Ooxml.Main + "row", new XAttribute("r", number));
            if (row is null) rows.Add(added);
            else row.AddBeforeSelf(added);
            row = added;
        }
        var cell = row.Elements(Ooxml.Main + "c").FirstOrDefault(c => Compare(LettersOf(c), letters) >= 0);
        if (cell is not null && LettersOf(cell) == letters) return;
        var missing = new XElement(Ooxml.Main + "c", new XAttribute("r", $"{letters}{number.ToString(CultureInfo.InvariantCulture)}"));
        if (cell is null) row.Add(missing);
        else cell.AddBeforeSelf(missing);
    }

    private static int Compare(string one, string other) => one.Length != other.Length ? one.Length - other.Length : string.CompareOrdinal(one, other);

    private static int NumberOf(XElement row) => (int?)row.Attribute("r") ?? throw Ooxml.Bad("A row has no number; save the template with Excel or LibreOffice.");

    private static string LettersOf(XElement cell) => ((string?)cell.Attribute("r") ?? throw Ooxml.Bad("A cell has no name; save the template with Excel or LibreOffice.")).TrimEnd([.. "0123456789"]);

    private static void StartRow(XmlWriter xml, XElement row, int number)
    {
        xml.WriteStartElement("row", Ooxml.Main.NamespaceName);
        xml.WriteAttributeString("r", number.ToString(CultureInfo.InvariantCulture));
        foreach (var attribute in row.Attributes().Where(a => a.Name != "r" && !a.IsNamespaceDeclaration)) WriteAttribute(xml, attribute);
    }

    private static void WriteMoved(XmlWriter xml, XElement cell, string reference)
    {
        var moved = new XElement(cell);
        moved.SetAttributeValue("r", reference);
        moved.WriteTo(xml);
    }

    private static void WriteAttribute(XmlWriter xml, XAttribute attribute)
    {
        if (attribute.IsNamespaceDeclaration && attribute.Name.Namespace == XNamespace.None) return; // the writer declares the default one itself
        if (attribute.IsNamespaceDeclaration) xml.WriteAttributeString("xmlns", attribute.Name.LocalName, null, attribute.Value);
        else xml.WriteAttributeString(attribute.Name.LocalName, attribute.Name.NamespaceName, attribute.Value);
    }
}
