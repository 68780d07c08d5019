using System.Net;
using System.Text;
using Sluice.Api.Tests.Sessions;
using static Sluice.Api.Tests.Exports.ExportWorld;

namespace Sluice.Api.Tests.Exports;

/// <summary>Odd words that people type come through the whole way: from the call that brings them in to each kind of file.</summary>
public sealed class OddTextTests(ApiServer server) : IClassFixture<ApiServer>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, "=HYPERLINK(\"http://evil.example\",\"click\")")]
    [InlineData(1, "💧 dripping 👩‍🔧 — שלום עולם, \u202Ereversed\u202C, التسرب")]
    [InlineData(2, "+1-800 @SUM(A1) <b>&amp;</b> \"quoted\", with, commas; and\ttabs")]
    public async Task A_note_is_the_same_text_in_workbook_csv_and_json_and_never_runs(int number, string note)
    {
        var world = await StartAsync(server, $"odd-park-{number}", first: 8401 + (10 * number), count: 1, heard: 0);
        var (status, answer) = await RoundWorld.SendAsync(world.Scanner, HttpMethod.Post, $"/api/sessions/{world.Round}/update",
            $$"""{"meterId":"KAM.{{90000000 + 8401 + (10 * number)}}","status":"MANUAL","reading":12.5,"note":{{System.Text.Json.JsonSerializer.Serialize(note)}}}""");
        Assert.True(status == HttpStatusCode.OK, answer.ToString());

        var workbook = Rows(await world.FetchAsync(await world.ExportAsync()), "Meters");
        Assert.Equal(note, Assert.Single(workbook)["Note"]);
        var csv = Encoding.UTF8.GetString(await world.FetchAsync(await world.ExportAsync(""","format":"csv","template":"meters" """)));
        var escaped = (note[0] is '=' or '+' or '@' or '-' ? "'" : "") + note;
        Assert.Contains(escaped.Replace("\"", "\"\"", StringComparison.Ordinal), csv, StringComparison.Ordinal);
        using var json = System.Text.Json.JsonDocument.Parse(await world.FetchAsync(await world.ExportAsync(""","format":"json" """)));
        Assert.Equal(note, json.RootElement.GetProperty("meters")[0].GetProperty("note").GetString());
        using var put = await world.Admin.PutAsync($"/api/societies/odd-park-{number}/workbook-templates/bill", new ByteArrayContent(DrawnWorkbook.Make("{note}")), Cancel);
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
        var own = MiniExcelLibs.MiniExcel.Query(new MemoryStream(await world.FetchAsync(await world.ExportAsync(""","template":"bill" """))), sheetName: "Bill").Cast<IDictionary<string, object?>>().ToList();
        Assert.Equal(note, own[2]["A"]);
    }
}
