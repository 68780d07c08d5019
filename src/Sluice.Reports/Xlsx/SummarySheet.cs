using System.Globalization;
using Sluice.Reports.Model;

namespace Sluice.Reports.Xlsx;

/// <summary>The first page: the round in six figures, charts, towers.</summary>
internal static class SummarySheet
{
    /// <summary>Columns of the page; figures and charts are placed on them.</summary>
    public const int ColumnCount = 12;

    public static (GridSheet Sheet, Charts.Dashboard? Charts) Build(SessionSummary summary, SessionFigures figures, Charts.ChartData? data)
    {
        var sheet = new GridSheet(Palette.Deep) { Widths = [.. Enumerable.Repeat(11.3, ColumnCount)], OnePage = figures.Towers.Count <= 15 };
        Heading(sheet, summary);
        Figures(sheet, figures.All);
        var row = 9;
        Charts.Dashboard? charts = null;
        if (data is not null)
        {
            charts = new();
            row = Charts.SessionCharts.Add(charts, data, summary, figures, row);
        }
        row = Towers(sheet, figures, row);
        if (data is null) Rankings(sheet, figures, row + 1);
        return (sheet, charts is { Count: > 0 } ? charts : null);
    }

    private static void Heading(GridSheet sheet, SessionSummary summary)
    {
        sheet.Text(0, 1, summary.SocietyName, CellStyle.Title);
        sheet.Height(1, 32);
        sheet.Text(0, 2, string.Join("  ·  ", new[] { summary.Address, summary.BillingDate is { } day ? $"billing date {day:yyyy-MM-dd}" : "", summary.Mode, summary.Status }.Where(t => t.Length > 0)), CellStyle.Subtitle);
        var times = (summary.StartedAt, summary.EndedAt) switch
        {
            ({ } start, { } end) => $"{Local(start)} to {Local(end)}",
            ({ } start, null) => $"since {Local(start)}",
            _ => "not started",
        };
        sheet.Text(0, 3, string.Join("  ·  ", new[] { $"Round {times} ({summary.TimeZone.Id})", summary.Technician }.Where(t => t.Length > 0)), CellStyle.Subtitle);

        string Local(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, summary.TimeZone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }

    private static void Figures(GridSheet sheet, TowerFigures all)
    {
        var missing = all.Meters - all.Read;
        Figure(0, "Meters", all.Meters, CellStyle.Figure);
        Figure(2, "Read", all.Read, CellStyle.Figure);
        Figure(4, "Complete", all.Meters == 0 ? 0 : (decimal)all.Read / all.Meters, CellStyle.FigurePercent);
        Figure(6, "Usage (m³)", all.UsageM3, CellStyle.FigureVolume);
        Figure(8, "Missing or poor", missing + all.Poor, missing + all.Poor > 0 ? CellStyle.FigureAlert : CellStyle.Figure);
        Figure(10, "Leaks", all.Leaks, all.Leaks > 0 ? CellStyle.FigureAlert : CellStyle.Figure);
        sheet.Height(5, 20);
        sheet.Height(6, 30);

        void Figure(int column, string label, decimal value, CellStyle style)
        {
            sheet.Text(column, 5, label, CellStyle.FigureLabel);
            sheet.Blank(column + 1, 5, CellStyle.FigureLabel);
            sheet.Merge(column, 5, column + 1, 5);
            sheet.Number(column, 6, value, style);
            sheet.Blank(column + 1, 6, style);
            sheet.Merge(column, 6, column + 1, 6);
        }
    }

    private static int Towers(GridSheet sheet, SessionFigures figures, int row)
    {
        Section(sheet, row, "By tower", 0, ColumnCount);
        row++;
        string[] headings = ["Tower", "", "Meters", "Read", "Missing", "Complete", "Usage (m³)", "Good", "Fair", "Poor", "Estimated", "Leaks"];
        foreach (var (column, heading) in headings.Index()) sheet.Text(column, row, heading, column < 2 ? CellStyle.Header : CellStyle.NumberHeader);
        var first = row + 1;
        foreach (var tower in figures.Towers)
        {
            row++;
            sheet.Text(0, row, tower.Name, CellStyle.Text);
            sheet.Number(2, row, tower.Meters, CellStyle.Integer);
            sheet.Number(3, row, tower.Read, CellStyle.Integer);
            sheet.Number(4, row, tower.Meters - tower.Read, CellStyle.Integer);
            sheet.Number(5, row, (decimal)tower.Read / tower.Meters, CellStyle.Percent);
            sheet.Number(6, row, tower.UsageM3, CellStyle.Decimal);
            foreach (var (column, count) in new[] { tower.Good, tower.Fair, tower.Poor, tower.Estimated, tower.Leaks }.Index()) sheet.Number(7 + column, row, count, CellStyle.Integer);
        }
        if (row >= first)
        {
            var conditions = new Conditions();
            sheet.Add(conditions.When($"E{first}:E{row}", ($"E{first}>0", Styles.Mark.Missing)));
            sheet.Add(conditions.Bars($"G{first}:G{row}", Palette.Light));
            sheet.Add(conditions.When($"I{first}:I{row}", ($"I{first}>0", Styles.Mark.Warn)));
            sheet.Add(conditions.When($"J{first}:J{row}", ($"J{first}>0", Styles.Mark.Alert)));
            sheet.Add(conditions.When($"L{first}:L{row}", ($"L{first}>0", Styles.Mark.Alert)));
        }
        return row + 1;
    }

    private static void Rankings(GridSheet sheet, SessionFigures figures, int row)
    {
        Ranking(0, "Top users (m³)", figures.TopUsers, CellStyle.Decimal);
        Ranking(7, "Leak candidates (score, 0 to 100)", figures.LeakCandidates, CellStyle.Integer);

        void Ranking(int column, string title, IReadOnlyList<RankedMeter> meters, CellStyle style)
        {
            if (meters.Count == 0) return;
            Section(sheet, row, title, column, column + 5);
            foreach (var (index, meter) in meters.Index())
            {
                sheet.Text(column, row + 1 + index, meter.Name, CellStyle.Text);
                sheet.Number(column + 4, row + 1 + index, meter.Value, style);
            }
        }
    }

    private static void Section(GridSheet sheet, int row, string title, int from, int to)
    {
        sheet.Height(row, 22);
        sheet.Text(from, row, title, CellStyle.Section);
        for (var column = from + 1; column < to; column++) sheet.Blank(column, row, CellStyle.Section);
    }
}
