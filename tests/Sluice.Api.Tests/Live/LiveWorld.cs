using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Sluice.Api.Tests.Sessions;
using Sluice.Storage.Contract;

namespace Sluice.Api.Tests.Live;

/// <summary>A society with a round under way.</summary>
internal sealed class LiveWorld(RoundWorld world, string society, IReadOnlyList<InventedMeter> meters, string round)
{
    private int number;

    public RoundWorld People => world;

    public string Round => round;

    public string Stream => $"{round}/events";

    public string Society => $"/api/societies/{society}";

    public static async Task<LiveWorld> NewAsync(ApiServer server, string society, int first, int count)
    {
        var world = new RoundWorld(server, society);
        var meters = await world.RegisterAsync(first, count);
        return new(world, society, meters, await world.StartAsync(world.Scanner, """{"mode":"SOCIETY"}"""));
    }

    /// <summary>Delivers a new telegram of each of these meters.</summary>
    public async Task HearAsync(params IEnumerable<int> which)
    {
        var n = Interlocked.Increment(ref number);
        var body = new StringBuilder();
        foreach (var meter in which) body.Append(FormattableString.Invariant($$"""{"telegram":"{{Convert.ToHexString(meters[meter].Telegram(n))}}","rssi":-77,"format":"wmbus"}""")).Append('\n');
        using var answer = await world.Scanner.PostAsync($"{round}/telegrams?reader=jsonl", new StringContent(body.ToString()), TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async Task<string> TicketAsync(HttpClient who, string stream)
    {
        using var answer = await who.PostAsync($"{stream}/tickets", null, TestContext.Current.CancellationToken);
        var json = await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, json.ToString());
        return json.GetProperty("ticket").GetString()!;
    }

    /// <summary>Waits until it is so.</summary>
    public static async Task EventuallyAsync(Func<bool> condition, string what)
    {
        for (var i = 0; !condition(); i++)
        {
            Assert.True(i < 600, $"It did not happen within 30 seconds: {what}.");
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }
}
