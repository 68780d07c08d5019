using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Sluice.Storage.Contract;

namespace Sluice.EndToEnd.Tests;

/// <summary>kill -9 while phones sync a round: its progress is what a recount of its meters and readings gives, life after life.</summary>
public sealed class RoundCrashTests : ServerTests
{
    private const int Targets = 600, Phones = 4;

    private static int Rounds => int.TryParse(Environment.GetEnvironmentVariable("SLUICE_CRASH_ROUNDS"), CultureInfo.InvariantCulture, out var rounds) ? rounds : 3;

    [Fact]
    public async Task Progress_of_a_round_equals_a_recount_after_every_kill()
    {
        var meters = Enumerable.Range(1, Targets).Select(static n => new InventedMeter(uint.Parse($"9000{n:D4}", NumberStyles.HexNumber, CultureInfo.InvariantCulture), (byte)(n % 256))).ToList();
        var keys = Path.Combine(Folder, "round.csv");
        await File.WriteAllLinesAsync(keys, ["serial,key,manufacturer", .. meters.Select(static m => $"{m.Address.Id},{m.KeyHex},KAM")], Cancel);
        var random = new Random(2101);
        var acknowledged = new ConcurrentDictionary<string, bool>();
        string round;
        await using (var server = await ServerProcess.StartAsync(Data, "--keys", keys))
        {
            using var started = await server.Http.PostAsync("/api/societies/default/sessions", new StringContent("""{"mode":"SOCIETY","name":"Round"}"""), Cancel);
            Assert.True(started.IsSuccessStatusCode, await started.Content.ReadAsStringAsync(Cancel));
            round = $"/api/sessions/{(await started.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("id").GetString()}";
            await server.KillAsync();
        }
        for (var life = 0; life < Rounds; life++)
        {
            await using var server = await ServerProcess.StartAsync(Data);
            await RecountAsync(server.Http, round, acknowledged);
            var before = acknowledged.Count;
            var some = Enumerable.Range(0, Phones).Select(_ => { var list = meters.ToArray(); random.Shuffle(list); return list; }).ToList();   // phones hear the same meters
            var number = life + 1;
            var phones = some.Select(list => Task.Run(() => SyncAsync(server.Http, round, list, number, acknowledged), Cancel)).ToArray();
            if (before < Targets) await UntilAsync(() => Task.FromResult(acknowledged.Count > before));
            await Task.Delay(random.Next(10, 150), Cancel);
            await server.KillAsync();
            await Task.WhenAll(phones);
        }
        await using var last = await ServerProcess.StartAsync(Data);
        await RecountAsync(last.Http, round, acknowledged);
        await last.InterruptAsync();
    }

    /// <summary>One meter a call, with a telegram it sends once a life; a phone that got no answer sends it again in the next.</summary>
    private static async Task SyncAsync(HttpClient http, string round, IEnumerable<InventedMeter> meters, int number, ConcurrentDictionary<string, bool> acknowledged)
    {
        try
        {
            foreach (var meter in meters)
            {
                using var answer = await http.PostAsync($"{round}/telegrams?reader=hex", Hex(meter.Telegram(number, full: true)), Cancel);
                if (answer.IsSuccessStatusCode) acknowledged[meter.Address.Id] = true;
            }
        }
        catch (HttpRequestException)
        {
            // The server is gone.
        }
    }

    private static async Task RecountAsync(HttpClient http, string round, ConcurrentDictionary<string, bool> acknowledged)
    {
        var states = new Dictionary<string, string>();
        for (string? next = null; ;)
        {
            var page = await http.GetFromJsonAsync<JsonElement>($"{round}/targets?limit=1000{(next is null ? "" : $"&next={next}")}", Cancel);
            foreach (var target in page.GetProperty("targets").EnumerateArray()) states[target.GetProperty("serialNumber").GetString()!] = target.GetProperty("state").GetString()!;
            if ((next = page.TryGetProperty("next", out var more) ? more.GetString() : null) is null) break;
        }
        var heard = states.Where(static s => s.Value != "MISSING").Select(static s => s.Key).ToHashSet();
        var progress = await http.GetFromJsonAsync<JsonElement>($"{round}/progress", Cancel);
        int State(string name) => progress.GetProperty("states").GetProperty(name).GetInt32();
        Assert.Equal(
            (Targets - heard.Count, states.Values.Count(static s => s == "CAPTURED"), states.Values.Count(static s => s == "DECODED"), states.Values.Count(static s => s == "SUSPICIOUS")),
            (State("missing"), State("captured"), State("decoded"), State("suspicious")));
        Assert.Equal(heard.Count, progress.GetProperty("completed").GetInt32());
        Assert.Subset(heard, acknowledged.Keys.ToHashSet());
        var readings = await AllReadingsAsync(http);
        Assert.Equal(readings.Count, readings.Distinct().Count());
        Assert.Equal(heard.Order(), readings.Select(static r => r.Id).Distinct().Order());
    }
}
