using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Metering;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Sessions;
using Sluice.Metering.Societies;
using Sluice.Metering.Telegrams;
using Sluice.Storage.Contract;
using Sluice.Storage.Contract.Sessions;

namespace Sluice.Api.Tests.Sessions;

/// <summary>A society with meters on the real server, and its people.</summary>
internal sealed class RoundWorld(ApiServer server, string society)
{
    /// <summary>Runs the society.</summary>
    public HttpClient Admin { get; } = server.Client(Role.SocietyAdmin, society);

    /// <summary>A technician of the society.</summary>
    public HttpClient Scanner { get; } = server.Client(Role.Scanner, society);

    public string Rounds => $"/api/societies/{society}/sessions";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Two meters a flat, four flats a floor, three floors a tower, from <paramref name="first"/> on; numbers are unique on a server.</summary>
    public async Task<IReadOnlyList<InventedMeter>> RegisterAsync(int first, int count, bool withKeys = true)
    {
        var scope = Authorizer.ForWorker(SocietyId.Parse(society), "test");
        var places = InventedRound.Targets(count);
        var meters = Enumerable.Range(0, count).Select(i => new InventedMeter(InventedRound.Meter(first + i).Serial)).ToList();
        var societies = server.Services.GetRequiredService<ISocietyStore>();
        await societies.CreateAsync(Authorizer.ForWorker("test"), new() { Id = scope.Society, Name = society }, Cancel);
        await societies.MergeAsync(scope,
            [.. places.GroupBy(static p => p.Tower).Select(static t => new Tower(t.Key, t.First().Location))],
            [.. places.DistinctBy(static p => (p.Tower, p.Flat)).Select(static p => new Flat { Tower = p.Tower, Number = p.Flat, Floor = p.Floor })], Cancel);
        await server.Services.GetRequiredService<MeterRegistry>().UpsertAsync(scope,
            [.. meters.Select((m, i) => new Meter { Id = MeterId.Of(m.Address), Society = scope.Society, Tower = places[i].Tower, Flat = places[i].Flat, Place = places[i].Place })], Cancel);
        if (withKeys) server.Services.GetRequiredService<Intake>().AddKeys(meters.Select(static m => m.Key));
        return meters;
    }

    /// <summary>Starts a round.</summary>
    /// <returns>Its address.</returns>
    public async Task<string> StartAsync(HttpClient who, string body)
    {
        var (status, answer) = await SendAsync(who, HttpMethod.Post, Rounds, body);
        Assert.Equal((HttpStatusCode.Created, "ACTIVE"), (status, answer.GetProperty("status").GetString()));
        return $"/api/sessions/{answer.GetProperty("id").GetString()}";
    }

    public static async Task<(HttpStatusCode Status, JsonElement Answer)> SendAsync(HttpClient who, HttpMethod method, string address, string? body = null)
    {
        using var request = new HttpRequestMessage(method, address);
        if (body is not null) request.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await who.SendAsync(request, Cancel);
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel));
    }

    public static async Task<JsonElement> GetAsync(HttpClient who, string address)
    {
        var (status, answer) = await SendAsync(who, HttpMethod.Get, address);
        Assert.True(status == HttpStatusCode.OK, $"GET {address}: {(int)status} {answer}");
        return answer;
    }

    /// <summary>The code of the problem it is answered with.</summary>
    public static async Task<string> ProblemAsync(HttpClient who, HttpMethod method, string address, string? body = null)
    {
        var (status, answer) = await SendAsync(who, method, address, body);
        return $"{(int)status} {(answer.TryGetProperty("code", out var code) ? code.GetString() : answer.ToString())}";
    }
}
