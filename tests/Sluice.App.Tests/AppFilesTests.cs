using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Sluice.App.Tests;

/// <summary>How the published app is served.</summary>
public sealed partial class AppFilesTests(AppServer server)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_of_the_app_is_served_compressed_with_its_type()
    {
        using var http = Browser("br");
        var wrong = new List<string>();
        foreach (var path in Directory.EnumerateFiles(Path.Combine(AppServer.Root, "artifacts", "app"), "*.br", SearchOption.AllDirectories).Select(static f => f[..^3]))
        {
            using var answer = await http.GetAsync($"/app/{Path.GetRelativePath(Path.Combine(AppServer.Root, "artifacts", "app"), path)}", Cancel);
            var type = answer.Content.Headers.ContentType?.MediaType;
            if (!answer.IsSuccessStatusCode || answer.Content.Headers.ContentEncoding.SingleOrDefault() != "br") wrong.Add($"{path}: {(int)answer.StatusCode}");
            if (type != Path.GetExtension(path) switch { ".wasm" => "application/wasm", ".js" => "text/javascript", ".css" => "text/css", ".html" => "text/html", ".svg" => "image/svg+xml", ".webmanifest" => "application/manifest+json", _ => type })
                wrong.Add($"{path}: {type}");
            var isForever = answer.Headers.CacheControl?.ToString().Contains("immutable", StringComparison.Ordinal) == true;
            if (isForever != Fingerprinted().IsMatch(path)) wrong.Add($"{path}: cached {answer.Headers.CacheControl}");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Who_takes_no_compression_gets_the_file_itself_and_an_unchanged_one_is_not_sent_again()
    {
        using var http = Browser("identity");
        using var answer = await http.GetAsync("/app/start.js", Cancel);
        Assert.Empty(answer.Content.Headers.ContentEncoding);
        Assert.Contains("serviceWorker", await answer.Content.ReadAsStringAsync(Cancel));
        http.DefaultRequestHeaders.IfNoneMatch.Add(answer.Headers.ETag!);
        using var again = await http.GetAsync("/app/start.js", Cancel);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task The_app_may_run_its_own_scripts_and_use_its_devices_and_nothing_else()
    {
        using var http = Browser("br");
        http.DefaultRequestHeaders.Add("Accept", "text/html");
        using var answer = await http.GetAsync("/app/meters/KAM.90000001", Cancel);
        var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("'unsafe-inline'", policy.Split(';').Single(static p => p.Contains("script-src", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("bluetooth=(self)", Assert.Single(answer.Headers.GetValues("Permissions-Policy")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_not_the_start_page()
    {
        using var http = Browser("br");
        using var answer = await http.GetAsync("/app/_framework/none.wasm", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Android_learns_which_app_belongs_to_the_server()
    {
        using var http = Browser("identity");
        var target = JsonDocument.Parse(await http.GetStringAsync("/.well-known/assetlinks.json", Cancel)).RootElement[0].GetProperty("target");
        Assert.Equal("org.example.sluice", target.GetProperty("package_name").GetString());
        Assert.Equal(AppServer.Fingerprint, target.GetProperty("sha256_cert_fingerprints")[0].GetString());
    }

    private HttpClient Browser(string encoding)
    {
        var http = new HttpClient { BaseAddress = server.Address };
        http.DefaultRequestHeaders.Add("Accept-Encoding", encoding);
        return http;
    }

    [GeneratedRegex(@"\.[a-z0-9]{10}\.[a-z]+$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Fingerprinted();
}
