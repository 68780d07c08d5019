namespace Sluice.Reports.Csv;

/// <summary>How a CSV file is written. RFC 4180: CRLF, quotes doubled.</summary>
public sealed record CsvOptions
{
    /// <summary>Start with a byte order mark, which Excel needs to see UTF-8.</summary>
    public bool ByteOrderMark { get; init; }

    /// <summary>Between cells: comma, semicolon, tab or vertical line.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>The zone of times; each time carries its offset.</summary>
    public TimeZoneInfo TimeZone { get; init; } = TimeZoneInfo.Utc;

    internal byte DelimiterByte => Delimiter is ',' or ';' or '\t' or '|'
        ? (byte)Delimiter
        : throw new ReportException("BadDelimiter", $"'{Delimiter}' is no delimiter; comma, semicolon, tab and vertical line are.");
}
