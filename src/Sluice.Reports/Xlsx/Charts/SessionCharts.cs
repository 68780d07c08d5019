using System.Globalization;
using Sluice.Reports.Model;

namespace Sluice.Reports.Xlsx.Charts;

/// <summary>The charts of a session, two in a row; one without data is left out.</summary>
internal static class SessionCharts
{
    /// <summary>The most towers drawn: those that used most.</summary>
    public const int MaxTowers = 30;

    /// <summary>Rows of the sheet one chart takes, with the gap below.</summary>
    public const int Rows = 16;

    private static readonly int[] Minutes = [5, 10, 15, 30, 60, 120, 240, 480, 1440];

    private const int Half = SummarySheet.ColumnCount / 2;

    /// <summary>Adds the charts to a dashboard from a row on.</summary>
    /// <returns>The first row below them.</returns>
    public static int Add(Dashboard dashboard, ChartData data, SessionSummary summary, SessionFigures figures, int row)
    {
        var towers = figures.Towers.OrderByDescending(t => t.UsageM3).Take(MaxTowers).Select(t => t.Name).ToHashSet(StringComparer.Ordinal);
        var byTower = figures.Towers.Where(t => towers.Contains(t.Name)).Select(t => (t.Name, t.UsageM3)).ToList();
        if (byTower.Count > 0)
        {
            var (across, values) = data.Add("Tower", "Usage (m³)", byTower, CellStyle.Volume);
            Place(new("Consumption by tower", ChartShape.Columns, across, values, "Usage (m³)", Palette.Water, null, "m³"));
        }
        var points = Progress(summary);
        if (points.Count > 1)
        {
            var (across, values) = data.Add("Time", "Meters read", points);
            var oneDay = points[^1].At - points[0].At < TimeSpan.FromDays(2);
            Place(new("Progress over time", ChartShape.Curve, across, values, "Meters read", Palette.Good, null, "meters read", AcrossFormat: oneDay ? "hh:mm" : "d\\ mmm", Step: Step(points[^1].At - points[0].At)));
        }
        var steps = figures.Distribution();
        if (steps.Count > 0)
        {
            var (across, values) = data.Add("Usage (m³)", "Meters", [.. steps.Select(s => (Label(s), (decimal)s.Meters))], CellStyle.Integer);
            Place(new("Distribution of usage", ChartShape.Columns, across, values, "Meters", Palette.Deep, "m³ per meter", "meters"));
        }
        if (figures.TopUsers.Count > 0)
        {
            var (across, values) = data.Add("Top users", "Usage (m³)", [.. figures.TopUsers.Select(r => (r.Name, r.Value))], CellStyle.Volume);
            Place(new("Top users", ChartShape.Bars, across, values, "Usage (m³)", Palette.Water, null, "m³", "#,##0.0"));
        }
        if (figures.LeakCandidates.Count > 0)
        {
            var (across, values) = data.Add("Leak candidates", "Leak score", [.. figures.LeakCandidates.Select(r => (r.Name, r.Value))], CellStyle.Integer);
            Place(new("Leak candidates", ChartShape.Bars, across, values, "Leak score", Palette.Alert, null, "score, 0 to 100", Most: 110)); // room for the label of 100
        }
        if (figures.All.Meters > 0)
        {
            var all = figures.All;
            var (across, values) = data.Add("Quality", "Meters", [("Good", all.Good), ("Fair", all.Fair), ("Poor", all.Poor), ("Missing", all.Meters - all.Read)], CellStyle.Integer);
            Place(new("Quality of the readings", ChartShape.Bars, across, values, "Meters", Palette.Good, null, "meters"));
        }
        return row + (((dashboard.Count + 1) / 2) * Rows);

        void Place(ChartSpec spec)
        {
            var (down, right) = Math.DivRem(dashboard.Count, 2);
            var top = row - 1 + (down * Rows);
            dashboard.Add(new(right * Half, top, (right + 1) * Half, top + Rows - 1), spec);
        }
    }

    /// <summary>Evenly thinned points; the last one stays.</summary>
    private static List<(DateTime At, decimal Value)> Progress(SessionSummary summary)
    {
        var points = summary.Progress;
        var step = (points.Count + SessionSummary.MaxProgressPoints - 1) / SessionSummary.MaxProgressPoints;
        return [.. points.Where((_, i) => (points.Count - 1 - i) % step == 0).Select(p => (TimeZoneInfo.ConvertTime(p.At, summary.TimeZone).DateTime, (decimal)p.Completed))];
    }

    /// <summary>Marks at round times, at most eight, in days.</summary>
    private static double Step(TimeSpan span) => (Minutes.Cast<int?>().FirstOrDefault(m => span.TotalMinutes / m <= 8) ?? (int)Math.Ceiling(span.TotalDays / 8) * 1440) / 1440.0;

    private static string Label(UsageStep step) => step.ToM3 is { } to
        ? string.Create(CultureInfo.InvariantCulture, $"{step.FromM3:0.#}–{to:0.#}")
        : string.Create(CultureInfo.InvariantCulture, $"≥ {step.FromM3:0.#}");
}
