namespace Sluice.Reports.Cells;

/// <summary>What a column holds; decides format and width in sheets and the type in data files.</summary>
public enum ColumnKind
{
    /// <summary>Any text.</summary>
    Text = 0,

    /// <summary>A volume in m³, three decimals shown.</summary>
    Volume,

    /// <summary>A number with one decimal shown.</summary>
    Decimal,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A moment.</summary>
    Instant,

    /// <summary>A calendar day.</summary>
    Date,

    /// <summary>Yes or no.</summary>
    Flag,
}

/// <summary>One column of a kind of row. The one place that says what it is called, in which unit, and where its value comes from.</summary>
/// <param name="Name">In CSV and JSON; never changes.</param>
/// <param name="Title">In sheets, without the unit.</param>
/// <param name="Unit">The unit, or null.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Meaning">For the documentation and the schema.</param>
/// <param name="Write">Hands exactly one cell on.</param>
public sealed record Column<TRow>(string Name, string Title, string? Unit, ColumnKind Kind, string Meaning, Action<TRow, ICellSink> Write)
{
    /// <summary>The heading of a sheet: <c>Usage (m³)</c>.</summary>
    public string Heading => Unit is null ? Title : $"{Title} ({Unit})";
}
