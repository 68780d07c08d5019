using System.Net;
using Microsoft.IdentityModel.JsonWebTokens;
using Sluice.Host.Identity.People;
using Sluice.Metering.Identity;

namespace Sluice.Api.Tests;

/// <summary>People log in to a real server: link, password, second factor, tokens.</summary>
public sealed class LoginTests(ApiServer server) : IClassFixture<ApiServer>
{
    private const string Password = "four unrelated words";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_is_invited_chooses_a_password_sets_up_a_second_factor_and_gets_tokens()
    {
        var person = await PersonAsync(Role.SocietyAdmin);
        using var browser = new Browser(server.Address);
        await browser.OpenAsync(person.Link);
        await browser.SubmitAsync(("password", Password));
        Assert.Equal("/account/mfa-setup", browser.Address.AbsolutePath);
        Assert.DoesNotContain("Not now", browser.Html);
        var code = Code(browser.AppSecret);
        await browser.SubmitAsync(("code", code));
        Assert.Contains("recovery codes", browser.Html);
        Assert.Equal(10, browser.RecoveryCodes.Distinct().Count());

        await browser.LogInAsync(device: "office PC");
        Assert.True(browser.HasCode, $"{browser.Address} {browser.Html}");
        var tokens = await browser.TokensAsync();
        var token = new JsonWebToken(tokens.GetProperty("access_token").GetString());
        Assert.Equal((person.Subject, "access", "sluice-api", "sluice-web"),
            (token.Subject, token.GetClaim("token_use").Value, Assert.Single(token.Audiences), token.GetClaim("client_id").Value));
        Assert.Contains("""
            "cognito:groups":["SocietyAdmin"]
            """.Trim(), System.Text.Encoding.UTF8.GetString(Microsoft.IdentityModel.Tokens.Base64UrlEncoder.DecodeBytes(token.EncodedPayload)));
        Assert.InRange(token.ValidTo - token.IssuedAt, TimeSpan.FromMinutes(14), TimeSpan.FromMinutes(16));
        using var api = Bearer(token.EncodedToken);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(api, "/api/societies/green-park/people"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(api, "/api/societies/blue-hill/people"));
        Assert.Contains("office PC", await api.GetStringAsync("/api/me/devices", Cancel));

        // Another browser needs both factors, and a code is good once.
        using var other = new Browser(server.Address);
        await other.LogInAsync();
        await other.SubmitAsync(("mail", person.Mail), ("password", Password));
        Assert.Equal("/account/mfa", other.Address.AbsolutePath);
        await other.SubmitAsync(("code", code));
        Assert.Equal(HttpStatusCode.Unauthorized, other.Status);
    }

    [Fact]
    public async Task A_recovery_code_lets_in_once()
    {
        var person = await PersonAsync(Role.SocietyAdmin);
        using var browser = new Browser(server.Address);
        await browser.OpenAsync(person.Link);
        await browser.SubmitAsync(("password", Password));
        await browser.SubmitAsync(("code", Code(browser.AppSecret)));
        var recovery = browser.RecoveryCodes[0];
        foreach (var expected in new[] { true, false })
        {
            using var other = new Browser(server.Address);
            await other.LogInAsync();
            await other.SubmitAsync(("mail", person.Mail), ("password", Password));
            await other.SubmitAsync(("code", recovery));
            Assert.Equal(expected, other.HasCode);
        }
    }

    [Fact]
    public async Task A_technician_is_offered_a_second_factor_and_may_go_without()
    {
        var (browser, _, _) = await ScannerAsync();
        using (browser) Assert.True(browser.HasCode);
    }

    [Fact]
    public async Task Who_logs_out_of_the_page_is_asked_for_the_password_again_and_comes_back_to_the_page_only()
    {
        var (browser, person, _) = await ScannerAsync();
        using (browser)
        {
            await browser.OpenAsync($"/connect/logout?client_id=sluice-web&post_logout_redirect_uri={Uri.EscapeDataString("http://127.0.0.1:1/")}");
            Assert.Equal("http://127.0.0.1:1/", browser.Address.AbsoluteUri);
            await browser.LogInAsync();
            Assert.Equal((false, "/account/login"), (browser.HasCode, browser.Address.AbsolutePath));
            await browser.SubmitAsync(("mail", person.Mail), ("password", Password));
            Assert.True(browser.HasCode, $"{browser.Address} {browser.Html}");
            await browser.OpenAsync($"/connect/logout?client_id=sluice-web&post_logout_redirect_uri={Uri.EscapeDataString("https://elsewhere.example.org/")}");
            Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        }
    }

    [Fact]
    public async Task Unknown_wrong_and_locked_look_the_same()
    {
        var (first, person, _) = await ScannerAsync();
        first.Dispose();
        var pages = new List<string>();
        foreach (var (mail, password) in Enumerable.Repeat((person.Mail, "wrong wrong wrong"), 6).Append((person.Mail, Password)).Append(("nobody@example.org", Password)))
        {
            using var browser = new Browser(server.Address);
            await browser.OpenAsync("/account/login");
            await browser.SubmitAsync(("mail", mail), ("password", password));
            Assert.Equal(HttpStatusCode.Unauthorized, browser.Status);   // also with the right password: the account waits
            pages.Add(browser.Plain(without: mail));
        }
        Assert.Single(pages.Distinct());
    }

    [Fact]
    public async Task A_refresh_token_used_twice_ends_the_log_in()
    {
        var (browser, _, tokens) = await ScannerAsync();
        using (browser)
        {
            var first = tokens.GetProperty("refresh_token").GetString()!;
            var second = (await browser.RefreshAsync(first)).GetProperty("refresh_token").GetString()!;
            Assert.NotEqual(first, second);
            Assert.Equal("invalid_grant", (await browser.RefreshAsync(first)).GetProperty("error").GetString());
            Assert.Equal("invalid_grant", (await browser.RefreshAsync(second)).GetProperty("error").GetString());
        }
    }

    [Fact]
    public async Task Who_is_disabled_is_out_at_once()
    {
        var (browser, person, tokens) = await ScannerAsync();
        using (browser)
        using (var api = Bearer(tokens.GetProperty("access_token").GetString()!))
        using (var admin = server.Client())
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(api, "/api/me"));
            using var answer = await admin.PatchAsync($"/api/people/{person.Subject}", new StringContent("""{"disabled":true}"""), Cancel);
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(api, "/api/me"));
            Assert.Equal("invalid_grant", (await browser.RefreshAsync(tokens.GetProperty("refresh_token").GetString()!)).GetProperty("error").GetString());
            await browser.LogInAsync();
            Assert.False(browser.HasCode);
        }
    }

    [Fact]
    public async Task A_revoked_device_is_out_at_once_and_others_stay()
    {
        var (browser, person, tokens) = await ScannerAsync();
        using (browser)
        using (var phone = Bearer(tokens.GetProperty("access_token").GetString()!))
        {
            await browser.LogInAsync(device: "tablet");
            using var tablet = Bearer((await browser.TokensAsync()).GetProperty("access_token").GetString()!);
            var devices = System.Text.Json.JsonSerializer.Deserialize(await tablet.GetStringAsync("/api/me/devices", Cancel), Contracts.WireJson.Default.DevicesDto)!.Items;
            Assert.Equal(["phone", "tablet"], devices.Select(static d => d.Name).Order());
            var lost = devices.Single(static d => d.Name == "phone");
            using (var stranger = server.Client()) Assert.Equal(HttpStatusCode.NotFound, (await stranger.DeleteAsync($"/api/me/devices/{lost.Id}", Cancel)).StatusCode);
            Assert.Equal(HttpStatusCode.NoContent, (await tablet.DeleteAsync($"/api/me/devices/{lost.Id}", Cancel)).StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(phone, "/api/me"));
            Assert.Equal("invalid_grant", (await browser.RefreshAsync(tokens.GetProperty("refresh_token").GetString()!)).GetProperty("error").GetString());
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(tablet, "/api/me"));
        }
    }

    [Fact]
    public async Task A_link_is_good_once()
    {
        var (browser, person, _) = await ScannerAsync();
        using (browser)
        {
            await browser.OpenAsync(person.Link);
            Assert.Equal(HttpStatusCode.Gone, browser.Status);
        }
    }

    [Fact]
    public async Task Short_passwords_and_foreign_forms_are_refused()
    {
        var person = await PersonAsync(Role.Scanner);
        using var browser = new Browser(server.Address);
        await browser.OpenAsync(person.Link);
        await browser.SubmitAsync(("password", "short"));
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
        await browser.SubmitAsync(("password", Password), ("__RequestVerificationToken", "forged"));
        Assert.Equal(HttpStatusCode.BadRequest, browser.Status);
    }

    [Fact]
    public async Task The_discovery_document_names_keys_that_verify_the_tokens()
    {
        using var http = server.Anonymous();
        var document = System.Text.Json.JsonDocument.Parse(await http.GetStringAsync("/.well-known/openid-configuration", Cancel)).RootElement;
        var keys = new Microsoft.IdentityModel.Tokens.JsonWebKeySet(await http.GetStringAsync(document.GetProperty("jwks_uri").GetString(), Cancel));
        var result = await new JsonWebTokenHandler().ValidateTokenAsync(
            server.Client().DefaultRequestHeaders.Authorization!.Parameter,
            new() { IssuerSigningKeys = keys.GetSigningKeys(), ValidAudience = "sluice-api", ValidIssuer = Host.Identity.LocalToken.Issuer });
        Assert.True(result.IsValid, result.Exception?.Message);
    }

    private static string Code(string secret) => Totp.Code(secret, TimeProvider.System.GetUtcNow());

    private async Task<(string Subject, string Mail, string Link)> PersonAsync(Role role)
    {
        using var admin = server.Client();
        var mail = $"p{Guid.NewGuid():N}@example.org";
        using var answer = await admin.PostAsync("/api/societies/green-park/people", new StringContent($$"""{"mail":"{{mail}}","name":"Anna","role":"{{role}}"}"""), Cancel);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        var made = System.Text.Json.JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(Cancel), Contracts.WireJson.Default.InvitationDto)!;
        return (made.Person.Subject, mail, made.Link!);
    }

    private async Task<(Browser Browser, (string Subject, string Mail, string Link) Person, System.Text.Json.JsonElement Tokens)> ScannerAsync()
    {
        var person = await PersonAsync(Role.Scanner);
        var browser = new Browser(server.Address);
        await browser.OpenAsync(person.Link);
        await browser.SubmitAsync(("password", Password));
        Assert.Contains("Not now", browser.Html);
        await browser.SubmitAsync(("later", "1"));
        await browser.LogInAsync(device: "phone");
        Assert.True(browser.HasCode, $"{browser.Address} {browser.Html}");
        return (browser, person, await browser.TokensAsync());
    }

    private HttpClient Bearer(string token)
    {
        var http = server.Anonymous();
        http.DefaultRequestHeaders.Authorization = new("Bearer", token);
        return http;
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string path)
    {
        using var answer = await http.GetAsync(path, Cancel);
        return answer.StatusCode;
    }
}
