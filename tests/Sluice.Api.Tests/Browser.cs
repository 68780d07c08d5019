using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Sluice.Host.Identity;

namespace Sluice.Api.Tests;

/// <summary>A browser as far as logging in needs one: keeps cookies, follows redirects, fills the one form of a page.</summary>
internal sealed partial class Browser : IDisposable
{
    private const string RedirectUri = "http://127.0.0.1:1/";   // nobody listens there: the code is read from the address

    private readonly HttpClient http;
    private readonly string verifier = RandomNumberGenerator.GetHexString(64, lowercase: true);

    public Browser(Uri server) => http = new(new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new() }) { BaseAddress = server };

    /// <summary>The address of the page that is open.</summary>
    public Uri Address { get; private set; } = new("about:blank");

    /// <summary>The page that is open.</summary>
    public string Html { get; private set; } = "";

    public HttpStatusCode Status { get; private set; }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async Task OpenAsync(string address) => await FollowAsync(new(HttpMethod.Get, address));

    /// <summary>Starts to log in as our page does.</summary>
    public Task LogInAsync(string? device = null) => OpenAsync(
        $"/connect/authorize?client_id={PeopleOptions.WebClient}&response_type=code&scope=openid%20profile%20email%20offline_access&state=s&redirect_uri={Uri.EscapeDataString(RedirectUri)}"
        + $"&code_challenge={Base64Url(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)))}&code_challenge_method=S256{(device is null ? "" : $"&device={Uri.EscapeDataString(device)}")}");

    /// <summary>Sends the form of the page with these fields, and its hidden ones.</summary>
    public async Task SubmitAsync(params (string Name, string Value)[] fields)
    {
        var form = Form().Match(Html);
        Assert.True(form.Success, $"{Address} has no form: {Html}");
        var values = Hidden().Matches(form.Value).ToDictionary(static m => m.Groups["name"].Value, static m => WebUtility.HtmlDecode(m.Groups["value"].Value));
        foreach (var (name, value) in fields) values[name] = value;
        using var content = new FormUrlEncodedContent(values);
        await FollowAsync(new(HttpMethod.Post, WebUtility.HtmlDecode(form.Groups["action"].Value)) { Content = content });
    }

    /// <summary>True when the log-in came back to the page with a code.</summary>
    public bool HasCode => Address.Port == 1 && Address.Query.Contains("code=", StringComparison.Ordinal);

    /// <summary>Trades the code for tokens.</summary>
    public async Task<JsonElement> TokensAsync() => await PostTokenAsync(
        ("grant_type", "authorization_code"), ("code", System.Web.HttpUtility.ParseQueryString(Address.Query)["code"] ?? $"no code: {Address} {Html}"), ("redirect_uri", RedirectUri), ("code_verifier", verifier));

    /// <summary>Fetches new tokens.</summary>
    public Task<JsonElement> RefreshAsync(string refreshToken) => PostTokenAsync(("grant_type", "refresh_token"), ("refresh_token", refreshToken));

    /// <summary>The key of the authenticator app on the page.</summary>
    public string AppSecret => Key().Match(Html).Groups["key"].Value.Replace(" ", "", StringComparison.Ordinal);

    /// <summary>The recovery codes on the page.</summary>
    public IReadOnlyList<string> RecoveryCodes => [.. Recovery().Matches(Html).Select(static m => WebUtility.HtmlDecode(m.Groups["code"].Value))];

    /// <summary>The page without what differs from one time to the next.</summary>
    public string Plain(string without) => Long().Replace(Html.Replace(without, "", StringComparison.Ordinal), "");

    public void Dispose() => http.Dispose();

    private async Task<JsonElement> PostTokenAsync(params (string, string)[] fields)
    {
        using var content = new FormUrlEncodedContent(fields.Append(("client_id", PeopleOptions.WebClient)).Select(static f => KeyValuePair.Create(f.Item1, f.Item2)));
        using var answer = await http.PostAsync("/connect/token", content, Cancel);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement;
    }

    private async Task FollowAsync(HttpRequestMessage request)
    {
        for (var i = 0; i < 10; i++)
        {
            var address = new Uri(http.BaseAddress!, request.RequestUri!);
            if (address.Port == 1)
            {
                Address = address;
                return;
            }
            using var answer = await http.SendAsync(request, Cancel);
            (Address, Status, Html) = (address, answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel));
            request.Dispose();
            if ((int)answer.StatusCode is not (301 or 302 or 303)) return;
            request = new(HttpMethod.Get, new Uri(address, answer.Headers.Location!));
        }
        Assert.Fail("Redirects without end.");
    }

    private static string Base64Url(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    [GeneratedRegex("class=\"key\">(?<key>[A-Z2-7 ]+)<", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Key();

    [GeneratedRegex("<li><code>(?<code>[^<]+)</code>", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Recovery();

    [GeneratedRegex("value=\"[^\"]{50,}\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Long();

    [GeneratedRegex("<form method=\"post\" action=\"(?<action>[^\"]*)\".*?</form>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Form();

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]*)\"[^>]* value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hidden();
}
