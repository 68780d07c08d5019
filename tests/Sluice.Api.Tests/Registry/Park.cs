using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Sluice.Metering.Identity;

namespace Sluice.Api.Tests.Registry;

/// <summary>Two societies on one server, and people of each.</summary>
internal static class Park
{
    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Makes a society, when it is not there.</summary>
    public static async Task<string> MakeSocietyAsync(this ApiServer server, string id)
    {
        using var http = server.Client();
        using var answer = await http.PostAsync("/api/societies", Json($$"""{"id":"{{id}}","name":"Society {{id}}"}"""), Cancel);
        Assert.True(answer.IsSuccessStatusCode || (int)answer.StatusCode == 409, await answer.Content.ReadAsStringAsync(Cancel));
        return $"/api/societies/{id}";
    }

    public static HttpClient Admin(this ApiServer server, string society) => server.Client(Role.SocietyAdmin, society);

    public static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");

    public static async Task<JsonNode> ReadAsync(this HttpResponseMessage answer) => (await answer.Content.ReadFromJsonAsync<JsonNode>(Cancel))!;

    /// <summary>Sends a body with <c>If-Match</c>, when given.</summary>
    public static async Task<HttpResponseMessage> SendAsync(this HttpClient http, string method, string path, string? body = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(new(method), path);
        if (body is not null) request.Content = Json(body);
        if (ifMatch is not null) request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return await http.SendAsync(request, Cancel);
    }

    /// <summary>Checks status and code of a problem.</summary>
    public static async Task IsProblemAsync(this HttpResponseMessage answer, int status, string code)
    {
        var body = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(status == (int)answer.StatusCode, $"{(int)answer.StatusCode} {body}");
        Assert.Equal(code, (string?)JsonNode.Parse(body)!["code"]);
    }

    public static string Meter(string serial, string flat = "101", string place = "kitchen", string tower = "A", string more = "") =>
        $$"""{"serialNumber":"{{serial}}","towerName":"{{tower}}","flatNumber":"{{flat}}","place":"{{place}}"{{more}}}""";
}
