using System.Net;
using System.Text;
using System.Text.Json;
using Sluice.Contracts;
using Sluice.Contracts.Readings;
using Sluice.Contracts.Telegrams;
using Sluice.Storage.Contract;

namespace Sluice.EndToEnd.Tests;

/// <summary>What these tests share: a data directory, invented meters with a key file, and ways to send and to ask.</summary>
public abstract class ServerTests : IDisposable
{
    protected ServerTests()
    {
        Meters = [.. Enumerable.Range(1, 8).Select(static n => new InventedMeter(0x90000000 + (uint)n, (byte)n))];
        File.WriteAllLines(KeyFile, ["serial,key,manufacturer", .. Meters.Select(static m => $"{m.Address.Id},{m.KeyHex},KAM")]);
    }

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected string Folder { get; } = Directory.CreateTempSubdirectory("sluice-e2e-").FullName;

    protected string Data => Path.Combine(Folder, "data");

    protected string KeyFile => Path.Combine(Folder, "keys.csv");

    protected IReadOnlyList<InventedMeter> Meters { get; }

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected static StringContent Hex(params IEnumerable<byte[]> telegrams) => new(string.Join('\n', telegrams.Select(Convert.ToHexString)) + "\n", Encoding.ASCII, "text/plain");

    protected static async Task<ReceiptDto> SendAsync(HttpClient http, params IEnumerable<byte[]> telegrams)
    {
        using var answer = await http.PostAsync("/api/telegrams?reader=hex", Hex(telegrams), Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonSerializer.Deserialize(text, WireJson.Default.ReceiptDto)!;
    }

    protected static async Task<ProblemDto> ProblemAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.StatusCode == status, $"{(int)answer.StatusCode}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonSerializer.Deserialize(text, WireJson.Default.ProblemDto)!;
        Assert.Equal((int)status, problem.Status);
        return problem;
    }

    protected static async Task<OverviewDto> OverviewAsync(HttpClient http) =>
        JsonSerializer.Deserialize(await http.GetStringAsync("/api/overview", Cancel), WireJson.Default.OverviewDto)!;

    /// <summary>Every reading, page by page, as (meter, litres).</summary>
    protected static async Task<List<(string Id, int Litres)>> AllReadingsAsync(HttpClient http, string query = "")
    {
        var all = new List<(string, int)>();
        for (string? next = null; ;)
        {
            var page = JsonSerializer.Deserialize(
                await http.GetStringAsync($"/api/readings?limit=1000{query}{(next is null ? "" : $"&next={next}")}", Cancel), WireJson.Default.ReadingsPage)!;
            all.AddRange(page.Readings.Select(static r => (r.Id, (int)(r.TotalM3!.Value * 1000))));
            if ((next = page.Next) is null) return all;
        }
    }

    protected static async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var i = 0; i < 300; i++)
        {
            if (await condition()) return;
            await Task.Delay(100, Cancel);
        }
        Assert.Fail("It did not come to pass within 30 s.");
    }
}
