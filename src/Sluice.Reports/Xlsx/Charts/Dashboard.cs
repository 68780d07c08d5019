using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Drawing.Spreadsheet;
using A = DocumentFormat.OpenXml.Drawing;
using C = DocumentFormat.OpenXml.Drawing.Charts;

namespace Sluice.Reports.Xlsx.Charts;

/// <summary>A place on a sheet; columns and rows from 0, the end exclusive.</summary>
internal readonly record struct Place(int Column, int Row, int EndColumn, int EndRow);

/// <summary>The parts of a drawing with charts.</summary>
internal sealed record DashboardParts(IReadOnlyList<(string Path, C.ChartSpace Chart)> Charts, WorksheetDrawing Drawing);

/// <summary>Charts placed on a sheet.</summary>
internal sealed class Dashboard
{
    private readonly List<(Place Place, ChartSpec Spec)> charts = [];

    public int Count => charts.Count;

    public void Add(Place place, ChartSpec spec) => charts.Add((place, spec));

    /// <summary>Builds the parts.</summary>
    /// <param name="register">Gives each chart its relationship id and path.</param>
    public DashboardParts Build(Func<ChartSpec, (string Id, string Path)> register)
    {
        var drawing = new WorksheetDrawing();
        var built = new List<(string, C.ChartSpace)>();
        foreach (var (index, (place, spec)) in charts.Index())
        {
            var (id, path) = register(spec);
            built.Add((path, ChartPart.Build(spec)));
            drawing.Append(Anchor(place, id, (uint)index + 2, spec.Title));
        }
        return new(built, drawing);
    }

    private static TwoCellAnchor Anchor(Place place, string id, uint number, string title) => new(
        new FromMarker(new ColumnId($"{place.Column}"), new ColumnOffset("0"), new RowId($"{place.Row}"), new RowOffset("0")),
        new ToMarker(new ColumnId($"{place.EndColumn - 1}"), new ColumnOffset("700000"), new RowId($"{place.EndRow}"), new RowOffset("0")),
        new GraphicFrame(
            new NonVisualGraphicFrameProperties(new NonVisualDrawingProperties { Id = number, Name = $"Chart {number - 1}", Description = title }, new NonVisualGraphicFrameDrawingProperties()),
            new Transform(new A.Offset { X = 0, Y = 0 }, new A.Extents { Cx = 0, Cy = 0 }),
            new A.Graphic(new A.GraphicData(new C.ChartReference { Id = id }) { Uri = "http://schemas.openxmlformats.org/drawingml/2006/chart" }))
        { Macro = "" },
        new ClientData());
}
