namespace Sluice.Reports.Xlsx.Charts;

/// <summary>How a chart draws its values.</summary>
internal enum ChartShape
{
    /// <summary>Standing bars.</summary>
    Columns,

    /// <summary>Lying bars, the first one on top: rankings with names.</summary>
    Bars,

    /// <summary>A line over numbers or times.</summary>
    Curve,
}

/// <summary>A range of cells with the values it holds: charts carry a copy, so that viewers need not calculate.</summary>
/// <param name="Formula">For example <c>'Chart data'!$A$2:$A$9</c>.</param>
/// <param name="Texts">The cells as text, for categories; empty for numbers.</param>
/// <param name="Numbers">The cells as numbers; empty for texts.</param>
internal sealed record ChartRange(string Formula, IReadOnlyList<string> Texts, IReadOnlyList<double> Numbers);

/// <summary>One chart.</summary>
/// <param name="Title">Above it.</param>
/// <param name="Shape">How it is drawn.</param>
/// <param name="Across">What the values belong to.</param>
/// <param name="Values">The values.</param>
/// <param name="Name">The series' name.</param>
/// <param name="Color">RGB.</param>
/// <param name="AcrossTitle">Below the axis; null for none.</param>
/// <param name="ValueTitle">Beside the axis, with the unit.</param>
/// <param name="NumberFormat">Of the value axis.</param>
/// <param name="AcrossFormat">Of the other axis, for numbers.</param>
/// <param name="Step">Distance of marks on the other axis; null: chosen by who draws it.</param>
/// <param name="Most">The end of the value axis; null: by the values.</param>
internal sealed record ChartSpec(
    string Title, ChartShape Shape, ChartRange Across, ChartRange Values, string Name, string Color, string? AcrossTitle, string ValueTitle, string NumberFormat = "#,##0", string AcrossFormat = "General", double? Step = null, double? Most = null);
