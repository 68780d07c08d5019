using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Sluice.Reports.Cells;

namespace Sluice.Reports.Templates;

/// <summary>What one cell of a repeated row becomes in each copy.</summary>
internal sealed partial class TemplatePlan
{
    private readonly string? style;
    private readonly string? number;
    private readonly List<(string Text, int Column)> pieces = [];

    /// <param name="cell">The cell.</param>
    /// <param name="text">Its text; null when it has none.</param>
    /// <param name="names">Names of columns, as written in braces.</param>
    /// <param name="sheet">For messages.</param>
    /// <exception cref="ReportException">A name in braces is unknown.</exception>
    public TemplatePlan(XElement cell, string? text, IReadOnlyList<string> names, string sheet)
    {
        Letters = ((string?)cell.Attribute("r") ?? throw Ooxml.Bad("A cell has no name; save the template with Excel or LibreOffice.")).TrimEnd([.. "0123456789"]);
        style = (string?)cell.Attribute("s");
        Formula = cell.Element(Ooxml.Main + "f")?.Value;
        if (cell.Element(Ooxml.Main + "f") is { } shared && shared.Value.Length == 0) throw Ooxml.Bad($"The formula in {(string?)cell.Attribute("r")} on {sheet} is a copy of another one; type it into the repeated row again.");
        number = text is null && Formula is null ? (string?)cell.Element(Ooxml.Main + "v") : null;
        if (text is null) return;
        var from = 0;
        foreach (Match match in Placeholder().Matches(text))
        {
            var column = names.ToList().FindIndex(n => n.Equals(match.Groups["name"].Value, StringComparison.OrdinalIgnoreCase));
            if (column < 0) throw Ooxml.Bad($"{match.Value} in {(string?)cell.Attribute("r")} on {sheet} is not known; known are {string.Join(", ", names.Select(n => $"{{{n}}}"))}.");
            pieces.Add((text[from..match.Index], column));
            from = match.Index + match.Length;
        }
        pieces.Add((text[from..], -1));
    }

    /// <summary>The column.</summary>
    public string Letters { get; }

    /// <summary>Its formula; null when it has none.</summary>
    public string? Formula { get; }

    public void Write(TemplateCell cell, RowShift shift, int row, int copy, Action<int, ICellSink> hand)
    {
        cell.At(Letters + (row + copy).ToString(CultureInfo.InvariantCulture), style);
        if (Formula is not null) cell.Formula(shift.Filled(Formula, copy) ?? throw Ooxml.Bad($"The formula in {Letters}{row} on {shift.Sheet} refers to cells below the repeated row."));
        else if (number is not null) cell.Number(decimal.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture));
        else if (pieces is [("", >= 0), ("", -1)]) hand(pieces[0].Column, cell);
        else WriteText(cell, hand);
    }

    public void WriteBlank(TemplateCell cell, int row)
    {
        cell.At(Letters + row.ToString(CultureInfo.InvariantCulture), style);
        cell.Text(null);
    }

    private void WriteText(TemplateCell cell, Action<int, ICellSink> hand)
    {
        var text = cell.StartText();
        foreach (var (before, column) in pieces)
        {
            text.Append(before);
            if (column >= 0) hand(column, cell);
        }
        cell.EndText();
    }

    [GeneratedRegex(@"\{(?<name>[A-Za-z0-9_]{1,40})\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
