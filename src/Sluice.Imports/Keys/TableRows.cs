using Sluice.Imports.Tables;

namespace Sluice.Imports.Keys;

/// <summary>Rows of a CSV or Excel table to keys: finds the header, or does without one.</summary>
internal sealed class TableRows(KeyFileFormat format, KeyFileLimits limits)
{
    private readonly KeyCollector rows = new(limits, "row");
    private readonly List<TableRow> above = [];
    private TableColumns? columns;

    public KeyImport Collect(IEnumerable<TableRow> table)
    {
        foreach (var row in table)
        {
            if (row.IsBlank) continue;
            if (columns is not null) rows.Add(ToKeyRow(row, columns));
            else if (!TryFindColumns(row)) above.Add(row);
            if (above.Count > CsvTable.MaxRowsAboveHeader) break;
        }
        if (columns is not null) return rows.ToImport(format, encrypted: false);
        throw new KeyFileException(KeyFileErrorCode.NotAKeyFile,
            above.Count == 0
                ? "the table is empty"
                : "no row names a column for the serial number and one for the key (for example 'serial' and 'key'), and no row is 'serial,key'");
    }

    private bool TryFindColumns(TableRow row)
    {
        if (TableColumns.FromHeader(row.Cells) is { } header)
        {
            columns = header;
            above.Clear();
            return true;
        }
        if (TableColumns.FromData(row.Cells) is not { } data) return false;
        columns = data;   // no header: the rows before were meant as data, too, and are reported
        foreach (var earlier in above) rows.Add(ToKeyRow(earlier, data));
        above.Clear();
        rows.Add(ToKeyRow(row, data));
        return true;
    }

    private static KeyRow ToKeyRow(TableRow row, TableColumns columns)
    {
        string Cell(int column) => column >= 0 && column < row.Cells.Count ? row.Cells[column] : "";
        return new()
        {
            Position = row.Number,
            Serial = Cell(columns.Serial),
            Key = Cell(columns.Key),
            KeyIsNumber = row.IsNumber is { } numbers && columns.Key < numbers.Count && numbers[columns.Key],
            Manufacturer = Cell(columns.Manufacturer),
            Name = Cell(columns.Name),
            Model = Cell(columns.Model),
            TypeNumber = Cell(columns.TypeNumber),
            ConfigNumber = Cell(columns.ConfigNumber),
        };
    }
}
