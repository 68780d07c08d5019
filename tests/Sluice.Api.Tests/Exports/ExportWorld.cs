using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using MiniExcelLibs;
using Sluice.Api.Tests.Sessions;
using Sluice.Contracts;
using Sluice.Contracts.Exports;
using Sluice.Metering.Jobs;
using Sluice.Metering.Readings;
using Sluice.Metering.Sessions;
using Sluice.Storage.Contract;

namespace Sluice.Api.Tests.Exports;

/// <summary>A society with a round in which some meters were heard, on the real server.</summary>
internal sealed class ExportWorld(ApiServer server, string society, RoundWorld world, string round, IReadOnlyList<InventedMeter> known)
{
    public HttpClient Admin => world.Admin;

    public HttpClient Scanner => world.Scanner;

    public string Round => round;

    public string Society => society;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A round of meters from <paramref name="first"/> on, of which the first ones are heard.</summary>
    public static async Task<ExportWorld> StartAsync(ApiServer server, string society, int first, int count, int heard)
    {
        var park = new RoundWorld(server, society);
        var registered = await park.RegisterAsync(first, count);
        var address = await park.StartAsync(park.Scanner, """{"mode":"SOCIETY"}""");
        var made = new ExportWorld(server, society, park, address["/api/sessions/".Length..], registered);
        if (heard > 0) await made.HearAsync(number: 1, heard, "2026-03-01T12:00:00Z");
        return made;
    }

    /// <summary>Hands over a telegram of the first meters each.</summary>
    public async Task HearAsync(int number, int meters, string at)
    {
        var lines = string.Join('\n', known.Take(meters).Select(m => $$"""{"telegram":"{{Convert.ToHexString(m.Telegram(number))}}","time":"{{at}}"}"""));
        var (status, answer) = await RoundWorld.SendAsync(world.Scanner, HttpMethod.Post, $"/api/sessions/{round}/telegrams?reader=jsonl", lines);
        Assert.True(status == HttpStatusCode.OK, answer.ToString());
    }

    /// <summary>Asks for an export of the round and waits for its end.</summary>
    /// <param name="more">Further members of the body, with a comma in front.</param>
    /// <param name="address">Where to ask.</param>
    public async Task<ExportDto> ExportAsync(string more = "", string address = "/api/export/excel")
    {
        using var answer = await PostAsync(address, $$"""{"sessionId":"{{round}}"{{more}}}""");
        return await EndOfAsync(answer);
    }

    public async Task<ExportDto> EndOfAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.Accepted, $"{answer.StatusCode}: {text}");
        var export = JsonSerializer.Deserialize(text, WireJson.Default.ExportDto)!;
        Assert.Equal($"/api/exports/{export.Id}", answer.Headers.Location!.ToString());
        Assert.True(JobId.TryParse(export.Id, out var id));
        await server.Services.GetRequiredService<IJobQueue>().WaitAsync(Scopes.Of(society), id, TimeSpan.FromMinutes(2), Cancel);
        var ended = (await Admin.GetFromJsonAsync($"/api/exports/{export.Id}", WireJson.Default.ExportDto, Cancel))!;
        Assert.True(ended.State == "SUCCEEDED", $"{ended.Error?.Code}: {ended.Error?.Message}");
        return ended;
    }

    public Task<HttpResponseMessage> PostAsync(string address, string json) => Admin.PostAsync(address, new StringContent(json, Encoding.UTF8, "application/json"), Cancel);

    public Task<byte[]> FetchAsync(ExportDto export) => Admin.GetByteArrayAsync(export.DownloadUrl, Cancel);

    /// <summary>The readings of the round as the database has them.</summary>
    public async Task<IReadOnlyList<Reading>> StoredAsync()
    {
        Assert.True(SessionId.TryParse(round, out var id));
        return (await server.Services.GetRequiredService<IReadingStore>().ListBySessionAsync(Scopes.Of(society), id, null, IReadingStore.MaxPage, Cancel)).Items;
    }

    /// <summary>Rows of a sheet by heading, read by another library than wrote them.</summary>
    public static List<IDictionary<string, object?>> Rows(byte[] file, string sheet) =>
        [.. MiniExcel.Query(new MemoryStream(file), useHeaderRow: true, sheetName: sheet).Cast<IDictionary<string, object?>>()];
}
