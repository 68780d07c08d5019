using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Sluice.Host.App;

/// <summary>The published app: what is in its folder, and what browsers are told about it.</summary>
internal sealed partial class AppFolder
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".html"] = "text/html; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".mjs"] = "text/javascript; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".json"] = "application/json",
        [".webmanifest"] = "application/manifest+json",
        [".wasm"] = "application/wasm",
        [".svg"] = "image/svg+xml",
        [".png"] = "image/png",
        [".webp"] = "image/webp",
        [".ico"] = "image/x-icon",
        [".woff2"] = "font/woff2",
        [".pbf"] = "application/x-protobuf",
    };

    private readonly Dictionary<string, AppFile> files = new(StringComparer.Ordinal);

    private AppFolder(AppFile start, string policy) => (Start, Policy) = (start, policy);

    /// <summary>The page that every address of the app begins with.</summary>
    public AppFile Start { get; }

    /// <summary>The Content-Security-Policy of the app.</summary>
    public string Policy { get; }

    /// <summary>Looks the folder through.</summary>
    /// <returns>Null: the app is not built.</returns>
    public static AppFolder? Open(string path)
    {
        var index = System.IO.Path.Combine(path, "index.html");
        if (!File.Exists(index)) return null;
        var folder = new AppFolder(Make(index), PolicyOf(File.ReadAllText(index)));
        foreach (var file in Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories))
            if (System.IO.Path.GetExtension(file) is not (".br" or ".gz"))
                folder.files[System.IO.Path.GetRelativePath(path, file).Replace('\\', '/')] = Make(file);
        return folder;
    }

    /// <summary>The file at an address below the app; null: there is none, and a browser that wants a page gets <see cref="Start"/>.</summary>
    public AppFile? Find(string path) => files.GetValueOrDefault(path);

    private static AppFile Make(string path) =>
        new(path, Types.GetValueOrDefault(System.IO.Path.GetExtension(path), "application/octet-stream"), Fingerprinted().IsMatch(System.IO.Path.GetFileName(path)));

    /// <summary>Scripts come from this server only. The one inline script is the import map the build writes; its hash lets exactly that one in.</summary>
    private static string PolicyOf(string html)
    {
        var hashes = InlineScript().Matches(html).Select(static m => m.Groups["text"].Value).Where(static t => t.Length > 0)
            .Select(static t => $" 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(t)))}'");
        return $"default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{string.Concat(hashes)}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; "
            + "connect-src 'self'; media-src 'self' blob:; worker-src 'self' blob:; manifest-src 'self'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'";
    }

    [GeneratedRegex(@"<script\b(?![^>]*\bsrc=)[^>]*>(?<text>.*?)</script>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex InlineScript();

    [GeneratedRegex(@"\.[a-z0-9]{10}\.[a-z]+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fingerprinted();
}
