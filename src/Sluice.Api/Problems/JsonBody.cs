using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Sluice.Api.Problems;

/// <summary>Reads small JSON bodies, with a problem that says where when there is none.</summary>
public static class JsonBody
{
    /// <summary>The largest body read here, bytes; lists of thousands have endpoints that read as they go.</summary>
    public const long MaxBytes = 256 << 10;

    /// <summary>Reads the body.</summary>
    /// <returns>The value, or the problem to answer with: code <c>BadJson</c> or <c>BodyTooLarge</c>.</returns>
    public static async ValueTask<(T? Value, IResult? Problem)> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type) where T : class
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = MaxBytes;
        try
        {
            var value = await JsonSerializer.DeserializeAsync(http.Request.Body, type, http.RequestAborted);
            return value is null ? (null, Bad("It is null.")) : (value, null);
        }
        catch (JsonException e)
        {
            return (null, Bad(http.Request.ContentLength is null or 0 && e.BytePositionInLine is null or 0 && e.LineNumber is null or 0
                ? "A JSON object is expected as the body."
                : $"It is no JSON of the expected shape at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}{(e.Path is { Length: > 1 } path ? $", at {path}" : "")}."));
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, Problem.Of(e.StatusCode, "BodyTooLarge", "The body is too large.", $"A body here has at most {MaxBytes} bytes."));
        }
    }

    private static IResult Bad(string detail) => Problem.Of(StatusCodes.Status400BadRequest, "BadJson", "The body cannot be read.", detail);
}
