using Parquet;
using Parquet.Schema;
using Sluice.Reports.Cells;

namespace Sluice.Reports.ParquetFiles;

/// <summary>Collects rows column by column until a row group is full.</summary>
internal sealed class ColumnBuffers : ICellSink
{
    /// <summary>Digits of a volume: 12 before the point, 6 behind (a millilitre).</summary>
    public const int Precision = 18, Scale = 6;

    private const decimal Limit = 1_000_000_000_000m;

    private readonly IReadOnlyList<ColumnKind> kinds;
    private readonly string?[][] texts;
    private readonly decimal?[][] numbers;
    private readonly long?[][] integers;
    private readonly DateTime?[][] times;
    private readonly DateOnly?[][] days;
    private readonly bool[][] flags;
    private int column;

    public ColumnBuffers(IReadOnlyList<ColumnKind> kinds, int rows)
    {
        this.kinds = kinds;
        texts = Make<string?>(rows, ColumnKind.Text);
        numbers = Make<decimal?>(rows, ColumnKind.Volume, ColumnKind.Decimal);
        integers = Make<long?>(rows, ColumnKind.Integer);
        times = Make<DateTime?>(rows, ColumnKind.Instant);
        days = Make<DateOnly?>(rows, ColumnKind.Date);
        flags = Make<bool>(rows, ColumnKind.Flag);
    }

    /// <summary>Rows collected.</summary>
    public int Count { get; private set; }

    public static DataField Field(string name, ColumnKind kind) => kind switch
    {
        ColumnKind.Text => new DataField<string>(name),
        ColumnKind.Volume or ColumnKind.Decimal => new DecimalDataField(name, Precision, Scale, isNullable: true),
        ColumnKind.Integer => new DataField<long?>(name),
        ColumnKind.Instant => new DateTimeDataField(name, DateTimeFormat.Timestamp, isAdjustedToUTC: true, unit: DateTimeTimeUnit.Millis, isNullable: true),
        ColumnKind.Date => new DataField<DateOnly?>(name),
        _ => new DataField<bool>(name),
    };

    public void StartRow() => column = 0;

    public void EndRow() => Count++;

    public void Text(string? value) => texts[column++][Count] = string.IsNullOrEmpty(value) ? null : value;

    public void Number(decimal? value)
    {
        if (value is >= Limit or <= -Limit) throw new ReportException("NumberTooLarge", $"A number has more than 12 digits before the point; Parquet files of ours hold up to {Limit:0} m³.");
        numbers[column++][Count] = value is { } number ? decimal.Round(number, Scale) : null;
    }

    public void Integer(long? value) => integers[column++][Count] = value;

    public void Instant(DateTimeOffset? value) => times[column++][Count] = value?.UtcDateTime;

    public void Date(DateOnly? value) => days[column++][Count] = value;

    public void Flag(bool value) => flags[column++][Count] = value;

    /// <summary>Writes what was collected as a row group and starts anew.</summary>
    public async Task WriteAsync(ParquetWriter writer, IReadOnlyList<DataField> fields, CancellationToken ct)
    {
        using (var group = writer.CreateRowGroup())
        {
            for (var i = 0; i < kinds.Count; i++)
            {
                await (kinds[i] switch
                {
                    ColumnKind.Text => group.WriteAsync(fields[i], new ArraySegment<string?>(texts[i], 0, Count)!),
                    ColumnKind.Volume or ColumnKind.Decimal => group.WriteAsync<decimal>(fields[i], numbers[i].AsMemory(0, Count), cancellationToken: ct),
                    ColumnKind.Integer => group.WriteAsync<long>(fields[i], integers[i].AsMemory(0, Count), cancellationToken: ct),
                    ColumnKind.Instant => group.WriteAsync<DateTime>(fields[i], times[i].AsMemory(0, Count), cancellationToken: ct),
                    ColumnKind.Date => group.WriteAsync<DateOnly>(fields[i], days[i].AsMemory(0, Count), cancellationToken: ct),
                    _ => group.WriteAsync<bool>(fields[i], flags[i].AsMemory(0, Count), cancellationToken: ct),
                });
            }
        }
        Count = 0;
    }

    private T[][] Make<T>(int rows, params ReadOnlySpan<ColumnKind> of)
    {
        var arrays = new T[kinds.Count][];
        for (var i = 0; i < kinds.Count; i++) arrays[i] = of.Contains(kinds[i]) ? new T[rows] : [];
        return arrays;
    }
}
