using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Sluice.Api.Conditions;
using Sluice.Contracts;
using Sluice.Metering.Storage;

namespace Sluice.Api.Tests.Problems;

public sealed class ProblemMiddlewareTests : IAsyncLifetime
{
    private SmallServer server = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => server = await SmallServer.StartAsync(app =>
    {
        app.MapPost("/place", (Place place) => place.Name);
        app.MapGet("/mistake", IResult () => throw new InvalidOperationException("quotes the secret 000102"));
        app.MapGet("/full", IResult () => throw new StorageException(StorageFault.Full, "full"));
        app.MapGet("/number", (int n) => n.ToString());
        app.MapPut("/thing", (HttpContext http) => ETags.Refuse(http, 7) ?? Results.Ok());
        app.MapGet("/thing", (HttpContext http) =>
        {
            ETags.Tell(http, 7);
            return "thing";
        });
    });

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("{\"name\":\"x\",\"at\":[{\"lat\":\"secret\"}]}", "/at/0/lat", "wrong type")]
    [InlineData("{\"name\":7}", "/name", "wrong type")]
    [InlineData("{\"at\":[]}", "", "missing: name")]
    [InlineData("{\"name\":\"x\",,}", "", "no JSON")]
    [InlineData("{\"name\":\"x\"", "", "no JSON")]
    public async Task Json_that_cannot_be_read_is_told_by_its_place_and_values_are_not_repeated(string json, string pointer, string said)
    {
        using var answer = await server.Http.PostAsync("/place", new StringContent(json, Encoding.UTF8, "application/json"), Cancel);
        var problem = await ProblemAsync(answer, HttpStatusCode.BadRequest, "BadJson");
        Assert.Contains(said, problem.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", problem.Detail, StringComparison.Ordinal);
        Assert.Equal(pointer, problem.Pointer);
    }

    [Fact]
    public async Task Members_nobody_knows_are_tolerated()
    {
        using var answer = await server.Http.PostAsync("/place", new StringContent("{\"name\":\"x\",\"colour\":{\"deep\":[1]}}", Encoding.UTF8, "application/json"), Cancel);
        Assert.Equal("x", await answer.Content.ReadAsStringAsync(Cancel));
    }

    [Fact]
    public async Task A_body_that_is_not_declared_as_json_is_told()
    {
        using var answer = await server.Http.PostAsync("/place", new StringContent("{}", Encoding.UTF8, "text/plain"), Cancel);
        await ProblemAsync(answer, HttpStatusCode.UnsupportedMediaType, "NotJson");
    }

    [Fact]
    public async Task A_parameter_of_the_wrong_type_is_told()
    {
        using var answer = await server.Http.GetAsync("/number?n=x", Cancel);
        await ProblemAsync(answer, HttpStatusCode.BadRequest, "BadRequest");
    }

    [Fact]
    public async Task A_mistake_of_ours_is_a_problem_with_a_trace_and_the_log_has_it_without_the_message()
    {
        using var answer = await server.Http.GetAsync("/mistake", Cancel);
        var problem = await ProblemAsync(answer, HttpStatusCode.InternalServerError, "Unexpected");
        var line = Assert.Single(server.Log);
        Assert.Contains(problem.Trace!, line, StringComparison.Ordinal);
        Assert.Contains("System.InvalidOperationException in GET /mistake", line, StringComparison.Ordinal);
        Assert.DoesNotContain("000102", line + problem.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_store_says_when_to_try_again()
    {
        using var answer = await server.Http.GetAsync("/full", Cancel);
        await ProblemAsync(answer, HttpStatusCode.InsufficientStorage, "StorageFull");
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [Theory, InlineData(null, 200), InlineData("*", 200), InlineData("\"7\"", 200), InlineData("\"6\", \"7\"", 200), InlineData("\"6\"", 412), InlineData("W/\"7\"", 412), InlineData("7", 400)]
    public async Task A_change_is_made_to_the_version_that_was_read(string? match, int status)
    {
        using var read = await server.Http.GetAsync("/thing", Cancel);
        Assert.Equal("\"7\"", read.Headers.ETag?.ToString());
        using var request = new HttpRequestMessage(HttpMethod.Put, "/thing");
        if (match is not null) request.Headers.TryAddWithoutValidation("If-Match", match);
        using var answer = await server.Http.SendAsync(request, Cancel);
        Assert.Equal(status, (int)answer.StatusCode);
    }

    private static async Task<ProblemDto> ProblemAsync(HttpResponseMessage answer, HttpStatusCode status, string code)
    {
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonSerializer.Deserialize(text, WireJson.Default.ProblemDto)!;
        Assert.Equal(code, problem.Code);
        return problem;
    }

    private sealed record Place
    {
        public required string Name { get; init; }

        public IReadOnlyList<Point>? At { get; init; }
    }

    private sealed record Point(double Lat);
}
