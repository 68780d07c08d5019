namespace Sluice.Reports.Xlsx;

/// <summary>The cell formats of our workbooks, by their index in the style part (<see cref="Styles"/>).</summary>
internal enum CellStyle
{
    Default = 0,
    Header,
    Text,

    /// <summary>Text that starts like a formula: marked as text, so that editing it does not make it one.</summary>
    QuotedText,
    Volume,
    Decimal,
    Integer,
    Instant,
    Date,
    Centered,
    Title,
    Subtitle,
    Label,
    FigureLabel,
    Figure,
    FigureVolume,
    FigurePercent,
    Section,
    Percent,
    Wrapped,
    FigureAlert,
    NumberHeader,
}
