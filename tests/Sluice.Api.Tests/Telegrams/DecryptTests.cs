using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Contracts;
using Sluice.Contracts.Readings;
using Sluice.Contracts.Telegrams;
using Sluice.Metering.Identity;
using Sluice.Metering.Meters;
using Sluice.Metering.Telegrams;
using Sluice.Storage.Contract;

namespace Sluice.Api.Tests.Telegrams;

public sealed class DecryptTests : IClassFixture<ApiServer>
{
    private const string Society = "green-park";

    private static int made;
    private readonly ApiServer server;
    private readonly InventedMeter meter = new(0x91000000 + (uint)Interlocked.Increment(ref made));
    private readonly string meterId;

    public DecryptTests(ApiServer server)
    {
        this.server = server;
        meterId = MeterId.Of(meter.Address).ToString();
        server.Services.GetRequiredService<MeterDirectory>().Set([new(MeterId.Of(meter.Address), SocietyId.Parse(Society), MeterStatus.Active)]);
        server.Services.GetRequiredService<Intake>().AddKeys([meter.Key]);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_telegram_is_answered_with_its_reading_and_the_reading_is_there()
    {
        using var http = server.Client(Role.SocietyAdmin, Society);
        var done = await DecryptAsync(http, $$"""{"telegram":"{{Hex(8915)}}","meterId":"{{meterId}}"}""");
        Assert.Equal((true, 8.915m, "GOOD", meterId, null), (done.Success, done.Consumption, done.Quality, done.MeterId, done.Repeat));

        var reading = JsonSerializer.Deserialize(await http.GetStringAsync($"/api/readings/{done.ReadingId}", Cancel), WireJson.Default.SocietyReadingDto)!;
        Assert.Equal((8.915m, 4.457m, true, Hex(8915)), (reading.Consumption, reading.Target, reading.TargetDateInferred, reading.RawTelegram));
        Assert.Equal("8.915", reading.DecryptedData!["total_m3"]);
        Assert.Equal(1, reading.TargetDate!.Value.Day);
        var list = JsonSerializer.Deserialize(await http.GetStringAsync($"/api/societies/{Society}/readings?meter={meterId}", Cancel), WireJson.Default.SocietyReadingsPage)!;
        Assert.Equal(done.ReadingId, Assert.Single(list.Readings).Id);
        list = JsonSerializer.Deserialize(await http.GetStringAsync($"/api/societies/{Society}/readings/latest?limit=1000", Cancel), WireJson.Default.SocietyReadingsPage)!;
        Assert.Contains(list.Readings, r => r.Id == done.ReadingId);
        var days = JsonSerializer.Deserialize(await http.GetStringAsync($"/api/societies/{Society}/consumption?from=2020-01-01&to=2029-12-31", Cancel), WireJson.Default.ConsumptionDto)!;
        Assert.Equal(days.TotalM3, days.Days.Sum(static d => d.UseM3));
    }

    [Fact]
    public async Task A_batch_of_a_thousand_reports_each()
    {
        using var http = server.Client(Role.Scanner, Society);
        var other = new InventedMeter(0x92000000 + (uint)Interlocked.Increment(ref made), 77);
        List<(string Telegram, string? Meter)> sent =
        [
            (Hex(1), meterId), (Hex(1), null), (string.Join(' ', Hex(2).Chunk(2).Select(static c => new string(c))).ToLowerInvariant(), meter.Address.Id),
            ("zz", null), ("", null), (Hex(3), "KAM.90009999"), (Convert.ToHexString(other.Telegram(1)), null), (Hex(4)[..40], meterId),
        ];
        sent.AddRange(Enumerable.Range(10, 992).Select(n => (Hex(n), (string?)null)));
        var body = $$"""{"unknown":[1,{"a":2}],"telegrams":[{{string.Join(',', sent.Select(static s => $$"""{"telegram":"{{s.Telegram}}"{{(s.Meter is null ? "" : $",\"meterId\":\"{s.Meter}\"")}}}"""))}}]}""";
        using var answer = await http.PostAsync("/api/decrypt/batch", Json(body), Cancel);
        var done = JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(Cancel), WireJson.Default.DecryptedBatchDto)!;
        Assert.Equal(1000, done.Results.Count);
        Assert.Equal([null, null, null, "BadHex", "BadHex", "WrongMeter", "UnknownMeter", "Truncated"], done.Results.Take(8).Select(static r => r.Code));
        Assert.Equal((true, true), (done.Results[1].Repeat, done.Results[1].ReadingId == done.Results[0].ReadingId));
        Assert.All(done.Results.Skip(8), static r => Assert.True(r.Success));
        Assert.Equal((998, 995, 1, 2), (done.Summary.Received, done.Summary.Stored, done.Summary.Repeats, done.Summary.Rejected));
    }

    [Fact]
    public async Task Telegrams_of_another_society_are_kept_but_say_nothing()
    {
        using var stranger = server.Client(Role.Scanner, "blue-lake");
        var done = await DecryptAsync(stranger, $$"""{"telegram":"{{Hex(1)}}"}""");
        Assert.Equal((false, "NotForUs", null), (done.Success, done.Code, done.Consumption));
        using var admin = server.Client(Role.SocietyAdmin, Society);
        var waiting = JsonSerializer.Deserialize(await admin.GetStringAsync($"/api/societies/{Society}/telegrams?state=NotForUs", Cancel), WireJson.Default.UndecodedPage)!;
        Assert.Contains(waiting.Telegrams, t => t.MeterId == meterId && t.RawTelegram == Hex(1));
    }

    [Fact]
    public async Task A_gateway_learns_that_it_was_understood_and_no_more()
    {
        using var http = server.Client(Role.Gateway, Society);
        var done = await DecryptAsync(http, $$"""{"telegram":"{{Hex(1)}}"}""");
        Assert.Equal((true, null, null, null), (done.Success, done.Consumption, done.Timestamp, done.ReadingId));
    }

    [Theory]
    [InlineData("telegram", "", 400, "BadJson")]
    [InlineData("telegram", "[]", 400, "BadJson")]
    [InlineData("telegram", "{}", 400, "BadJson")]
    [InlineData("telegram", """{"telegram":7}""", 400, "BadJson")]
    [InlineData("telegram", """{"telegram":"00""", 400, "BadJson")]
    [InlineData("batch", """{"telegrams":{}}""", 400, "BadJson")]
    [InlineData("batch", """{"telegrams":[]}""", 400, "BadJson")]
    [InlineData("batch", """{"telegrams":["00"]}""", 400, "BadJson")]
    [InlineData("telegram", """{"telegram":"00","sessionId":"0199f1b0-0000-7000-8000-000000000000"}""", 404, "UnknownSession")]
    [InlineData("telegram", """{"telegram":"00","sessionId":"nonsense"}""", 404, "UnknownSession")]
    public async Task A_body_that_cannot_be_used_is_said(string call, string body, int status, string code)
    {
        using var http = server.Client(Role.Scanner, Society);
        using var answer = await http.PostAsync($"/api/decrypt/{call}", Json(body), Cancel);
        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
        Assert.Equal(code, JsonSerializer.Deserialize(await answer.Content.ReadAsStringAsync(Cancel), WireJson.Default.ProblemDto)!.Code);
    }

    [Fact]
    public async Task More_than_a_thousand_telegrams_or_too_many_bytes_are_refused()
    {
        using var http = server.Client(Role.Scanner, Society);
        using var many = await http.PostAsync("/api/decrypt/batch", Json($$"""{"telegrams":[{{string.Join(',', Enumerable.Repeat("{}", 1001))}}]}"""), Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, many.StatusCode);
        using var large = await http.PostAsync("/api/decrypt/batch", Json(new string(' ', 9 << 20)), Cancel);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.StatusCode);
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static async Task<DecryptedDto> DecryptAsync(HttpClient http, string body)
    {
        using var answer = await http.PostAsync("/api/decrypt/telegram", Json(body), Cancel);
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonSerializer.Deserialize(text, WireJson.Default.DecryptedDto)!;
    }

    private string Hex(int number) => Convert.ToHexString(meter.Telegram(number));
}
