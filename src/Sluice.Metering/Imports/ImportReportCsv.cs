using System.Buffers;
using System.Globalization;

namespace Sluice.Metering.Imports;

/// <summary>A report as CSV: commas, CRLF. A cell a spreadsheet would take for a formula gets an apostrophe in front.</summary>
public static class ImportReportCsv
{
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(",;\t\"\r\n");

    /// <summary>The first line.</summary>
    public const string Header = "row,id,outcome,code,column,message,changes,movedFrom,movedTo";

    /// <summary>One line, without its end.</summary>
    public static string Line(ImportRow row) => string.Join(',', ((string?[])
    [
        row.Row.ToString(CultureInfo.InvariantCulture), row.Id, row.Outcome.ToString().ToUpperInvariant(), row.Code, row.Column, row.Message,
        row.Changes is { } changes ? string.Join(' ', changes) : null, row.MovedFrom, row.MovedTo,
    ]).Select(Cell));

    private static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        if (text.TrimStart(' ') is ['=' or '+' or '-' or '@' or '\t' or '\r' or '\n', ..]) text = "'" + text;
        return text.AsSpan().ContainsAny(NeedQuotes) ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
    }
}
