using System.Globalization;

namespace Sluice.Reports.Xlsx;

/// <summary>Names of cells and columns as sheets write them: A1.</summary>
internal static class CellName
{
    /// <summary>The letters of a column, 0 is A.</summary>
    public static string Column(int index)
    {
        var letters = "";
        for (var rest = index + 1; rest > 0; rest = (rest - 1) / 26) letters = (char)('A' + ((rest - 1) % 26)) + letters;
        return letters;
    }

    /// <summary>A cell; column from 0, row from 1.</summary>
    public static string Of(int column, int row) => string.Create(CultureInfo.InvariantCulture, $"{Column(column)}{row}");

    /// <summary>A sheet's name as formulas write it.</summary>
    public static string Quote(string sheet) => $"'{sheet.Replace("'", "''", StringComparison.Ordinal)}'";
}
