using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Sluice.Api.Idempotency;

namespace Sluice.Api.Tests.Idempotency;

public sealed class IdempotencyTests : IAsyncLifetime
{
    private const string Key = "6f1c0d0e-7a55-4a6e-9c61-000000000001";

    private readonly TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource go = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SmallServer server = null!;
    private int done;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = await SmallServer.StartAsync(app =>
    {
        app.MapPost("/things", (HttpContext http) =>
        {
            var number = Interlocked.Increment(ref done);
            http.Response.Headers.Location = $"/things/{number}";
            return Results.Text($"thing {number}", "text/plain", statusCode: 201);
        });
        app.MapPost("/slow", async () =>
        {
            entered.TrySetResult();
            await go.Task;
            return Interlocked.Increment(ref done).ToString();
        });
        app.MapPost("/broken", () => Results.StatusCode(Interlocked.Increment(ref done) == 1 ? 503 : 200));
        app.MapPost("/echo", async (HttpContext http) =>
        {
            Interlocked.Increment(ref done);
            using var reader = new StreamReader(http.Request.Body);
            return $"{(await reader.ReadToEndAsync()).Length}";
        });
        app.MapPost("/repeatable", () => Interlocked.Increment(ref done).ToString()).RepeatableBecause("test");
        app.MapGet("/things", () => Interlocked.Increment(ref done).ToString());
    });

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Fact]
    public async Task The_same_request_again_gets_the_same_answer_and_is_not_done_again()
    {
        var first = await SendAsync("/things", Key, "a");
        var second = await SendAsync("/things", Key, "a");
        Assert.Equal((HttpStatusCode.Created, "thing 1", "/things/1"), (second.Status, second.Body, second.Location));
        Assert.Equal((first.Status, first.Body, first.Location), (second.Status, second.Body, second.Location));
        Assert.Equal((false, true, 1), (first.Replayed, second.Replayed, done));
    }

    [Fact]
    public async Task Another_key_another_caller_or_no_key_is_another_request()
    {
        await SendAsync("/things", Key, "a");
        await SendAsync("/things", Key.Replace('1', '2'), "a");
        await SendAsync("/things", Key, "a", who: "bela");
        await SendAsync("/things", null, "a");
        Assert.Equal(4, done);
    }

    [Theory, InlineData("/things", "b"), InlineData("/things?x=1", "a"), InlineData("/echo", "a")]
    public async Task The_key_of_another_request_is_refused(string path, string body)
    {
        await SendAsync("/things", Key, "a");
        var second = await SendAsync(path, Key, body);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, second.Status);
        Assert.Contains("IdempotencyKeyReused", second.Body, StringComparison.Ordinal);
        Assert.Equal(1, done);
    }

    [Fact]
    public async Task While_the_first_is_under_way_the_second_is_told_to_wait()
    {
        var first = SendAsync("/slow", Key, "a");
        await entered.Task.WaitAsync(Cancel);
        var second = await SendAsync("/slow", Key, "a");
        Assert.Equal(HttpStatusCode.Conflict, second.Status);
        Assert.Contains("IdempotencyInFlight", second.Body, StringComparison.Ordinal);
        go.SetResult();
        await first;
        Assert.True((await SendAsync("/slow", Key, "a")).Replayed);
        Assert.Equal(1, done);
    }

    [Fact]
    public async Task The_servers_troubles_are_not_kept()
    {
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await SendAsync("/broken", Key, "a")).Status);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync("/broken", Key, "a")).Status);
        Assert.Equal(2, done);
    }

    [Fact]
    public async Task After_24_hours_the_key_is_new()
    {
        await SendAsync("/things", Key, "a");
        server.Clock.Advance(TimeSpan.FromHours(24));
        Assert.True((await SendAsync("/things", Key, "a")).Replayed);
        server.Clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False((await SendAsync("/things", Key, "a")).Replayed);
    }

    [Theory, InlineData("short"), InlineData("with a space in it"), InlineData("")]
    public async Task A_key_that_is_none_is_refused(string key)
    {
        var answer = await SendAsync("/things", key, "a");
        Assert.Equal((HttpStatusCode.BadRequest, 0), (answer.Status, done));
        Assert.Contains("BadIdempotencyKey", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_large_body_reaches_the_handler_whole_and_one_too_large_is_refused()
    {
        Assert.Equal("8388608", (await SendAsync("/echo", Key, new string('x', 8 << 20))).Body);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await SendAsync("/echo", Key + "b", new string('x', (8 << 20) + 1))).Status);
        Assert.Equal(1, done);
    }

    [Fact]
    public async Task Reading_and_what_may_be_repeated_do_not_look_at_the_key()
    {
        using var get = new HttpRequestMessage(HttpMethod.Get, "/things") { Headers = { { IdempotencyMiddleware.Header, Key } } };
        using var got = await server.Http.SendAsync(get, Cancel);
        await SendAsync("/repeatable", Key, "a");
        await SendAsync("/repeatable", Key, "a");
        Assert.Equal(3, done);
    }

    [Fact]
    public void What_is_kept_opens_only_with_the_callers_key()
    {
        var kept = new KeptAnswer(new byte[32], 201, new() { ["Location"] = "/x" }, Encoding.UTF8.GetBytes("shown once")).Seal("asha", Key);
        Assert.Equal(-1, kept.AsSpan().IndexOf("shown"u8));
        Assert.Equal("shown once", Encoding.UTF8.GetString(KeptAnswer.Open(kept, "asha", Key).Body));
        Assert.Throws<Metering.Keys.KeyUnreadableException>(() => KeptAnswer.Open(kept, "bela", Key));
        Assert.Throws<Metering.Keys.KeyUnreadableException>(() => KeptAnswer.Open(kept, "asha", Key + "x"));
    }

    private async Task<(HttpStatusCode Status, string Body, string? Location, bool Replayed)> SendAsync(string path, string? key, string body, string? who = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(body) };
        if (key is not null) request.Headers.TryAddWithoutValidation(IdempotencyMiddleware.Header, key);
        request.Headers.Add("X-Who", who ?? "asha");
        using var answer = await server.Http.SendAsync(request, Cancel);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(Cancel), answer.Headers.Location?.ToString(), answer.Headers.Contains(IdempotencyMiddleware.Replayed));
    }
}
