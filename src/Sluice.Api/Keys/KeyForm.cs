using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Sluice.Api.Problems;

namespace Sluice.Api.Keys;

/// <summary>A form with a key file and, when it needs one, its password. Read in memory: nothing of it touches the disk.</summary>
internal sealed class KeyForm(MemoryStream file, string fileName, string? password) : IDisposable
{
    /// <summary>The largest form, bytes.</summary>
    public const long MaxBytes = 16 << 20;

    private const int MaxPasswordBytes = 1_024;

    public Stream File => file;

    public string FileName => fileName;

    public string? Password => password;

    /// <summary>Reads the form.</summary>
    /// <returns>The form, or the problem to answer with: code <c>NoForm</c>, <c>NoFile</c>, <c>BadForm</c> or <c>BodyTooLarge</c>.</returns>
    public static async ValueTask<(KeyForm? Form, IResult? Problem)> ReadAsync(HttpContext http)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = MaxBytes;
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).ToString() is not { Length: > 0 and <= 200 } boundary)
            return (null, Problem.Of(StatusCodes.Status415UnsupportedMediaType, "NoForm", "A form is expected.", "Send multipart/form-data with the field 'file' and, for an encrypted file, 'password': curl -F file=@keys.kem -F password=…"));
        var file = new MemoryStream();
        try
        {
            string? name = null, password = null;
            var reader = new MultipartReader(boundary, http.Request.Body) { HeadersCountLimit = 16, HeadersLengthLimit = 4_096 };
            while (await reader.ReadNextSectionAsync(http.RequestAborted) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)) continue;
                var field = HeaderUtilities.RemoveQuotes(disposition.Name).ToString();
                if (field == "file" && name is null)
                {
                    name = disposition.FileName.HasValue ? HeaderUtilities.RemoveQuotes(disposition.FileName).ToString() : "file";
                    await section.Body.CopyToAsync(file, http.RequestAborted);
                }
                else if (field == "password")
                {
                    password = await PasswordAsync(section.Body, http.RequestAborted);
                    if (password is null) return (null, Bad("BadForm", $"The password has more than {MaxPasswordBytes} bytes."));
                }
            }
            if (name is null) return (null, Bad("NoFile", "The form has no field 'file'."));
            file.Position = 0;
            var form = new KeyForm(file, name, password is { Length: > 0 } ? password : null);
            file = null;
            return (form, null);
        }
        catch (Exception e) when (e is InvalidDataException or IOException and not BadHttpRequestException && !http.RequestAborted.IsCancellationRequested)
        {
            return (null, Bad("BadForm", "The form is cut short or not well formed."));
        }
        catch (BadHttpRequestException e) when (e.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return (null, Problem.Of(e.StatusCode, "BodyTooLarge", "The body is too large.", $"A key file has at most {MaxBytes} bytes here."));
        }
        finally
        {
            if (file is not null) await file.DisposeAsync();
        }
    }

    public void Dispose() => file.Dispose();

    private static async ValueTask<string?> PasswordAsync(Stream body, CancellationToken ct)
    {
        var bytes = new byte[MaxPasswordBytes + 1];
        var length = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, ct);
        return length > MaxPasswordBytes ? null : Encoding.UTF8.GetString(bytes, 0, length);
    }

    private static IResult Bad(string code, string detail) => Problem.Of(StatusCodes.Status400BadRequest, code, "The form cannot be used.", detail);
}
