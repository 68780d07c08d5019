using System.Text;
using Sluice.Reports.Cells;

namespace Sluice.Reports.Xlsx;

/// <summary>Writes the cells of rows as sheet data, forward only. Strings lie in the cells, so nothing is collected.</summary>
internal sealed class SheetCells(Utf8Output output, TimeZoneInfo zone, IReadOnlyList<ColumnKind> columns) : ICellSink
{
    private readonly byte[][] starts = [.. Enumerable.Range(0, columns.Count).Select(c => Encoding.ASCII.GetBytes($"<c r=\"{CellName.Column(c)}"))];
    private readonly byte[][] numbers = [.. columns.Select(kind => Encoding.ASCII.GetBytes($"\" s=\"{(int)StyleOf(kind)}\"><v>"))];
    private readonly byte[] row = new byte[10];
    private int rowLength, column;

    /// <summary>Starts a row.</summary>
    /// <param name="number">Its number, from 1.</param>
    public void StartRow(int number)
    {
        number.TryFormat(row, out rowLength);
        column = 0;
        output.Raw("<row r=\""u8);
        output.Raw(row.AsSpan(0, rowLength));
        output.Raw("\">"u8);
    }

    public void EndRow() => output.Raw("</row>"u8);

    public void Header(string text)
    {
        var style = IsNumber(columns[column]) ? CellStyle.NumberHeader : CellStyle.Header;
        Start();
        output.Raw("\" s=\""u8);
        output.Format((int)style);
        output.Raw("\" t=\"inlineStr\"><is><t>"u8);
        SheetText.Write(output, text);
        output.Raw("</t></is></c>"u8);
    }

    public void Text(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            column++;
            return;
        }
        Start();
        var text = SheetText.Cut(value);
        output.Raw(SheetText.LooksLikeFormula(text) ? "\" s=\"3\" t=\"inlineStr\"><is><t"u8 : "\" s=\"2\" t=\"inlineStr\"><is><t"u8);
        output.Raw(SheetText.NeedsPreserve(text) ? " xml:space=\"preserve\">"u8 : ">"u8);
        SheetText.Write(output, text);
        output.Raw("</t></is></c>"u8);
    }

    public void Number(decimal? value)
    {
        if (value is not { } number)
        {
            column++;
            return;
        }
        if (!IsExactInSheet(number))
        {
            Text(number.ToString(System.Globalization.CultureInfo.InvariantCulture));
            return;
        }
        StartNumber();
        output.Format(number);
        EndNumber();
    }

    public void Integer(long? value)
    {
        if (value is not { } number)
        {
            column++;
            return;
        }
        StartNumber();
        output.Format(number);
        EndNumber();
    }

    public void Instant(DateTimeOffset? value)
    {
        if (value is not { } at)
        {
            column++;
            return;
        }
        var local = TimeZoneInfo.ConvertTime(at, zone).DateTime;
        if (local < Serial.First)
        {
            Text(at.ToString("O"));
            return;
        }
        StartNumber();
        Serial.Write(output, local);
        EndNumber();
    }

    public void Date(DateOnly? value)
    {
        if (value is not { } day)
        {
            column++;
            return;
        }
        var local = day.ToDateTime(TimeOnly.MinValue);
        if (local < Serial.First)
        {
            Text(day.ToString("O"));
            return;
        }
        StartNumber();
        Serial.Write(output, local);
        EndNumber();
    }

    /// <summary>Yes, or nothing: a column of "no" hides the few that matter.</summary>
    public void Flag(bool value)
    {
        if (!value)
        {
            column++;
            return;
        }
        Start();
        output.Raw("\" s=\"9\" t=\"inlineStr\"><is><t>yes</t></is></c>"u8);
    }

    private static bool IsNumber(ColumnKind kind) => kind is ColumnKind.Volume or ColumnKind.Decimal or ColumnKind.Integer;

    private static CellStyle StyleOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Volume => CellStyle.Volume,
        ColumnKind.Decimal => CellStyle.Decimal,
        ColumnKind.Instant => CellStyle.Instant,
        ColumnKind.Date => CellStyle.Date,
        ColumnKind.Integer => CellStyle.Integer,
        _ => CellStyle.Text,
    };

    /// <summary>Sheets hold numbers as 64-bit floating point: 15 digits are safe.</summary>
    private static bool IsExactInSheet(decimal number)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(number, bits);
        return bits[2] == 0 && unchecked(((ulong)(uint)bits[1] << 32) | (uint)bits[0]) < 1_000_000_000_000_000;
    }

    private void Start()
    {
        output.Raw(starts[column++]);
        output.Raw(row.AsSpan(0, rowLength));
    }

    private void StartNumber()
    {
        var style = numbers[column];
        Start();
        output.Raw(style);
    }

    private void EndNumber() => output.Raw("</v></c>"u8);
}
