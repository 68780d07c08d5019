using Sluice.Imports.Tables;
using Sluice.Metering.Imports;

namespace Sluice.Imports.Registry;

/// <summary>A table whose columns were matched to fields.</summary>
internal sealed class Sheet
{
    private readonly TableFile table;
    private readonly ImportMapping mapping;
    private readonly TableRow header;

    private Sheet(TableFile table, ImportMapping mapping, TableRow header, IReadOnlyDictionary<string, int> columns)
    {
        this.table = table;
        this.mapping = mapping;
        this.header = header;
        Columns = columns;
    }

    /// <summary>Field to column.</summary>
    public IReadOnlyDictionary<string, int> Columns { get; }

    /// <summary>Field to header, as shown to people.</summary>
    public IReadOnlyDictionary<string, string> Headers => Columns.ToDictionary(static c => c.Key, c => SafeText.Clean(header.Cells[c.Value]));

    /// <summary>Headers no field was found for.</summary>
    public IReadOnlyList<string> Unused =>
        [.. header.Cells.Select(static (text, i) => (Text: SafeText.Clean(text), i)).Where(h => h.Text.Length > 0 && !Columns.Values.Contains(h.i)).Select(static h => h.Text).Take(100)];

    /// <summary>Finds the header: the first row that names the key field's column.</summary>
    /// <exception cref="BadFileException">There is none near the top.</exception>
    public static Sheet Find(TableFile table, ImportMapping mapping, ImportKind kind)
    {
        var above = 0;
        foreach (var row in table.Rows())
        {
            var columns = mapping.Match(row.Cells);
            if (columns.ContainsKey(kind.Key)) return new(table, mapping, row, columns);
            if (++above > CsvTable.MaxRowsAboveHeader) break;
        }
        throw new BadFileException(BadFileReason.NoHeader, above == 0
            ? "the table is empty"
            : $"none of the first rows has a column for {kind.Key}; with the mapping '{mapping.Name}' that is one of: {string.Join(", ", mapping.Columns[kind.Key].Take(8))}");
    }

    /// <summary>The rows of data, as often as wanted.</summary>
    public IEnumerable<SheetRow> Rows() => table.Rows().SkipWhile(r => r.Number != header.Number).Skip(1).Select(r => new SheetRow(r, Columns, mapping, header));
}

/// <summary>A row of data by field.</summary>
internal sealed class SheetRow(TableRow row, IReadOnlyDictionary<string, int> columns, ImportMapping mapping, TableRow header)
{
    /// <summary>As a spreadsheet or editor counts it, from 1.</summary>
    public int Number => row.Number;

    /// <summary>How days are written; null: the usual ways.</summary>
    public string? DateFormat => mapping.DateFormat;

    /// <summary>The field's text without blanks around it; empty when neither the row nor the mapping's constants have it.</summary>
    public string this[string field]
    {
        get
        {
            var text = columns.TryGetValue(field, out var column) && column < row.Cells.Count ? row.Cells[column].Trim() : "";
            return text.Length > 0 ? text : mapping.Constants.GetValueOrDefault(field, "").Trim();
        }
    }

    /// <summary>True when a spreadsheet stored the field as a number.</summary>
    public bool IsNumber(string field) => columns.TryGetValue(field, out var column) && row.IsNumber is { } numbers && column < numbers.Count && numbers[column];

    /// <summary>The header of the field's column, for messages; the field's name when it has none.</summary>
    public string Header(string field) => columns.TryGetValue(field, out var column) ? SafeText.Clean(header.Cells[column]) : field;
}
