using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Drawing.Charts;
using A = DocumentFormat.OpenXml.Drawing;
using C = DocumentFormat.OpenXml.Drawing.Charts;

namespace Sluice.Reports.Xlsx.Charts;

/// <summary>Builds a chart part. ECMA-376-1, 21.2.</summary>
internal static class ChartPart
{
    private const uint AcrossAxis = 111, MeasureAxis = 222;

    public static ChartSpace Build(ChartSpec spec)
    {
        var plot = new PlotArea(new Layout());
        if (spec.Shape == ChartShape.Curve) AddCurve(plot, spec);
        else AddBars(plot, spec);
        plot.Append(new ShapeProperties(new A.NoFill()));
        return new(
            new Date1904 { Val = false },
            new RoundedCorners { Val = false },
            new Chart(
                Heading(spec.Title, 1200, bold: true, Palette.Deep),
                new AutoTitleDeleted { Val = false },
                plot,
                new PlotVisibleOnly { Val = false }, // people may hide the sheet with the data
                new DisplayBlanksAs { Val = DisplayBlanksAsValues.Gap }),
            new ShapeProperties(new A.SolidFill(new A.RgbColorModelHex { Val = Palette.White }), Stroke(Palette.Line, 9525)),
            new TextProperties(new A.BodyProperties(), new A.ListStyle(), new A.Paragraph(new A.ParagraphProperties(Run(900, bold: false, Palette.Muted)), new A.EndParagraphRunProperties { Language = "en-GB" })));
    }

    private static void AddBars(PlotArea plot, ChartSpec spec)
    {
        var lying = spec.Shape == ChartShape.Bars;
        plot.Append(new BarChart(
            new BarDirection { Val = lying ? BarDirectionValues.Bar : BarDirectionValues.Column },
            new BarGrouping { Val = BarGroupingValues.Clustered },
            new VaryColors { Val = false },
            new BarChartSeries(
                new C.Index { Val = 0 }, new Order { Val = 0 }, Series(spec.Name), new ChartShapeProperties(new A.SolidFill(new A.RgbColorModelHex { Val = spec.Color })), new InvertIfNegative { Val = false },
                Labels(spec, lying),
                new CategoryAxisData(Texts(spec.Across)), new Values(Numbers(spec.Values, spec.NumberFormat))),
            new GapWidth { Val = 45 },
            new AxisId { Val = AcrossAxis }, new AxisId { Val = MeasureAxis }));
        plot.Append(new CategoryAxis([
            new AxisId { Val = AcrossAxis }, new Scaling(new Orientation { Val = lying ? OrientationValues.MaxMin : OrientationValues.MinMax }), new Delete { Val = false },
            new AxisPosition { Val = lying ? AxisPositionValues.Left : AxisPositionValues.Bottom },
            .. AxisHeading(spec.AcrossTitle),
            new NumberingFormat { FormatCode = "General", SourceLinked = false }, new MajorTickMark { Val = TickMarkValues.None }, new MinorTickMark { Val = TickMarkValues.None }, new TickLabelPosition { Val = TickLabelPositionValues.NextTo },
            new ChartShapeProperties(Stroke(Palette.Line, 9525)),
            new CrossingAxis { Val = MeasureAxis }, new Crosses { Val = CrossesValues.AutoZero }, new AutoLabeled { Val = true }, new LabelAlignment { Val = LabelAlignmentValues.Center }, new LabelOffset { Val = 100 }]));
        plot.Append(Measure(spec, lying ? AxisPositionValues.Bottom : AxisPositionValues.Left, lying ? CrossesValues.Maximum : CrossesValues.AutoZero, CrossBetweenValues.Between));
    }

    private static void AddCurve(PlotArea plot, ChartSpec spec)
    {
        plot.Append(new ScatterChart(
            new ScatterStyle { Val = ScatterStyleValues.LineMarker },
            new VaryColors { Val = false },
            new ScatterChartSeries(
                new C.Index { Val = 0 }, new Order { Val = 0 }, Series(spec.Name), new ChartShapeProperties(Stroke(spec.Color, 28575)), new Marker(new Symbol { Val = MarkerStyleValues.None }),
                new XValues(Numbers(spec.Across, spec.AcrossFormat)), new YValues(Numbers(spec.Values, spec.NumberFormat)), new Smooth { Val = false }),
            new AxisId { Val = AcrossAxis }, new AxisId { Val = MeasureAxis }));
        var scaling = new Scaling(new Orientation { Val = OrientationValues.MinMax });
        if (spec.Across.Numbers is [var first, .., var last] && last > first)
        {
            var start = spec.Step is { } step ? Math.Floor((first / step) + 1e-6) * step : first;
            scaling.Append(new MaxAxisValue { Val = last }, new MinAxisValue { Val = start });
        }
        plot.Append(new ValueAxis([
            new AxisId { Val = AcrossAxis }, scaling, new Delete { Val = false }, new AxisPosition { Val = AxisPositionValues.Bottom },
            .. AxisHeading(spec.AcrossTitle),
            new NumberingFormat { FormatCode = spec.AcrossFormat, SourceLinked = false }, new MajorTickMark { Val = TickMarkValues.Outside }, new MinorTickMark { Val = TickMarkValues.None }, new TickLabelPosition { Val = TickLabelPositionValues.NextTo },
            new ChartShapeProperties(Stroke(Palette.Line, 9525)),
            new CrossingAxis { Val = MeasureAxis }, new Crosses { Val = CrossesValues.AutoZero }, new CrossBetween { Val = CrossBetweenValues.MidpointCategory },
            .. spec.Step is { } unit ? [new MajorUnit { Val = unit }] : Array.Empty<OpenXmlElement>()]));
        plot.Append(Measure(spec, AxisPositionValues.Left, CrossesValues.AutoZero, CrossBetweenValues.MidpointCategory));
    }

    /// <summary>The axis of the values. Lying bars carry their values, so they need no grid.</summary>
    private static ValueAxis Measure(ChartSpec spec, AxisPositionValues position, CrossesValues crosses, CrossBetweenValues between) => new([
        new AxisId { Val = MeasureAxis },
        new Scaling([new Orientation { Val = OrientationValues.MinMax }, .. spec.Most is { } most ? [new MaxAxisValue { Val = most }] : Array.Empty<OpenXmlElement>(), new MinAxisValue { Val = 0 }]),
        new Delete { Val = false }, new AxisPosition { Val = position },
        .. spec.Shape == ChartShape.Bars ? Array.Empty<OpenXmlElement>() : [new MajorGridlines(new ChartShapeProperties(Stroke(Palette.Line, 6350)))],
        .. AxisHeading(spec.ValueTitle),
        new NumberingFormat { FormatCode = spec.NumberFormat, SourceLinked = false }, new MajorTickMark { Val = TickMarkValues.None }, new MinorTickMark { Val = TickMarkValues.None }, new TickLabelPosition { Val = TickLabelPositionValues.NextTo },
        new ChartShapeProperties(new A.Outline(new A.NoFill())),
        new CrossingAxis { Val = AcrossAxis }, new Crosses { Val = crosses }, new CrossBetween { Val = between }]);

    /// <summary>Values beside lying bars: a ranking is read by them.</summary>
    private static DataLabels Labels(ChartSpec spec, bool shown) => shown
        ? new(new NumberingFormat { FormatCode = spec.NumberFormat, SourceLinked = false }, new DataLabelPosition { Val = DataLabelPositionValues.OutsideEnd }, new ShowLegendKey { Val = false }, new ShowValue { Val = true }, new ShowCategoryName { Val = false }, new ShowSeriesName { Val = false }, new ShowPercent { Val = false }, new ShowBubbleSize { Val = false })
        : new(new ShowLegendKey { Val = false }, new ShowValue { Val = false }, new ShowCategoryName { Val = false }, new ShowSeriesName { Val = false }, new ShowPercent { Val = false }, new ShowBubbleSize { Val = false });

    private static SeriesText Series(string name) => new(new NumericValue(name));

    private static StringReference Texts(ChartRange range) => new(
        new C.Formula(range.Formula),
        new StringCache([new PointCount { Val = (uint)range.Texts.Count }, .. range.Texts.Select((t, i) => new StringPoint(new NumericValue(t)) { Index = (uint)i })]));

    private static NumberReference Numbers(ChartRange range, string format) => new(
        new C.Formula(range.Formula),
        new NumberingCache([
            new FormatCode(format), new PointCount { Val = (uint)range.Numbers.Count },
            .. range.Numbers.Select((n, i) => new NumericPoint(new NumericValue(n.ToString("R", CultureInfo.InvariantCulture))) { Index = (uint)i })]));

    private static Title[] AxisHeading(string? text) => text is null ? [] : [Heading(text, 900, bold: false, Palette.Muted)];

    private static Title Heading(string text, int size, bool bold, string color)
    {
        var run = new A.RunProperties(new A.SolidFill(new A.RgbColorModelHex { Val = color }), new A.LatinFont { Typeface = "Calibri" }) { Language = "en-GB", FontSize = size, Bold = bold };
        return new(
            new ChartText(new RichText(new A.BodyProperties(), new A.ListStyle(), new A.Paragraph(new A.ParagraphProperties(Run(size, bold, color)), new A.Run(run, new A.Text(text))))),
            new Overlay { Val = false });
    }

    private static A.DefaultRunProperties Run(int size, bool bold, string color) =>
        new(new A.SolidFill(new A.RgbColorModelHex { Val = color }), new A.LatinFont { Typeface = "Calibri" }) { FontSize = size, Bold = bold };

    private static A.Outline Stroke(string color, int width) => new(new A.SolidFill(new A.RgbColorModelHex { Val = color })) { Width = width };
}
