using System.Text.Json;

namespace Sluice.WMBus.Drivers;

/// <summary>Reads the members of a driver file; errors name the member.</summary>
internal static class JsonReading
{
    /// <summary>Refuses members that mean nothing: a misspelt one must not be overlooked.</summary>
    /// <param name="where">Where in the file, for the message.</param>
    public static void AllowOnly(this JsonElement json, string where, params ReadOnlySpan<string> names)
    {
        if (json.ValueKind != JsonValueKind.Object) throw new FormatException($"{where}an object is expected, not {json.ValueKind}.");
        foreach (var member in json.EnumerateObject())
        {
            if (!names.Contains(member.Name)) throw new FormatException($"{where}there is no member '{member.Name}'; known are {string.Join(", ", names!)}.");
        }
    }

    public static string RequiredText(this JsonElement json, string name) =>
        json.OptionalText(name) is { Length: > 0 } text ? text : throw new FormatException($"'{name}' is missing or empty.");

    public static string? OptionalText(this JsonElement json, string name) =>
        !json.TryGetProperty(name, out var value) ? null
            : value.ValueKind == JsonValueKind.String ? value.GetString() : throw new FormatException($"'{name}' is not a text.");

    public static int? OptionalNumber(this JsonElement json, string name) =>
        !json.TryGetProperty(name, out var value) ? null
            : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : throw new FormatException($"'{name}' is not a whole number.");

    public static T RequiredEnum<T>(this JsonElement json, string name)
        where T : struct, Enum
    {
        var text = json.RequiredText(name);
        return Enum.TryParse<T>(text, ignoreCase: false, out var value) ? value : throw new FormatException($"'{name}': '{text}' is not one of {string.Join(", ", Enum.GetNames<T>())}.");
    }

    public static IEnumerable<JsonElement> OptionalList(this JsonElement json, string name) =>
        !json.TryGetProperty(name, out var value) ? []
            : value.ValueKind == JsonValueKind.Array ? value.EnumerateArray() : throw new FormatException($"'{name}' is not a list.");
}
