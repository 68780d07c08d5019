using System.Buffers;
using System.Text;

namespace Sluice.Imports.Tables;

/// <summary>
/// Rows of a delimited text file (RFC 4180 quoting), one at a time. The separator is found from the first rows: comma, semicolon or tab,
/// or named by Excel's line <c>sep=;</c>. Lines that begin with # are remarks where the caller says so.
/// </summary>
/// <remarks>
/// Own code rather than a CSV package: a record's length and number of fields must be bounded while it is read, not after, and errors must
/// not quote the record, for it may hold a key.
/// </remarks>
internal static class CsvTable
{
    /// <summary>Titles and remarks may stand above the header of a table; further down none is looked for.</summary>
    public const int MaxRowsAboveHeader = 20;

    private const int MaxRecord = 64 << 10;

    /// <summary>Finds the separator from the first rows: the candidate that stands most often in one of them.</summary>
    /// <param name="text">Read from its start; only the first rows are taken.</param>
    public static char FindSeparator(TextReader text, bool remarks)
    {
        const int rowsToLookAt = MaxRowsAboveHeader + 1;
        var reader = new LineReader(text);
        var (separator, most) = (',', 0);
        for (var rows = 0; rows < rowsToLookAt && reader.ReadLine() is { } line;)
        {
            if (string.IsNullOrWhiteSpace(line) || (remarks && line.StartsWith('#'))) continue;
            if (IsSeparatorLine(line)) return line[4];
            rows++;
            foreach (var candidate in ",;\t")
            {
                var count = CountOutsideQuotes(line, candidate);
                if (count > most) (separator, most) = (candidate, count);
            }
        }
        return separator;
    }

    public static IEnumerable<TableRow> Read(TextReader text, char separator, int maxColumns, bool remarks)
    {
        var reader = new LineReader(text);
        while (reader.ReadLine() is { } line)
        {
            if ((remarks && line.StartsWith('#')) || IsSeparatorLine(line)) continue;
            var number = reader.Number;
            yield return new(number, Split(line, separator, reader, maxColumns));
        }
    }

    private static bool IsSeparatorLine(string line) =>
        line.Length == 5 && line.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && line[4] is ',' or ';' or '\t';

    private static int CountOutsideQuotes(string line, char wanted)
    {
        var count = 0;
        var quoted = false;
        foreach (var c in line)
        {
            if (c == '"') quoted = !quoted;
            else if (!quoted && c == wanted) count++;
        }
        return count;
    }

    private static List<string> Split(string line, char separator, LineReader reader, int maxColumns)
    {
        var start = reader.Number;
        var fields = new List<string>();
        var field = new StringBuilder();
        var at = 0;
        var length = line.Length;
        while (true)
        {
            if (fields.Count == maxColumns) throw new BadFileException(BadFileReason.TooLarge, $"more than {maxColumns} columns in row {start}");
            field.Clear();
            if (at < line.Length && line[at] == '"')
            {
                at++;
                while (true)
                {
                    var quote = line.IndexOf('"', at);
                    if (quote < 0)
                    {
                        field.Append(line.AsSpan(at)).Append('\n');
                        line = reader.ReadLine() ?? throw new BadFileException(BadFileReason.Damaged, $"a quotation mark in row {start} is not closed");
                        at = 0;
                        length += line.Length + 1;
                        if (length > MaxRecord)
                            throw new BadFileException(BadFileReason.Damaged, $"row {start} is longer than {MaxRecord} characters; a quotation mark may not be closed");
                        continue;
                    }
                    field.Append(line.AsSpan(at, quote - at));
                    at = quote + 1;
                    if (at >= line.Length || line[at] != '"') break;
                    field.Append('"');
                    at++;
                }
            }
            var end = at < line.Length ? line.IndexOf(separator, at) : -1;
            field.Append(line.AsSpan(at, (end < 0 ? line.Length : end) - at));
            fields.Add(field.ToString().Trim());
            if (end < 0) return fields;
            at = end + 1;
        }
    }

    /// <summary>Lines ended by LF, CR or CRLF, counted, none longer than a record may be.</summary>
    private sealed class LineReader(TextReader text)
    {
        private readonly StringBuilder line = new();
        private readonly char[] buffer = new char[4096];
        private readonly SearchValues<char> ends = SearchValues.Create('\r', '\n');
        private int at;
        private int length;
        private bool skipLineFeed;

        public int Number { get; private set; }

        public string? ReadLine()
        {
            line.Clear();
            var any = false;
            while (Fill())
            {
                if (skipLineFeed)
                {
                    skipLineFeed = false;
                    if (buffer[at] == '\n')
                    {
                        at++;
                        continue;
                    }
                }
                any = true;
                var rest = buffer.AsSpan(at, length - at);
                var end = rest.IndexOfAny(ends);
                var take = end < 0 ? rest.Length : end;
                if (line.Length + take > MaxRecord)
                    throw new BadFileException(BadFileReason.Damaged, $"row {Number + 1} is longer than {MaxRecord} characters");
                line.Append(rest[..take]);
                at += take;
                if (end < 0) continue;
                skipLineFeed = rest[end] == '\r';
                at++;
                break;
            }
            if (!any) return null;
            Number++;
            return line.ToString();
        }

        private bool Fill()
        {
            if (at < length) return true;
            at = 0;
            length = text.Read(buffer, 0, buffer.Length);
            return length > 0;
        }
    }
}
