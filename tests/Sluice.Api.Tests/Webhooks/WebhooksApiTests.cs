using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Sluice.Contracts;
using Sluice.Contracts.Webhooks;
using Sluice.Host;
using Sluice.Metering.Identity;
using StandardWebhooks.Diagnostics;

namespace Sluice.Api.Tests.Webhooks;

/// <summary>A server that may send to this machine, and gives up after a second.</summary>
public sealed class WebhookServer : ApiServer
{
    protected override ServerOptions Set(ServerOptions options) => options with
    {
        Webhooks = new() { AllowHttp = true, Networks = [IPNetwork.Parse("127.0.0.1/32")], Timeout = TimeSpan.FromSeconds(1) },
    };
}

public sealed class WebhooksApiTests(WebhookServer server) : IClassFixture<WebhookServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private async Task<(HttpClient Http, string Path, WebhookDto Made)> MakeAsync(string url, string types = "\"session.completed\"")
    {
        var society = $"hooks-{Guid.NewGuid():N}"[..30];
        using var super = server.Client();
        using var added = await super.PostAsync("/api/societies", Json($$"""{"id":"{{society}}","name":"Hooks"}"""), Cancel);
        Assert.True(added.IsSuccessStatusCode, await added.Content.ReadAsStringAsync(Cancel));
        var http = server.Client(Role.SocietyAdmin, society);
        var path = $"/api/societies/{society}/webhooks";
        using var answer = await http.PostAsync(path, Json($$"""{"url":"{{url}}","eventTypes":[{{types}}],"description":"billing"}"""), Cancel);
        Assert.True(answer.StatusCode == HttpStatusCode.Created, await answer.Content.ReadAsStringAsync(Cancel));
        return (http, path, (await answer.Content.ReadFromJsonAsync(WireJson.Default.WebhookDto, Cancel))!);
    }

    private static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");

    private static async Task<WebhookDeliveryDto> LastAsync(HttpClient http, string path, Func<WebhookDeliveryDto, bool> until)
    {
        for (var i = 0; ; i++)
        {
            var page = (await http.GetFromJsonAsync(path + "/deliveries", WireJson.Default.WebhookDeliveriesPage, Cancel))!;
            if (page.Items is [var last, ..] && until(last)) return (await http.GetFromJsonAsync($"{path}/deliveries/{last.Id}", WireJson.Default.WebhookDeliveryDto, Cancel))!;
            Assert.True(i < 500, JsonSerializer.Serialize(page, WireJson.Default.WebhookDeliveriesPage));
            await Task.Delay(20, Cancel);
        }
    }

    [Fact]
    public async Task A_message_arrives_signed_so_that_another_implementation_accepts_it()
    {
        await using var receiver = await Receiver.StartAsync();
        var (http, path, made) = await MakeAsync(receiver.Address.ToString());
        Assert.StartsWith("whsec_", made.Secret, StringComparison.Ordinal);
        using var tested = await http.PostAsync($"{path}/{made.Id}/test", null, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, tested.StatusCode);
        var received = (await receiver.WaitAsync(1))[0];
        received.Verify(made.Secret!);
        Assert.Throws<WebhookVerificationException>(() => (received with { Body = received.Body + " " }).Verify(made.Secret!));
        Assert.Throws<WebhookVerificationException>(() => received.Verify("whsec_" + Convert.ToBase64String(new byte[32])));
        Assert.Equal("application/json; charset=utf-8", received.Headers.ContentType);
        using var body = JsonDocument.Parse(received.Body);
        Assert.Equal(["type", "timestamp", "data"], body.RootElement.EnumerateObject().Select(static p => p.Name));
        Assert.Equal("webhook.test", body.RootElement.GetProperty("type").GetString());

        var delivery = await LastAsync(http, $"{path}/{made.Id}", static d => d.State == "DELIVERED");
        Assert.Equal((received.Id, received.Body, 1), (delivery.MessageId, delivery.Body, delivery.History!.Count));
        Assert.Equal((204, (string?)null), (delivery.LastAttempt!.Status, delivery.LastAttempt.Failure));
    }

    [Fact]
    public async Task The_secret_is_told_once_and_a_replaced_one_signs_beside_the_new_one()
    {
        await using var receiver = await Receiver.StartAsync();
        var (http, path, made) = await MakeAsync(receiver.Address.ToString());
        foreach (var address in (string[])[path, $"{path}/{made.Id}"])
            Assert.DoesNotContain("whsec_", await http.GetStringAsync(address, Cancel), StringComparison.Ordinal);
        using var rotated = await http.PostAsync($"{path}/{made.Id}/rotate-secret", null, Cancel);
        var after = (await rotated.Content.ReadFromJsonAsync(WireJson.Default.WebhookDto, Cancel))!;
        Assert.NotEqual(made.Secret, after.Secret);
        using var tested = await http.PostAsync($"{path}/{made.Id}/test", null, Cancel);
        var received = (await receiver.WaitAsync(1))[0];
        Assert.Equal(2, received.Signatures.Count);
        received.Verify(after.Secret!, 0);
        received.Verify(made.Secret!, 1);
        Assert.DoesNotContain("whsec_", await http.GetStringAsync($"/api/societies/{path.Split('/')[3]}/audit", Cancel), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"url":"ftp://example.org/","eventTypes":["alert.raised"]}""", "https")]
    [InlineData("""{"url":"nonsense","eventTypes":["alert.raised"]}""", "is an address")]
    [InlineData("""{"url":"https://me:secret@example.org/","eventTypes":["alert.raised"]}""", "user name")]
    [InlineData("""{"url":"https://example.org/#x","eventTypes":["alert.raised"]}""", "fragment")]
    [InlineData("""{"url":"https://example.org/","eventTypes":[]}""", "at least one")]
    [InlineData("""{"url":"https://example.org/","eventTypes":["no.such"]}""", "no.such")]
    [InlineData("""{"url":"https://example.org/","eventTypes":["webhook.test"]}""", "webhook.test")]
    [InlineData("""{"url":"https://169.254.169.254/latest/meta-data","eventTypes":["alert.raised"]}""", "not allowed")]
    [InlineData("""{"url":"https://[::ffff:10.0.0.1]/","eventTypes":["alert.raised"]}""", "not allowed")]
    [InlineData("""{"url":"https://0x7f.1.2.3/","eventTypes":["alert.raised"]}""", "not allowed")]
    public async Task An_endpoint_that_cannot_be_is_refused_in_words(string json, string says)
    {
        var (http, path, _) = await MakeAsync("https://example.org/");
        using var answer = await http.PostAsync(path, Json(json), Cancel);
        var problem = (await answer.Content.ReadFromJsonAsync(WireJson.Default.ProblemDto, Cancel))!;
        Assert.Equal((HttpStatusCode.BadRequest, "BadWebhook"), (answer.StatusCode, problem.Code));
        Assert.Contains(says, problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redirect_to_an_internal_address_is_not_followed_and_the_log_says_why()
    {
        await using var inside = await Receiver.StartAsync();
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = http =>
        {
            http.Response.Redirect(inside.Address.ToString(), permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        };
        var (http, path, made) = await MakeAsync(receiver.Address.ToString());
        using var tested = await http.PostAsync($"{path}/{made.Id}/test", null, Cancel);
        var delivery = await LastAsync(http, $"{path}/{made.Id}", static d => d.Attempts > 0);
        Assert.Equal(("PENDING", "REDIRECT", 307), (delivery.State, delivery.LastAttempt!.Failure, delivery.LastAttempt.Status));
        Assert.Contains("redirects are not followed", delivery.LastAttempt.Detail, StringComparison.Ordinal);
        Assert.Empty(inside.All);
    }

    [Fact]
    public async Task A_name_that_leads_to_a_private_address_is_refused_when_connecting()
    {
        await using var receiver = await Receiver.StartAsync();
        // A name of this machine that the system's resolver knows, leading to ::1 and 127.0.0.1; only 127.0.0.1 is allowed here, so this asks for a server that allows nothing.
        await using var strict = new StrictServer();
        await strict.InitializeAsync();
        using var http = strict.Client();
        using var society = await http.PostAsync("/api/societies", Json("""{"id":"strict","name":"Strict"}"""), Cancel);
        using var answer = await http.PostAsync("/api/societies/strict/webhooks", Json($$"""{"url":"http://localhost:{{receiver.Address.Port}}/","eventTypes":["alert.raised"]}"""), Cancel);
        var made = (await answer.Content.ReadFromJsonAsync(WireJson.Default.WebhookDto, Cancel))!;
        using var tested = await http.PostAsync($"/api/societies/strict/webhooks/{made.Id}/test", null, Cancel);
        var delivery = await LastAsync(http, $"/api/societies/strict/webhooks/{made.Id}", static d => d.Attempts > 0);
        Assert.Equal("ADDRESS", delivery.LastAttempt!.Failure);
        Assert.Contains("localhost leads to", delivery.LastAttempt.Detail, StringComparison.Ordinal);
        Assert.Empty(receiver.All);
    }

    [Fact]
    public async Task A_receiver_that_hangs_is_given_up_and_holds_nobody_else()
    {
        await using var hanging = await Receiver.StartAsync();
        await using var good = await Receiver.StartAsync();
        hanging.Answer = static http => Task.Delay(Timeout.Infinite, http.RequestAborted);
        var (http, path, made) = await MakeAsync(hanging.Address.ToString());
        using var second = await http.PostAsync(path, Json($$"""{"url":"{{good.Address}}","eventTypes":["alert.raised"]}"""), Cancel);
        var other = (await second.Content.ReadFromJsonAsync(WireJson.Default.WebhookDto, Cancel))!;
        using var first = await http.PostAsync($"{path}/{made.Id}/test", null, Cancel);
        await hanging.WaitAsync(1);
        using var tested = await http.PostAsync($"{path}/{other.Id}/test", null, Cancel);
        await good.WaitAsync(1);
        Assert.Equal("PENDING", (await LastAsync(http, $"{path}/{made.Id}", static _ => true)).State);
        var delivery = await LastAsync(http, $"{path}/{made.Id}", static d => d.Attempts > 0);
        Assert.Equal(("TIMEOUT", (int?)null), (delivery.LastAttempt!.Failure, delivery.LastAttempt.Status));
        Assert.InRange(delivery.LastAttempt.DurationMs, 900, 9_000);
    }

    [Fact]
    public async Task An_answer_without_end_is_cut()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = static async http =>
        {
            http.Response.StatusCode = StatusCodes.Status500InternalServerError;
            for (var i = 0; i < 10_000 && !http.RequestAborted.IsCancellationRequested; i++) await http.Response.WriteAsync(new string('x', 1_000), http.RequestAborted);
        };
        var (http, path, made) = await MakeAsync(receiver.Address.ToString());
        using var tested = await http.PostAsync($"{path}/{made.Id}/test", null, Cancel);
        var delivery = await LastAsync(http, $"{path}/{made.Id}", static d => d.Attempts > 0);
        Assert.Equal((500, "STATUS", 500), (delivery.LastAttempt!.Status, delivery.LastAttempt.Failure, delivery.LastAttempt.Answer!.Length));
    }

    [Fact]
    public async Task Gone_switches_it_off_and_dead_letters_can_be_replayed_when_it_is_on_again()
    {
        await using var receiver = await Receiver.StartAsync();
        var usual = receiver.Answer;
        receiver.Answer = static http =>
        {
            http.Response.StatusCode = StatusCodes.Status410Gone;
            return Task.CompletedTask;
        };
        var (http, path, made) = await MakeAsync(receiver.Address.ToString());
        var address = $"{path}/{made.Id}";
        using var tested = await http.PostAsync($"{address}/test", null, Cancel);
        var dead = await LastAsync(http, address, static d => d.State == "DEAD");
        var endpoint = (await http.GetFromJsonAsync(address, WireJson.Default.WebhookDto, Cancel))!;
        Assert.Equal((false, "GONE"), (endpoint.Enabled, endpoint.DisabledBecause));
        using var refused = await http.PostAsync($"{address}/deliveries/{dead.Id}/replay", null, Cancel);
        Assert.Equal(HttpStatusCode.Conflict, refused.StatusCode);

        receiver.Answer = usual;
        using var on = await http.PatchAsync(address, Json("""{"enabled":true}"""), Cancel);
        Assert.Null((await on.Content.ReadFromJsonAsync(WireJson.Default.WebhookDto, Cancel))!.DisabledBecause);
        using var replayed = await http.PostAsync($"{address}/replay", Json($$"""{"from":"{{dead.CreatedAt:O}}"}"""), Cancel);
        Assert.Equal(1, (await replayed.Content.ReadFromJsonAsync(WireJson.Default.WebhookQueuedDto, Cancel))!.Queued);
        var received = await receiver.WaitAsync(2);
        Assert.Equal(received[0].Id, received[1].Id);   // a receiver can tell that it is the same
        Assert.Equal(2, (await LastAsync(http, address, static d => d.State == "DELIVERED")).History!.Count);
        using var none = await http.PostAsync($"{address}/replay", Json("{}"), Cancel);
        Assert.Equal(0, (await none.Content.ReadFromJsonAsync(WireJson.Default.WebhookQueuedDto, Cancel))!.Queued);
        using var again = await http.PostAsync($"{address}/deliveries/{dead.Id}/replay", null, Cancel);
        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        await receiver.WaitAsync(3);
        using var wrong = await http.PostAsync($"{address}/replay", Json("""{"from":"2026-11-02T00:00:00Z","to":"2026-11-01T00:00:00Z"}"""), Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    [Fact]
    public async Task What_is_removed_is_gone_and_other_societies_see_nothing()
    {
        var (http, path, made) = await MakeAsync("https://example.org/");
        using var stranger = server.Client(Role.SocietyAdmin, "elsewhere");
        using var seen = await stranger.GetAsync($"{path}/{made.Id}", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, seen.StatusCode);
        using var integrator = server.Client(Role.Integrator, path.Split('/')[3]);
        using var refused = await integrator.GetAsync(path, Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        using var removed = await http.DeleteAsync($"{path}/{made.Id}", Cancel);
        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        using var gone = await http.GetAsync($"{path}/{made.Id}/deliveries", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
    }

    /// <summary>A server that reaches the internet only.</summary>
    private sealed class StrictServer : ApiServer
    {
        protected override ServerOptions Set(ServerOptions options) => options with { Webhooks = new() { AllowHttp = true } };
    }
}
