using System.Globalization;

namespace Sluice.Reports.Xlsx.Charts;

/// <summary>The sheet the charts draw from: one block of two columns per chart, so that people can see and reuse the figures.</summary>
internal sealed class ChartData
{
    /// <summary>The sheet's name.</summary>
    public const string Name = "Chart data";

    private readonly GridSheet sheet = new(Palette.Line) { Widths = [.. Enumerable.Range(0, 18).Select(i => (i % 3) switch { 0 => 20.0, 1 => 14, _ => 3 })], Landscape = true, OnePage = true };
    private int column;

    public GridSheet Sheet => sheet;

    /// <summary>Adds a block with names.</summary>
    public (ChartRange Across, ChartRange Values) Add(string heading, string valueHeading, IReadOnlyList<(string Name, decimal Value)> rows, CellStyle style)
    {
        Heading(heading, valueHeading);
        foreach (var (index, (name, value)) in rows.Index())
        {
            sheet.Text(column, index + 2, name, CellStyle.Text);
            sheet.Number(column + 1, index + 2, value, style);
        }
        return Ranges(rows.Count, [.. rows.Select(r => SheetText.Escape(r.Name))], [], [.. rows.Select(r => (double)r.Value)]);
    }

    /// <summary>Adds a block with local times.</summary>
    public (ChartRange Across, ChartRange Values) Add(string heading, string valueHeading, IReadOnlyList<(DateTime At, decimal Value)> rows)
    {
        Heading(heading, valueHeading);
        foreach (var (index, (at, value)) in rows.Index())
        {
            sheet.Time(column, index + 2, at, CellStyle.Instant);
            sheet.Number(column + 1, index + 2, value, CellStyle.Integer);
        }
        return Ranges(rows.Count, [], [.. rows.Select(r => Serial.Of(r.At))], [.. rows.Select(r => (double)r.Value)]);
    }

    private void Heading(string heading, string valueHeading)
    {
        sheet.Text(column, 1, heading, CellStyle.Header);
        sheet.Text(column + 1, 1, valueHeading, CellStyle.NumberHeader);
    }

    private (ChartRange, ChartRange) Ranges(int rows, IReadOnlyList<string> texts, IReadOnlyList<double> numbers, IReadOnlyList<double> values)
    {
        var across = new ChartRange(Formula(column, rows), texts, numbers);
        var range = new ChartRange(Formula(column + 1, rows), [], values);
        column += 3;
        return (across, range);
    }

    private static string Formula(int column, int rows)
    {
        var letter = CellName.Column(column);
        return string.Create(CultureInfo.InvariantCulture, $"'{Name}'!${letter}$2:${letter}${Math.Max(rows, 1) + 1}");
    }
}
