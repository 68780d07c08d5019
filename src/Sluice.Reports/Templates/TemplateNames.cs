using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Sluice.Reports.Templates;

/// <summary>A named range of a template: <c>sluice.society</c> is one cell, <c>sluice.meters</c> cells of one row.</summary>
/// <param name="Name">Without <c>sluice.</c>.</param>
/// <param name="Sheet">The sheet's name.</param>
/// <param name="Row">Its row, from 1.</param>
/// <param name="Column">Its first column's letters.</param>
internal sealed partial record TemplateName(string Name, string Sheet, int Row, string Column)
{
    public const string Prefix = "sluice.";

    /// <summary>The ranges of a workbook that are ours.</summary>
    /// <exception cref="ReportException">One is unknown, or not of the shape it must have.</exception>
    public static IReadOnlyList<TemplateName> In(XElement workbook, TemplateData data)
    {
        var names = new List<TemplateName>();
        foreach (var element in workbook.Descendants(Ooxml.Main + "definedName"))
        {
            var name = (string?)element.Attribute("name") ?? "";
            if (!name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)) continue;
            var key = name[Prefix.Length..];
            var isRow = data.RowNames.Contains(key, StringComparer.OrdinalIgnoreCase);
            if (!isRow && !data.ValueNames.Contains(key, StringComparer.OrdinalIgnoreCase))
                throw Ooxml.Bad($"The range {name} is not known; known are {string.Join(", ", data.ValueNames.Concat(data.RowNames).Select(n => Prefix + n))}.");
            var match = Range().Match(element.Value);
            if (!match.Success || (match.Groups["end"].Success && match.Groups["end"].Value != match.Groups["row"].Value))
                throw Ooxml.Bad($"The range {name} refers to {element.Value}; it must be {(isRow ? "cells of one row" : "one cell")} of a sheet.");
            var sheet = match.Groups["sheet"].Value.Trim('\'').Replace("''", "'", StringComparison.Ordinal);
            names.Add(new(key.ToLowerInvariant(), sheet, int.Parse(match.Groups["row"].ValueSpan, CultureInfo.InvariantCulture), match.Groups["col"].Value.ToUpperInvariant()));
        }
        if (names.Count == 0) throw Ooxml.Bad($"It has no range of ours; name a cell {Prefix}society, or a row {Prefix}meters.");
        foreach (var group in names.Where(n => data.RowNames.Contains(n.Name)).GroupBy(n => n.Sheet).Where(g => g.Count() > 1)) throw Ooxml.Bad($"The sheet {group.Key} has more than one row to repeat; put them on sheets of their own.");
        if (names.Where(n => data.RowNames.Contains(n.Name)).GroupBy(n => n.Name).FirstOrDefault(g => g.Count() > 1) is { } twice) throw Ooxml.Bad($"The range {Prefix}{twice.Key} is there twice.");
        return names;
    }

    [GeneratedRegex(@"^(?<sheet>'([^']|'')+'|[^'!]+)!\$(?<col>[A-Za-z]{1,3})\$(?<row>[0-9]{1,7})(:\$[A-Za-z]{1,3}\$(?<end>[0-9]{1,7}))?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Range();
}
