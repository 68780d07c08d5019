using System.Buffers;
using Sluice.Reports.Cells;

namespace Sluice.Reports.Csv;

/// <summary>Writes cells as CSV.</summary>
internal sealed class CsvCells(Utf8Output output, byte delimiter, TimeZoneInfo zone) : ICellSink
{
    private static readonly SearchValues<char> Quoted = SearchValues.Create(",;|\t\"\r\n");
    private bool first;

    public void StartRow() => first = true;

    public void EndRow() => output.Raw("\r\n"u8);

    /// <summary>Text. What a spreadsheet would take for a formula gets an apostrophe in front, as OWASP advises.</summary>
    public void Text(string? value)
    {
        Separate();
        if (string.IsNullOrEmpty(value)) return;
        var dangerous = IsDangerous(value[0]);
        if (!dangerous && !value.AsSpan().ContainsAny(Quoted))
        {
            output.Chars(value);
            return;
        }
        output.Byte((byte)'"');
        if (dangerous) output.Byte((byte)'\'');
        var rest = value.AsSpan();
        for (int quote; (quote = rest.IndexOf('"')) >= 0; rest = rest[(quote + 1)..])
        {
            output.Chars(rest[..quote]);
            output.Raw("\"\""u8);
        }
        output.Chars(rest);
        output.Byte((byte)'"');
    }

    public void Number(decimal? value)
    {
        Separate();
        if (value is { } number) output.Format(number);
    }

    public void Integer(long? value)
    {
        Separate();
        if (value is { } number) output.Format(number);
    }

    public void Instant(DateTimeOffset? value)
    {
        Separate();
        if (value is { } at) IsoTime.Write(output, TimeZoneInfo.ConvertTime(at, zone));
    }

    public void Date(DateOnly? value)
    {
        Separate();
        if (value is { } day) IsoTime.Write(output, day);
    }

    public void Flag(bool value)
    {
        Separate();
        output.Raw(value ? "true"u8 : "false"u8);
    }

    /// <summary>The characters that start a formula, in their wide forms too, and those that hide them.</summary>
    private static bool IsDangerous(char c) => c is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠';

    private void Separate()
    {
        if (!first) output.Byte(delimiter);
        first = false;
    }
}
