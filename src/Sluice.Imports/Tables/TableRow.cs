namespace Sluice.Imports.Tables;

/// <summary>One row of a table. A cell is never null.</summary>
/// <param name="Number">As an editor or spreadsheet counts it, from 1.</param>
/// <param name="Cells">Text of every cell.</param>
/// <param name="IsNumber">True for cells a spreadsheet stored as numbers; null: none.</param>
internal sealed record TableRow(int Number, IReadOnlyList<string> Cells, IReadOnlyList<bool>? IsNumber = null)
{
    public bool IsBlank => Cells.All(string.IsNullOrWhiteSpace);

    public override string ToString() => $"row {Number}";
}
