using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Contracts;
using Sluice.Contracts.Jobs;
using Sluice.Metering.Identity;
using Sluice.Metering.Jobs;
using Sluice.Metering.Meters;
using Sluice.Metering.Societies;
using Sluice.Storage.Contract;

namespace Sluice.Api.Tests.Imports;

public sealed class ImportsApiTests(ApiServer server) : IClassFixture<ApiServer>
{
    private const string Key = "000102030405060708090A0B0C0D0E0F";

    private const string Sheet =
        """
        Meters of Green Park

        Meter No,Tower,Flat No,Floor,BHK,Owner,Mobile,Installation Date,AES Key,Remarks
        90000001,A,101,1,2BHK,Asha Example,+91 00000 00001,31/03/2025,000102030405060708090A0B0C0D0E0F,x
        90000002,A,102,1,3BHK,,,2025-03-31,,
        90000002,A,103,1,3BHK,,,2025-03-31,,
        9000000X,A,104,,,,,,,
        90000005,A,105,,,,,03/31/2025,,
        90000006,,106,,,,,,,
        90000007,A,107,,,,,,1234,
        """;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_dry_run_shows_everything_and_changes_nothing_then_is_applied_and_the_same_again_is_unchanged()
    {
        using var client = await ImportClient.NewSocietyAsync(server, "dry-run");
        var dry = await client.ImportAsync(Sheet, "?dryRun=true");
        Assert.Equal(("SUCCEEDED", true), (dry.State, dry.Result!.Value.GetProperty("dryRun").GetBoolean()));
        Assert.Equal("rows=7 added=2 bad=5 keys=1", ImportClient.Counts(dry));
        Assert.Equal("Meter No", dry.Result!.Value.GetProperty("columns").GetProperty("serialNumber").GetString());
        Assert.Equal("Remarks", Assert.Single(dry.Result!.Value.GetProperty("unusedColumns").EnumerateArray()).GetString());
        Assert.Empty(await client.MetersAsync());

        var report = await client.ReportAsync(dry, "?only=bad");
        Assert.Equal(
            ["6 KAM.90000002 DuplicateInFile ", "7  InvalidSerial Meter No", "8 KAM.90000005 InvalidDate Installation Date", "9 KAM.90000006 MissingPlace Tower", "10 KAM.90000007 InvalidKey AES Key"],
            report.Rows.Select(static r => $"{r.Row} {r.Id} {r.Code} {r.Column}"));
        Assert.Contains("row 5", report.Rows[0].Message, StringComparison.Ordinal);

        var real = await client.ApplyAsync(dry);
        Assert.Equal("rows=7 added=2 bad=5 keys=1", ImportClient.Counts(real));
        Assert.Equal(["KAM.90000001 A/101 Active", "KAM.90000002 A/102 Active"], await client.MetersAsync());
        var flat = await server.Services.GetRequiredService<ISocietyStore>().FindFlatAsync(client.Scope, "A", "101", Cancel);
        Assert.Equal((1, "2BHK", new Resident("Asha Example", "+91 00000 00001")), (flat!.Floor!.Value, flat.Type, Assert.Single(flat.Residents)));
        var meter = await server.Services.GetRequiredService<IMeterStore>().FindAsync(client.Scope, new(new(0x2C2D), 0x90000001), Cancel);
        Assert.Equal((new DateOnly(2025, 3, 31), 8), (meter!.InstallationDate!.Value, meter.KeyFingerprint!.Length));

        Assert.Equal("rows=7 unchanged=2 bad=5 keys=1", ImportClient.Counts(await client.ImportAsync(Sheet)));
        Assert.Equal("rows=7 unchanged=2 bad=5 keys=1", ImportClient.Counts(await client.ApplyAsync(dry)));
    }

    [Fact]
    public async Task Changes_and_moves_are_named_and_what_the_file_does_not_say_stays()
    {
        using var client = await ImportClient.NewSocietyAsync(server, "moves");
        await client.ImportAsync("serialNumber,towerName,flatNumber,floor,place,residentName\n90000011,A,101,1,kitchen,Asha\n90000012,A,102,1,bath,\n");
        var job = await client.ImportAsync("serialNumber,towerName,flatNumber,floor,place,status\n90000011,B,201,2,,\n90000012,,,,,maintenance\n", "?dryRun=true");
        Assert.Equal("rows=2 updated=2 moved=1", ImportClient.Counts(job));
        var rows = (await client.ReportAsync(job)).Rows;
        Assert.Equal("towerName flatNumber floor A/101 B/201", $"{string.Join(' ', rows[0].Changes!)} {rows[0].MovedFrom} {rows[0].MovedTo}");
        Assert.Equal("status", Assert.Single(rows[1].Changes!));
        await client.ApplyAsync(job);
        Assert.Equal(["KAM.90000011 B/201 Active", "KAM.90000012 A/102 Maintenance"], await client.MetersAsync());
    }

    [Fact]
    public async Task All_or_nothing_changes_nothing_when_one_row_is_bad()
    {
        using var client = await ImportClient.NewSocietyAsync(server, "all-or-nothing");
        const string bad = "serialNumber,towerName,flatNumber\n90000021,A,101\nx,A,102\n";
        var refused = await client.ImportAsync(bad, "?allOrNothing=true");
        Assert.Equal(("FAILED", "BadRows", "rows=2 added=1 bad=1"), (refused.State, refused.Error!.Code, ImportClient.Counts(refused)));
        Assert.Empty(await client.MetersAsync());
        var good = await client.ImportAsync(bad.Replace("\nx,", "\n90000022,", StringComparison.Ordinal), "?allOrNothing=true");
        Assert.Equal(("SUCCEEDED", "rows=2 added=2"), (good.State, ImportClient.Counts(good)));
        Assert.Equal(2, (await client.MetersAsync()).Count);
    }

    [Fact]
    public async Task Meters_missing_from_the_file_are_taken_out_of_use_only_when_asked_and_shown_before()
    {
        using var client = await ImportClient.NewSocietyAsync(server, "missing");
        const string header = "serialNumber,towerName,flatNumber\n";
        await client.ImportAsync(header + "90000031,A,1\n90000032,A,2\n90000033,A,3\n");
        Assert.Equal("rows=1 unchanged=1", ImportClient.Counts(await client.ImportAsync(header + "90000031,A,1\n")));
        var unreadable = await client.ImportAsync(header + "90000031,A,1\nx,A,2\n", "?deactivateMissing=true");
        Assert.Equal("rows=2 unchanged=1 bad=1", ImportClient.Counts(unreadable));
        Assert.Contains("readable", unreadable.Result!.Value.GetProperty("note").GetString(), StringComparison.Ordinal);
        var dry = await client.ImportAsync(header + "90000031,A,1\n90000033,,\n", "?deactivateMissing=true&dryRun=true");
        Assert.Equal("rows=2 unchanged=2 deactivated=1", ImportClient.Counts(dry));
        Assert.Equal((0, "KAM.90000032", "DEACTIVATED"), Assert.Single((await client.ReportAsync(dry, "?only=changed")).Rows.Select(static r => (r.Row, r.Id!, r.Outcome))));
        Assert.All(await client.MetersAsync(), static m => Assert.EndsWith(" Active", m, StringComparison.Ordinal));
        Assert.Equal("rows=2 unchanged=2 deactivated=1", ImportClient.Counts(await client.ApplyAsync(dry)));
        Assert.Equal(["KAM.90000031 A/1 Active", "KAM.90000032 A/2 Inactive", "KAM.90000033 A/3 Active"], await client.MetersAsync());
    }

    [Fact]
    public async Task A_meter_of_another_society_is_a_conflict_and_stays_there()
    {
        using var first = await ImportClient.NewSocietyAsync(server, "first-owner");
        using var second = await ImportClient.NewSocietyAsync(server, "second-owner");
        const string csv = "serialNumber,towerName,flatNumber,encryptionKey\n90000041,A,1," + Key + "\n";
        await first.ImportAsync(csv);
        var job = await second.ImportAsync(csv);
        Assert.Equal("rows=1 conflicts=1", ImportClient.Counts(job));
        Assert.Equal("RegisteredElsewhere", Assert.Single((await second.ReportAsync(job)).Rows).Code);
        Assert.Empty(await second.MetersAsync());
        Assert.Single(await first.MetersAsync());
    }

    [Fact]
    public async Task The_report_as_csv_is_safe_in_a_spreadsheet_and_shows_no_key()
    {
        using var client = await ImportClient.NewSocietyAsync(server, "csv-report");
        var job = await client.ImportAsync($"serialNumber,\"=HYPERLINK(\"\"http://x\"\")\",flatNumber,encryptionKey\n90000051,A,1,{Key}\n90000052,A,1,{Key}00\n", "?dryRun=true");
        using var answer = await client.Http.GetAsync($"/api/jobs/{job.Id}/report?format=csv", Cancel);
        Assert.Equal("text/csv", answer.Content.Headers.ContentType!.MediaType);
        var csv = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.StartsWith("row,id,outcome,code,column,message,changes,movedFrom,movedTo\r\n2,KAM.90000051,BAD,MissingPlace,", csv.TrimStart('\uFEFF'), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, csv + job, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_mapping_of_its_own_reads_a_societys_own_sheet()
    {
        using var client = await ImportClient.NewSocietyAsync(server, "own-mapping");
        using var suggest = await client.Http.PostAsync("/api/societies/own-mapping/imports/suggest", Json("""{"headers":["Sr","Meter No","Unit No","Fitted"]}"""), Cancel);
        var suggestion = JsonSerializer.Deserialize(await suggest.Content.ReadAsStringAsync(Cancel), WireJson.Default.SuggestionDto)!;
        Assert.True(suggestion.Usable);
        Assert.Equal(["Sr", "Fitted"], suggestion.UnusedColumns);
        Assert.Equal(["serialNumber", "unit"], suggestion.Mapping.Columns!.Keys.Order(StringComparer.Ordinal));

        const string address = "/api/societies/own-mapping/import-mappings/office";
        using var bad = await client.Http.PutAsync(address, Json("""{"columns":{"unit":["Unit No"]}}"""), Cancel);
        Assert.Equal("BadMapping", await CodeAsync(bad, HttpStatusCode.BadRequest));
        using var put = await client.Http.PutAsync(address,
            Json("""{"columns":{"serialNumber":["Meter No"],"unit":["Unit No"],"installationDate":["Fitted"]},"constants":{"meterType":"MULTICAL 21"},"dateFormat":"MM/dd/yyyy"}"""), Cancel);
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        var job = await client.ImportAsync("Sr;Meter No;Unit No;Fitted\n1;90000061;B-204;03/31/2025\n", "?preset=office");
        Assert.Equal("rows=1 added=1", ImportClient.Counts(job));
        var meter = await server.Services.GetRequiredService<IMeterStore>().FindAsync(client.Scope, new(new(0x2C2D), 0x90000061), Cancel);
        Assert.Equal(("B", "204", "MULTICAL 21", new DateOnly(2025, 3, 31)), (meter!.Tower, meter.Flat, meter.MeterType, meter.InstallationDate!.Value));
        Assert.Equal(HttpStatusCode.NoContent, (await client.Http.DeleteAsync(address, Cancel)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.Http.GetAsync(address, Cancel)).StatusCode);
    }

    [Fact]
    public async Task A_form_with_a_file_does_as_well_as_a_bare_body()
    {
        using var client = await ImportClient.NewSocietyAsync(server, "form");
        using var form = new MultipartFormDataContent { { new StringContent("x"), "note" }, { new ByteArrayContent(Encoding.UTF8.GetBytes("serialNumber,towerName,flatNumber\n90000071,A,1\n")), "file", "my meters.csv" } };
        using var answer = await client.Http.PostAsync("/api/societies/form/imports", form, Cancel);
        var job = await client.EndOfAsync(answer);
        Assert.Equal("my meters.csv", job.Result!.Value.GetProperty("fileName").GetString());
        Assert.Equal("rows=1 added=1", ImportClient.Counts(job));
    }

    [Theory]
    [InlineData("?dryRun=yes", "x", "BadFlag")]
    [InlineData("?encoding=ebcdic", "x", "BadEncoding")]
    [InlineData("?preset=nobody", "x", "UnknownPreset")]
    [InlineData("?sheet=", "x", "BadSheet")]
    [InlineData("", "", "NoFile")]
    public async Task Wrong_requests_are_named(string query, string body, string code)
    {
        using var http = server.Client();
        if (await server.Services.GetRequiredService<ISocietyStore>().FindAsync(Scopes.Of("wrong"), Cancel) is null)
            await server.Services.GetRequiredService<ISocietyStore>().CreateAsync(Scopes.Installation, new() { Id = SocietyId.Parse("wrong"), Name = "x" }, Cancel);
        using var answer = await http.PostAsync($"/api/societies/wrong/imports{query}", new StringContent(body), Cancel);
        Assert.Equal(code, await CodeAsync(answer, HttpStatusCode.BadRequest));
    }

    [Theory]
    [InlineData("a,b,c\n1,2,3\n", "NoHeader")]
    [InlineData("\n \n", "NoHeader")]
    [InlineData("PK\u0003\u0004 no zip", "Damaged")]
    [InlineData("serialNumber\n\"open", "Damaged")]
    [InlineData("<html>", "NotATable")]
    public async Task A_file_that_cannot_be_read_is_a_failed_job_that_says_why(string file, string code)
    {
        using var client = new ImportClient(server, "unreadable");
        if (await server.Services.GetRequiredService<ISocietyStore>().FindAsync(client.Scope, Cancel) is null)
            await server.Services.GetRequiredService<ISocietyStore>().CreateAsync(Scopes.Installation, new() { Id = client.Scope.Society, Name = "x" }, Cancel);
        var job = await client.ImportAsync(file);
        Assert.Equal(("FAILED", code), (job.State, job.Error!.Code));
    }

    [Fact]
    public async Task Only_a_dry_run_that_ended_well_can_be_applied()
    {
        using var client = await ImportClient.NewSocietyAsync(server, "apply");
        foreach (var job in (JobDto[])[await client.ImportAsync("serialNumber,towerName,flatNumber\n90000081,A,1\n"), await client.ImportAsync("nonsense", "?dryRun=true")])
        {
            using var answer = await client.Http.PostAsync($"/api/jobs/{job.Id}/apply", null, Cancel);
            Assert.Equal("NotADryRun", await CodeAsync(answer, HttpStatusCode.Conflict));
        }
    }

    [Fact]
    public async Task Societies_are_imported_by_the_super_admin()
    {
        using var http = server.Client();
        const string csv = "Society ID,Society Name,Address,Time Zone,Towers\nimported-one,Imported One,\"1, First Road\",Asia/Kolkata,\"A, B; C\"\nBad Id,x,,,\nimported-two,Two,,Mars/Olympus,\n";
        using var started = await http.PostAsync("/api/imports/societies", new StringContent(csv), Cancel);
        var job = JsonSerializer.Deserialize(await started.Content.ReadAsStringAsync(Cancel), WireJson.Default.JobDto)!;
        Assert.Equal($"/api/installation/jobs/{job.Id}", started.Headers.Location!.ToString());
        Assert.True(JobId.TryParse(job.Id, out var id));
        await server.Services.GetRequiredService<IJobQueue>().WaitAsync(Scopes.Installation, id, TimeSpan.FromMinutes(1), Cancel);
        job = JsonSerializer.Deserialize(await http.GetStringAsync($"/api/installation/jobs/{job.Id}", Cancel), WireJson.Default.JobDto)!;
        Assert.Equal("rows=3 added=1 bad=2", ImportClient.Counts(job));
        var report = await http.GetStringAsync($"/api/installation/jobs/{job.Id}/report?only=bad", Cancel);
        Assert.Contains("InvalidId", report, StringComparison.Ordinal);
        var societies = server.Services.GetRequiredService<ISocietyStore>();
        Assert.Equal(("Imported One", "1, First Road"), await societies.FindAsync(Scopes.Of("imported-one"), Cancel) is { } society ? (society.Name, society.Address) : default);
        Assert.Equal(["A", "B", "C"], (await societies.StructureAsync(Scopes.Of("imported-one"), Cancel)).Towers.Select(static t => t.Name));
        using var admin = server.Client(Role.SocietyAdmin, "imported-one");
        Assert.Equal(HttpStatusCode.Forbidden, (await admin.PostAsync("/api/imports/societies", new StringContent(csv), Cancel)).StatusCode);
    }

    private static StringContent Json(string json) => new(json, Encoding.UTF8, "application/json");

    private static async Task<string> CodeAsync(HttpResponseMessage answer, HttpStatusCode status)
    {
        var text = await answer.Content.ReadAsStringAsync(Cancel);
        Assert.True(answer.StatusCode == status, $"{answer.StatusCode}: {text}");
        return JsonSerializer.Deserialize(text, WireJson.Default.ProblemDto)!.Code;
    }
}
