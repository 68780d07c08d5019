using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Api.Tests.Sessions;
using Sluice.Metering.Exports;
using Sluice.Metering.Files;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;
using Sluice.Metering.Societies;
using Sluice.Storage.Contract;
using static Sluice.Api.Tests.Exports.ExportWorld;

namespace Sluice.Api.Tests.Exports;

public sealed class ExportsApiTests(ApiServer server) : IClassFixture<ApiServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_workbook_holds_what_the_database_holds()
    {
        var world = await StartAsync(server, "xlsx-park", first: 5001, count: 6, heard: 4);
        var export = await world.ExportAsync(""","template":"detailed" """);
        Assert.Equal(("xlsx", "detailed", "xlsx-park", world.Round), (export.Format, export.Template, export.SocietyId, export.SessionId));
        var file = await world.FetchAsync(export);
        Assert.Equal((export.Size, export.Sha256), (file.LongLength, Convert.ToHexStringLower(SHA256.HashData(file))));
        var stored = (await world.StoredAsync()).ToDictionary(static r => r.Sequence.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(4, stored.Count);
        var readings = Rows(file, "Readings");
        Assert.Equal(stored.Keys.Order(), readings.Select(static r => (string)r["Reading"]!).Order());
        Assert.All(readings, r => Assert.Equal(stored[(string)r["Reading"]!].TotalM3, Convert.ToDecimal(r["Total (m³)"], CultureInfo.InvariantCulture)));
        var meters = Rows(file, "Meters");
        Assert.Equal(6, meters.Count);
        Assert.Equal(2, meters.Count(static m => (string)m["Quality"]! == "MISSING"));
        Assert.Equal(stored.Values.Select(static r => r.Meter.Id).Order(), meters.Where(static m => m["Current (m³)"] is not null).Select(static m => (string)m["Serial number"]!).Order());
        Assert.Equal(6, Rows(file, "Analytics").Count);
    }

    [Theory]
    [InlineData("json", null, "application/json")]
    [InlineData("csv", "readings", "text/csv")]
    [InlineData("csv", "meters", "text/csv")]
    [InlineData("csv", "analytics", "text/csv")]
    [InlineData("archive", null, "application/zip")]
    [InlineData("billing", "mygate", "text/csv")]
    [InlineData("billing-xlsx", "plain", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    public async Task Every_format_is_made_and_fetched_under_a_safe_name(string format, string? template, string type)
    {
        var society = $"formats-{format}-{template ?? "x"}";
        var world = await StartAsync(server, society, first: 5101 + (10 * Array.IndexOf(["json", "csv", "archive", "billing", "billing-xlsx"], format)) + (template?.Length ?? 0), count: 1, heard: 1);
        var export = await world.ExportAsync($$""","format":"{{format}}"{{(template is null ? "" : $",\"template\":\"{template}\"")}}""");
        using var answer = await world.Admin.GetAsync(export.DownloadUrl, Cancel);
        Assert.Equal((HttpStatusCode.OK, type), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Matches($"^{society}-[0-9a-f-]{{36}}\\.(json|csv|zip|xlsx)$", answer.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        var file = await answer.Content.ReadAsByteArrayAsync(Cancel);
        var serial = Assert.Single(await world.StoredAsync()).Meter.Id;
        var text = format switch
        {
            "archive" => await TextOfArchiveAsync(file),
            "billing-xlsx" => "",
            _ => Encoding.UTF8.GetString(file),
        };
        if (format is "json" or "csv" or "archive") Assert.Contains(serial, text, StringComparison.Ordinal);
        else Assert.Equal(("NoReading", serial), (Assert.Single(export.LeftOut!).Fault, export.LeftOut![0].SerialNumber));   // no volume for the billing date: said, not billed
    }

    [Fact]
    public async Task A_part_of_the_file_can_be_fetched()
    {
        var world = await StartAsync(server, "range-park", first: 5201, count: 1, heard: 1);
        var export = await world.ExportAsync(""","format":"json" """);
        var whole = await world.FetchAsync(export);
        using var request = new HttpRequestMessage(HttpMethod.Get, export.DownloadUrl) { Headers = { Range = new RangeHeaderValue(5, 9) } };
        using var answer = await world.Admin.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.PartialContent, answer.StatusCode);
        Assert.Equal(whole[5..10], await answer.Content.ReadAsByteArrayAsync(Cancel));
    }

    [Fact]
    public async Task The_link_alone_opens_nothing()
    {
        var world = await StartAsync(server, "link-park", first: 5301, count: 1, heard: 1);
        var export = await world.ExportAsync();
        foreach (var (client, expected) in new[] { (server.Anonymous(), HttpStatusCode.Unauthorized), (server.Client(Role.SocietyAdmin, "elsewhere"), HttpStatusCode.NotFound), (server.Client(Role.Scanner, "link-park"), HttpStatusCode.Forbidden) })
            using (client)
            {
                Assert.Equal(expected, (await client.GetAsync(export.DownloadUrl, Cancel)).StatusCode);
                Assert.Equal(expected, (await client.GetAsync($"/api/exports/{export.Id}", Cancel)).StatusCode);
            }
        using var stranger = server.Client(Role.SocietyAdmin, "elsewhere");
        Assert.Equal("404 NotFound", await RoundWorld.ProblemAsync(stranger, HttpMethod.Post, "/api/export/excel", $$"""{"sessionId":"{{world.Round}}"}"""));
    }

    [Fact]
    public async Task A_file_is_also_kept_as_an_object_in_the_layout_or_where_it_was_wanted()
    {
        var world = await StartAsync(server, "store-park", first: 5401, count: 1, heard: 1);
        var usual = await world.ExportAsync(address: "/api/export/s3");
        var own = await world.ExportAsync(""","bucketPath":"monthly/2026-11/","format":"json" """, "/api/export/s3");
        Assert.Equal((true, $"societies/store-park/exports/excel/{world.Round}.xlsx"), (usual.Success, usual.S3Location));
        Assert.Equal((true, $"societies/store-park/exports/monthly/2026-11/{world.Round}.json"), (own.Success, own.S3Location));
        await using var kept = await server.Services.GetRequiredService<IFileStore>().OpenAsync(FileName.OfSociety(Scopes.Of("store-park"), "exports", "excel", $"{world.Round}.xlsx"), Cancel);
        Assert.Equal(usual.Sha256, Convert.ToHexStringLower(await SHA256.HashDataAsync(kept!, Cancel)));
    }

    [Fact]
    public async Task A_protected_file_is_encrypted_and_the_password_is_nowhere()
    {
        var world = await StartAsync(server, "secret-park", first: 5501, count: 1, heard: 1);
        var export = await world.ExportAsync(""","options":{"passwordProtect":true},"password":"Canary-Sesame-77" """);
        var file = await world.FetchAsync(export);
        Assert.Equal("D0CF11E0A1B11AE1", Convert.ToHexString(file.AsSpan(0, 8)));   // a compound file, not a ZIP
        Assert.True(JobId.TryParse(export.Id, out var id));
        var job = await server.Services.GetRequiredService<IJobStore>().FindAsync(Scopes.Of("secret-park"), id, Cancel);
        Assert.DoesNotContain("Canary", $"{job!.Request}{job.Result}{job.Checkpoint}", StringComparison.Ordinal);
        foreach (var kept in Directory.EnumerateFiles(server.Data, "sluice.db*"))
        {
            await using var stream = new FileStream(kept, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream, Encoding.Latin1);
            Assert.DoesNotContain("Canary-Sesame-77", await reader.ReadToEndAsync(Cancel), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_protected_export_that_a_restart_cut_short_says_that_it_must_be_asked_again()
    {
        var (scope, id) = (Scopes.Of("restart-park"), JobId.New(TimeProvider.System));
        var request = JsonSerializer.Serialize(new ExportRequest { Session = Guid.NewGuid(), Template = "standard", Options = new() { PasswordProtect = true } }, ExportJson.Default.ExportRequest);
        var queue = server.Services.GetRequiredService<IJobQueue>();
        await queue.StartAsync(scope, id, ExportRequest.Kind, request, Cancel);   // as it comes back after a restart: without its secret
        Assert.Equal("PasswordGone", (await queue.WaitAsync(scope, id, TimeSpan.FromMinutes(1), Cancel))!.Error!.Code);
    }

    [Fact]
    public async Task After_24_hours_the_link_has_expired_and_a_cancelled_export_has_no_file()
    {
        await StartAsync(server, "old-park", first: 5601, count: 1, heard: 0);
        using var http = server.Client(Role.SocietyAdmin, "old-park");
        var result = new ExportResult { Size = 1, Sha256 = new('0', 64), Location = "x" };
        var old = await AddAsync(JobState.Succeeded, TimeProvider.System.GetUtcNow().AddHours(-25), JsonSerializer.Serialize(result, ExportJson.Default.ExportResult));
        Assert.Equal("410 LinkExpired", await RoundWorld.ProblemAsync(http, HttpMethod.Get, $"/api/exports/{old}/file"));
        Assert.False((await RoundWorld.GetAsync(http, $"/api/exports/{old}")).TryGetProperty("downloadUrl", out _));
        Assert.True(JobId.TryParse(old, out var oldId));
        var (files, left) = (server.Services.GetRequiredService<IFileStore>(), FileName.OfJob("somebody", oldId, "export"));
        await files.PutAsync(left, new MemoryStream([1]), 10, Cancel);
        await server.Services.GetRequiredService<RetentionRun>().ApplyAsync(Cancel);
        Assert.Null(await files.OpenAsync(left, Cancel));
        var cancelled = await AddAsync(JobState.Cancelled, TimeProvider.System.GetUtcNow(), null);
        Assert.Equal("409 NoFileYet", await RoundWorld.ProblemAsync(http, HttpMethod.Get, $"/api/exports/{cancelled}/file"));
        var waiting = await AddAsync(JobState.Queued, null, null);
        Assert.Equal("CANCELLED", (await RoundWorld.SendAsync(http, HttpMethod.Post, $"/api/exports/{waiting}/cancel")).Answer.GetProperty("state").GetString());
        var listed = (await RoundWorld.GetAsync(http, "/api/societies/old-park/exports")).GetProperty("exports").EnumerateArray().Select(static e => e.GetProperty("id").GetString());
        Assert.Equal([waiting, cancelled, old], listed);
    }

    [Fact]
    public async Task A_round_shows_its_exports_to_who_may_make_them()
    {
        var world = await StartAsync(server, "shown-park", first: 5691, count: 1, heard: 1);
        var first = await world.ExportAsync(""","format":"json" """);
        var second = await world.ExportAsync();
        var round = await RoundWorld.GetAsync(world.Admin, $"/api/sessions/{world.Round}");
        Assert.Equal([second.Id, first.Id], round.GetProperty("exports").EnumerateArray().Select(static e => e.GetProperty("id").GetString()));
        Assert.Equal(["export", "format", "session", "society", "template"], round.GetProperty("exports")[0].GetProperty("tags").EnumerateObject().Select(static t => t.Name).Order());
        Assert.False((await RoundWorld.GetAsync(world.Scanner, $"/api/sessions/{world.Round}")).TryGetProperty("exports", out _));
    }

    [Fact]
    public async Task A_month_of_a_society_is_exported_without_a_round()
    {
        var world = await StartAsync(server, "month-park", first: 5701, count: 3, heard: 2);
        using var answer = await world.PostAsync("/api/export/excel", """{"societyId":"month-park","month":"2026-03","format":"csv"}""");
        var export = await world.EndOfAsync(answer);
        Assert.Equal((new DateOnly(2026, 3, 1), new DateOnly(2026, 3, 31)), (export.From, export.To));
        var lines = Encoding.UTF8.GetString(await world.FetchAsync(export)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, lines.Length);
        Assert.Equal("societies/month-park/exports/csv/readings/2026-03-01_2026-04-01.csv", export.S3Location);
    }

    [Fact]
    public async Task A_meter_is_compared_with_those_in_the_same_place_of_other_flats()
    {
        var world = await StartAsync(server, "like-park", first: 5821, count: 12, heard: 12);   // a kitchen and a bath in each flat; all begin at 1 litre
        await world.HearAsync(number: 1001, meters: 12, "2026-03-11T12:00:00Z");
        await world.HearAsync(number: 2001, meters: 1, "2026-03-11T13:00:00Z");
        using var answer = await world.PostAsync("/api/export/excel", """{"societyId":"like-park","month":"2026-03","format":"csv","template":"analytics"}""");
        var lines = Encoding.UTF8.GetString(await world.FetchAsync(await world.EndOfAsync(answer))).TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(static l => l.Split(',')).ToList();
        var like = Array.IndexOf(lines[0], "against_like_flats");
        Assert.Equal(["2", .. Enumerable.Repeat("1", 11)], lines.Skip(1).Select(l => l[like]).OrderDescending(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_bill_reads_the_registers_of_the_common_dates()
    {
        var world = await StartAsync(server, "bill-park", first: 5751, count: 2, heard: 2);
        await world.HearAsync(number: 5000, meters: 1, "2026-04-03T08:00:00Z");
        using var answer = await world.PostAsync("/api/export/excel", """{"societyId":"bill-park","month":"2026-03","format":"billing","template":"plain"}""");
        var export = await world.EndOfAsync(answer);
        var lines = Encoding.UTF8.GetString(await world.FetchAsync(export)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("A,101,kitchen,90005751,2026-03-01,2026-04-01,0.000,2.500,2.500,ACTUAL", lines[1], StringComparison.Ordinal);
        Assert.Equal(("NoReading", "90005752"), (Assert.Single(export.LeftOut!).Fault, export.LeftOut![0].SerialNumber));
    }

    [Theory]
    [InlineData("{}", "400 NothingToExport")]
    [InlineData("""{"sessionId":"ROUND","societyId":"bad-park"}""", "400 NothingToExport")]
    [InlineData("""{"sessionId":"01900000-0000-7000-8000-000000000001"}""", "404 NotFound")]
    [InlineData("""{"sessionId":"nonsense"}""", "404 NotFound")]
    [InlineData("""{"societyId":"elsewhere","month":"2026-03"}""", "404 NotFound")]
    [InlineData("""{"societyId":"bad-park"}""", "400 BadPeriod")]
    [InlineData("""{"societyId":"bad-park","month":"2026-13"}""", "400 BadPeriod")]
    [InlineData("""{"societyId":"bad-park","from":"2026-03-02","to":"2026-03-01"}""", "400 BadPeriod")]
    [InlineData("""{"sessionId":"ROUND","format":"pdf"}""", "400 BadFormat")]
    [InlineData("""{"sessionId":"ROUND","template":"fancy"}""", "400 BadTemplate")]
    [InlineData("""{"sessionId":"ROUND","format":"billing","template":"standard"}""", "400 BadTemplate")]
    [InlineData("""{"sessionId":"ROUND","options":{"worksheets":{"summary":false,"readings":false,"meters":false}}}""", "400 NoWorksheets")]
    [InlineData("""{"sessionId":"ROUND","options":{"passwordProtect":true}}""", "400 BadPassword")]
    [InlineData("""{"sessionId":"ROUND","password":"x"}""", "400 BadPassword")]
    [InlineData("""{"sessionId":"ROUND","format":"csv","options":{"passwordProtect":true},"password":"x"}""", "400 BadPassword")]
    [InlineData("""{"sessionId":"ROUND","bucketPath":"a"}""", "400 BadBucketPath")]
    [InlineData("""{"sessionId":"ROUND","bucketPath":"../configurations"}""", "400 BadBucketPath", "s3")]
    [InlineData("""{"sessionId":"ROUND","bucketPath":"/etc"}""", "400 BadBucketPath", "s3")]
    [InlineData("""{"sessionId":"ROUND","bucketPath":"societies/elsewhere/exports"}""", "400 BadBucketPath", "s3")]
    public async Task Bad_requests_are_named(string body, string problem, string call = "excel")
    {
        var world = bad ??= await StartAsync(server, "bad-park", first: 5801, count: 1, heard: 0);
        Assert.Equal(problem, await RoundWorld.ProblemAsync(world.Admin, HttpMethod.Post, $"/api/export/{call}", body.Replace("ROUND", world.Round, StringComparison.Ordinal)));
    }

    private static ExportWorld? bad;

    private async Task<string> AddAsync(JobState state, DateTimeOffset? finished, string? result)
    {
        var job = new Job
        {
            Id = JobId.New(TimeProvider.System),
            Society = SocietyId.Parse("old-park"),
            Kind = ExportRequest.Kind,
            CreatedBy = "somebody",
            CreatedAt = TimeProvider.System.GetUtcNow(),
            State = state,
            FinishedAt = finished,
            Request = JsonSerializer.Serialize(new ExportRequest { Session = Guid.NewGuid(), Template = "standard" }, ExportJson.Default.ExportRequest),
            Result = result,
        };
        await server.Services.GetRequiredService<IJobStore>().AddAsync(Scopes.Of("old-park"), job, Cancel);
        return job.Id.ToString();
    }

    private static async Task<string> TextOfArchiveAsync(byte[] file)
    {
        await using var zip = new ZipArchive(new MemoryStream(file));
        Assert.Equal(["manifest.json", "meters.csv", "readings.csv", "telegrams.jsonl"], zip.Entries.Select(static e => e.FullName).Order(StringComparer.Ordinal));
        using var reader = new StreamReader(await zip.GetEntry("readings.csv")!.OpenAsync(Cancel));
        return await reader.ReadToEndAsync(Cancel);
    }
}
