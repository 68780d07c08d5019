using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Sluice.Api.Problems;
using Sluice.Metering.Files;

namespace Sluice.Api.Imports;

/// <summary>A file in a body: the body itself, or the one file of a form. It goes to the file store as it comes in, never whole into memory.</summary>
internal static class Upload
{
    /// <summary>Bytes of one file.</summary>
    public const long MaxBytes = 128 << 20;

    /// <summary>Bytes of everything one user has handed up and that is still kept.</summary>
    public const long MaxBytesOfUser = 2L << 30;

    /// <returns>The file's name as it was sent; or why there is no file.</returns>
    public static async ValueTask<(string? Name, IResult? Refusal)> SaveAsync(HttpContext http, IFileStore files, FileName target, string user, CancellationToken ct)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size) size.MaxRequestBodySize = MaxBytes + (64 << 10);
        if (http.Request.ContentLength > MaxBytes + (64 << 10)) return (null, TooLarge());
        if (await files.BytesAsync(FileName.UploadsOf(user), ct) > MaxBytesOfUser)
            return (null, Problem.Of(StatusCodes.Status507InsufficientStorage, "UploadsFull", "Too many files are kept for you.", $"Your uploads have {MaxBytesOfUser >> 20} MiB; they go 30 days after their jobs."));
        if (!MediaTypeHeaderValue.TryParse(http.Request.ContentType, out var type) || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return await KeepAsync(http.Request.Body, "the file", files, target, ct);
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).ToString();
        if (boundary.Length is 0 or > 100) return (null, NoFile());
        var reader = new MultipartReader(boundary, http.Request.Body) { HeadersCountLimit = 16, HeadersLengthLimit = 8 << 10 };
        try
        {
            while (await reader.ReadNextSectionAsync(ct) is { } section)
                if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var what) && what.IsFileDisposition())
                    return await KeepAsync(section.Body, HeaderUtilities.RemoveQuotes(what.FileName).ToString(), files, target, ct);
        }
        catch (InvalidDataException)
        {
            return (null, NoFile());
        }
        catch (IOException e) when (e is not Metering.Storage.StorageException && !ct.IsCancellationRequested)
        {
            return (null, NoFile());   // the form ends too early
        }
        return (null, NoFile());
    }

    private static async ValueTask<(string?, IResult?)> KeepAsync(Stream content, string name, IFileStore files, FileName target, CancellationToken ct)
    {
        if (await files.PutAsync(target, content, MaxBytes, ct) is not { } kept) return (null, TooLarge());
        if (kept.Bytes > 0) return (name.Length <= 200 ? name : name[..200], null);
        await files.DeleteAsync(target, ct);
        return (null, NoFile());
    }

    private static IResult NoFile() => Problem.Of(StatusCodes.Status400BadRequest, "NoFile", "The body holds no file.", "Send the file as the body, or as the one file of a multipart/form-data form.");

    private static IResult TooLarge() => Problem.Of(StatusCodes.Status413PayloadTooLarge, "BodyTooLarge", "The file is too large.", $"A file has at most {MaxBytes >> 20} MiB; split it.");
}
