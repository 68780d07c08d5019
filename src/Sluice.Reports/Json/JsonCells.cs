using System.Text.Json;
using Sluice.Reports.Cells;

namespace Sluice.Reports.Json;

/// <summary>Writes cells as members of a JSON object; empty text is null, numbers keep their digits.</summary>
internal sealed class JsonCells(Utf8JsonWriter json, TimeZoneInfo zone, IReadOnlyList<string> names) : ICellSink
{
    private readonly JsonEncodedText[] members = [.. names.Select(n => JsonEncodedText.Encode(n))];
    private int column;

    public void StartRow()
    {
        column = 0;
        json.WriteStartObject();
    }

    public void EndRow() => json.WriteEndObject();

    public void Text(string? value)
    {
        if (string.IsNullOrEmpty(value)) Null();
        else json.WriteString(members[column++], value);
    }

    public void Number(decimal? value)
    {
        if (value is { } number) json.WriteNumber(members[column++], number);
        else Null();
    }

    public void Integer(long? value)
    {
        if (value is { } number) json.WriteNumber(members[column++], number);
        else Null();
    }

    public void Instant(DateTimeOffset? value)
    {
        if (value is { } at) json.WriteString(members[column++], TimeZoneInfo.ConvertTime(at, zone));
        else Null();
    }

    public void Date(DateOnly? value)
    {
        if (value is { } day) json.WriteString(members[column++], day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        else Null();
    }

    public void Flag(bool value) => json.WriteBoolean(members[column++], value);

    private void Null() => json.WriteNull(members[column++]);
}
