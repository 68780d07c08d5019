using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Sluice.Host.App;

/// <summary>One file of the published app, with its compressed forms.</summary>
/// <param name="path">The file.</param>
/// <param name="type">Its media type.</param>
/// <param name="isForever">True: its name changes with its content.</param>
internal sealed class AppFile(string path, string type, bool isForever)
{
    private readonly string? brotli = File.Exists(path + ".br") ? path + ".br" : null;
    private readonly string? gzip = File.Exists(path + ".gz") ? path + ".gz" : null;
    private readonly string tag = $"{new FileInfo(path).Length:x}-{File.GetLastWriteTimeUtc(path).Ticks:x}";   // reading all files at each start would cost 20 MB

    /// <summary>Where it is.</summary>
    public string Path => path;

    /// <summary>Answers with it, as small as the browser takes it.</summary>
    public IResult Send(HttpContext http)
    {
        var headers = http.Response.Headers;
        headers.CacheControl = isForever ? "public, max-age=31536000, immutable" : "no-cache";
        headers.Vary = HeaderNames.AcceptEncoding;
        var (file, encoding) = brotli is not null && Takes(http, "br") ? (brotli, "br") : gzip is not null && Takes(http, "gzip") ? (gzip, "gzip") : (path, null);
        if (encoding is not null) headers.ContentEncoding = encoding;
        return Results.File(file, type, entityTag: new($"\"{tag}{encoding}\""));   // each form its own tag, as RFC 9110, 8.8.3.3 asks
    }

    private static bool Takes(HttpContext http, string encoding) =>
        http.Request.GetTypedHeaders().AcceptEncoding.Any(a => a.Value == encoding && a.Quality is not 0);
}
