using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sluice.Contracts;

namespace Sluice.Api.Problems;

/// <summary>JSON that cannot be read, told by the place in it. Values are never repeated: they may be secrets.</summary>
internal static class JsonProblem
{
    public static IResult From(JsonException e)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1}");
        var pointer = Pointer(e.Path);
        const string missing = "was missing required properties including: ";
        var at = e.Message.IndexOf(missing, StringComparison.Ordinal);
        var detail = at >= 0 ? $"Fields are missing: {Names(e.Message[(at + missing.Length)..])}."
            : e.InnerException is null or FormatException or InvalidOperationException && e.Message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal)
                ? $"The value at '{pointer}' ({place}) is of the wrong type, or not one of those allowed."
                : $"It is no JSON from {place} on, within '{pointer}'.";
        return Results.Json(
            new ProblemDto { Title = "The JSON cannot be used.", Status = StatusCodes.Status400BadRequest, Detail = detail, Code = "BadJson", Pointer = pointer },
            WireJson.Default.ProblemDto, "application/problem+json", StatusCodes.Status400BadRequest);
    }

    /// <summary>The parser's <c>$.meters[2].lat</c> as RFC 6901 has it: <c>/meters/2/lat</c>; empty for the whole body.</summary>
    public static string Pointer(string? path)
    {
        var pointer = new StringBuilder();
        for (var i = path?.StartsWith('$') == true ? 1 : 0; i < path?.Length;)
        {
            var quoted = path.AsSpan(i).StartsWith("['", StringComparison.Ordinal);
            var start = i + (quoted ? 2 : 1);
            var end = quoted ? path.IndexOf("']", start, StringComparison.Ordinal) : path.IndexOfAny(['.', '[', ']'], start);
            if (end < 0) end = path.Length;
            pointer.Append('/').Append(path[start..end].Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
            i = quoted ? end + 2 : end + (end < path.Length && path[end] == ']' ? 1 : 0);
        }
        return pointer.ToString();
    }

    /// <summary>The names between quotes; the type's name stays out.</summary>
    private static string Names(string quoted) => string.Join(", ", quoted.Split('\'').Where(static (_, i) => i % 2 == 1));
}
