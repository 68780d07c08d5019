using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Sluice.Api.Tests.Sessions;
using Sluice.Metering.Identity;
using static Sluice.Api.Tests.Exports.ExportWorld;

namespace Sluice.Api.Tests.Exports;

/// <summary>A society's own workbooks and billing layouts over REST, on the real server.</summary>
public sealed class ExportFormsApiTests(ApiServer server) : IClassFixture<ApiServer>
{
    private const string Layout = """{"delimiter":";","unit":"litres","decimals":0,"per_flat":true,"columns":[{"header":"Flat","field":"unit"},{"header":"Kind","text":"WATER"},{"header":"Used","field":"usage"}]}""";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_own_workbook_is_handed_up_listed_filled_fetched_back_and_removed()
    {
        var world = await StartAsync(server, "form-park", first: 7001, count: 3, heard: 2);
        const string address = "/api/societies/form-park/workbook-templates/our-bill";
        var drawn = DrawnWorkbook.Make();
        using (var put = await world.Admin.PutAsync(address, new ByteArrayContent(drawn), Cancel)) Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        using (var form = new MultipartFormDataContent { { new ByteArrayContent(drawn), "file", "any name.xlsx" } })
        using (var put = await world.Admin.PutAsync(address.Replace("our-bill", "second", StringComparison.Ordinal), form, Cancel)) Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        var listed = await RoundWorld.GetAsync(world.Admin, "/api/societies/form-park/workbook-templates");
        Assert.Equal([("our-bill", drawn.Length), ("second", drawn.Length)], listed.GetProperty("templates").EnumerateArray().Select(static t => (t.GetProperty("name").GetString()!, t.GetProperty("size").GetInt32())));
        Assert.Equal(drawn, await world.Admin.GetByteArrayAsync(address, Cancel));

        var export = await world.ExportAsync(""","format":"xlsx","template":"our-bill" """);
        Assert.Equal(("our-bill", $"societies/form-park/exports/excel/our-bill/{world.Round}.xlsx"), (export.Template, export.S3Location));
        var rows = MiniExcelLibs.MiniExcel.Query(new MemoryStream(await world.FetchAsync(export)), sheetName: "Bill").Cast<IDictionary<string, object?>>().ToList();
        Assert.Equal("form-park", rows[0]["B"]);
        Assert.Equal(3, rows.Count - 2);
        Assert.Equal(["GOOD", "GOOD", "MISSING"], rows.Skip(2).Select(static r => r["C"]?.ToString() ?? "").Order());

        using (var gone = await world.Admin.DeleteAsync(address, Cancel)) Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        Assert.Equal("400 BadTemplate", await RoundWorld.ProblemAsync(world.Admin, HttpMethod.Post, "/api/export/excel", $$"""{"sessionId":"{{world.Round}}","template":"our-bill"}"""));
        Assert.Equal("404 NotFound", await RoundWorld.ProblemAsync(world.Admin, HttpMethod.Delete, address));
    }

    [Fact]
    public async Task A_protected_workbook_of_ones_own_is_encrypted()
    {
        var world = await StartAsync(server, "secret-form", first: 7021, count: 1, heard: 1);
        using (var put = await world.Admin.PutAsync("/api/societies/secret-form/workbook-templates/bill", new ByteArrayContent(DrawnWorkbook.Make()), Cancel)) Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        var file = await world.FetchAsync(await world.ExportAsync(""","template":"bill","options":{"passwordProtect":true},"password":"s3cret" """));
        Assert.Equal([0xD0, 0xCF, 0x11, 0xE0], file[..4]);   // a compound file, as Excel encrypts
    }

    [Fact]
    public async Task A_workbook_that_cannot_be_filled_is_refused_with_its_place_and_the_one_before_stays()
    {
        var world = await StartAsync(server, "bad-form", first: 7041, count: 1, heard: 0);
        const string address = "/api/societies/bad-form/workbook-templates/bill";
        using (var put = await world.Admin.PutAsync(address, new ByteArrayContent(DrawnWorkbook.Make()), Cancel)) Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        foreach (var (bytes, code, words) in new[]
        {
            (DrawnWorkbook.Make("{serail}"), "BadTemplate", "{serail} in A3 on Bill is not known"), ("not a zip"u8.ToArray(), "BadTemplate", "not an Excel workbook"), ([], "NoFile", "the file"),
        })
        {
            using var put = await world.Admin.PutAsync(address, new ByteArrayContent(bytes), Cancel);
            var problem = await put.Content.ReadFromJsonAsync<JsonElement>(Cancel);
            Assert.Equal((HttpStatusCode.BadRequest, code), (put.StatusCode, problem.GetProperty("code").GetString()));
            Assert.Contains(words, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
        Assert.Equal(DrawnWorkbook.Make().Length, (await world.Admin.GetByteArrayAsync(address, Cancel)).Length);
        Assert.Equal("400 NameTaken", await PutAsync(world.Admin, "/api/societies/bad-form/workbook-templates/detailed", "x"));
        Assert.Equal("400 BadName", await PutAsync(world.Admin, "/api/societies/bad-form/workbook-templates/Our%20Bill", "x"));
        using var scanner = server.Client(Role.Scanner, "bad-form");
        Assert.Equal("403 Forbidden", await PutAsync(scanner, address, "x"));
    }

    [Fact]
    public async Task An_own_billing_layout_is_kept_used_and_removed()
    {
        var world = await StartAsync(server, "layout-park", first: 7061, count: 2, heard: 2);
        const string address = "/api/societies/layout-park/billing-layouts/our-tool";
        var (status, kept) = await RoundWorld.SendAsync(world.Admin, HttpMethod.Put, address, Layout);
        Assert.Equal((HttpStatusCode.OK, "our-tool"), (status, kept.GetProperty("name").GetString()));
        Assert.Equal("our-tool", (await RoundWorld.GetAsync(world.Admin, "/api/societies/layout-park/billing-layouts")).GetProperty("layouts")[0].GetProperty("name").GetString());
        Assert.Equal(";", (await RoundWorld.GetAsync(world.Admin, address)).GetProperty("delimiter").GetString());
        var text = Encoding.UTF8.GetString(await world.FetchAsync(await world.ExportAsync(""","format":"billing","template":"our-tool" """)));
        Assert.StartsWith("Flat;Kind;Used\r\n", text.TrimStart('\uFEFF'), StringComparison.Ordinal);
        Assert.NotEmpty(await world.FetchAsync(await world.ExportAsync(""","format":"billing-xlsx","template":"our-tool" """)));
        using (var gone = await world.Admin.DeleteAsync(address, Cancel)) Assert.Equal(HttpStatusCode.NoContent, gone.StatusCode);
        Assert.Equal("404 NotFound", await RoundWorld.ProblemAsync(world.Admin, HttpMethod.Get, address));
    }

    [Theory]
    [InlineData("our-tool", """{"columns":[{"header":"Flat","field":"flt"}]}""", "BadLayout")]
    [InlineData("our-tool", """{"columns":[]}""", "BadLayout")]
    [InlineData("our-tool", """{"name":"other","columns":[{"header":"Flat","field":"unit"}]}""", "BadLayout")]
    [InlineData("our-tool", "[", "BadJson")]
    [InlineData("mygate", """{"columns":[{"header":"Flat","field":"unit"}]}""", "NameTaken")]
    public async Task A_layout_that_cannot_be_used_is_refused(string name, string layout, string code)
    {
        using var admin = server.Client(Role.SuperAdmin);
        using var made = await admin.PostAsJsonAsync("/api/societies", new { id = "no-layout", name = "No layout" }, Cancel);
        Assert.Equal($"400 {code}", await RoundWorld.ProblemAsync(admin, HttpMethod.Put, $"/api/societies/no-layout/billing-layouts/{name}", layout));
    }

    [Fact]
    public async Task The_presets_are_valid_layouts_to_start_from()
    {
        using var admin = server.Client(Role.SuperAdmin);
        using var made = await admin.PostAsJsonAsync("/api/societies", new { id = "preset-park", name = "Presets" }, Cancel);
        using var anybody = server.Anonymous();
        var presets = (await RoundWorld.GetAsync(anybody, "/api/billing-layouts")).GetProperty("layouts").EnumerateArray().ToList();
        Assert.Equal(["adda", "factech", "mygate", "plain", "weconnectu"], presets.Select(static p => p.GetProperty("name").GetString()).Order());
        foreach (var preset in presets)
        {
            var name = $"our-{preset.GetProperty("name").GetString()}";
            var (status, answer) = await RoundWorld.SendAsync(admin, HttpMethod.Put, $"/api/societies/preset-park/billing-layouts/{name}",
                preset.GetRawText().Replace($"\"{name[4..]}\"", $"\"{name}\"", StringComparison.Ordinal));
            Assert.True(status == HttpStatusCode.OK, answer.ToString());
        }
    }

    private static async Task<string> PutAsync(HttpClient who, string address, string body)
    {
        using var answer = await who.PutAsync(address, new StringContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } }, Cancel);
        return $"{(int)answer.StatusCode} {(await answer.Content.ReadFromJsonAsync<JsonElement>(Cancel)).GetProperty("code").GetString()}";
    }
}
