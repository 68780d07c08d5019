using System.Buffers;
using System.Text;

namespace Sluice.Imports.Keys;

/// <summary>Writes keys as CSV: commas, CRLF, UTF-8, a header.</summary>
internal static class CsvKeyWriter
{
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(",;\t\"\r\n#");

    public static readonly string[] Header = ["serial", "manufacturer", "name", "model", "type number", "config number", "key"];

    public static string[] Cells(KeyEntry entry) =>
    [
        KeyFileWriter.SerialOf(entry),
        entry.Key.Manufacturer is { } maker ? maker.ToString() : "",
        entry.Key.Name,
        entry.Model,
        entry.TypeNumber,
        entry.ConfigNumber,
        Convert.ToHexString(entry.Key.Bytes),
    ];

    public static void Write(Stream stream, IEnumerable<KeyEntry> keys)
    {
        using var text = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\r\n" };
        text.WriteLine(string.Join(',', Header));
        foreach (var entry in keys) text.WriteLine(string.Join(',', Cells(entry).Select(Quote)));
    }

    private static string Quote(string cell) =>
        !cell.AsSpan().ContainsAny(NeedQuotes) && cell.AsSpan().Trim().Length == cell.Length ? cell : $"\"{cell.Replace("\"", "\"\"")}\"";
}
