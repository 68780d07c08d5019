using Sluice.Reports.Cells;

namespace Sluice.Reports.Xlsx;

/// <summary>Measures the first rows of a sheet: widths stand before the cells in the file, so they are fitted to what comes first.</summary>
internal sealed class WidthSink(IReadOnlyList<string> headings) : ICellSink
{
    private const double Least = 6, Most = 48;
    private readonly double[] widths = [.. headings.Select(h => h.Length + 4.0)]; // room for the filter's button
    private int column;

    public void StartRow() => column = 0;

    public void Text(string? value) => Fit(value is null ? 0 : SheetText.Cut(value).Length);

    public void Number(decimal? value) => Fit(value is { } v ? decimal.Truncate(v).ToString("N0", System.Globalization.CultureInfo.InvariantCulture).Length + 4 : 0);

    public void Integer(long? value) => Fit(value is { } v ? v.ToString("N0", System.Globalization.CultureInfo.InvariantCulture).Length : 0);

    public void Instant(DateTimeOffset? value) => Fit(16);

    public void Date(DateOnly? value) => Fit(10);

    public void Flag(bool value) => Fit(3);

    /// <summary>The width of a column in characters of the default font, with its margins.</summary>
    public double Width(int index) => Math.Clamp(widths[index], Least, Most);

    private void Fit(int characters)
    {
        widths[column] = Math.Max(widths[column], characters + 3);
        column++;
    }
}
