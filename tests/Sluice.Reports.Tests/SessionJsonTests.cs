using System.Text.Json;
using Sluice.Reports.Cells;
using Sluice.Reports.Json;
using Sluice.WMBus.Tests.Drivers;

namespace Sluice.Reports.Tests;

public class SessionJsonTests
{
    [Fact]
    public async Task The_document_is_what_the_schema_says()
    {
        using var document = await WriteAsync(120);
        using var schema = await JsonDocument.ParseAsync(SessionJson.OpenSchema(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(SchemaCheck.Errors(schema.RootElement, document.RootElement));
    }

    [Fact]
    public async Task The_schema_names_every_column_with_its_meaning()
    {
        using var schema = await JsonDocument.ParseAsync(SessionJson.OpenSchema(), cancellationToken: TestContext.Current.CancellationToken);
        var definitions = schema.RootElement.GetProperty("$defs");
        Assert.Equal(ReportColumns.Readings.Select(c => (c.Name, Meaning(c.Meaning, c.Unit))), Members("reading"));
        Assert.Equal(ReportColumns.Meters.Select(c => (c.Name, Meaning(c.Meaning, c.Unit))), Members("meter"));
        Assert.Equal(ReportColumns.Analytics.Select(c => (c.Name, Meaning(c.Meaning, c.Unit))), Members("analytics"));

        IEnumerable<(string, string)> Members(string name) => definitions.GetProperty(name).GetProperty("properties").EnumerateObject().Select(p => (p.Name, p.Value.GetProperty("description").GetString()!));

        static string Meaning(string meaning, string? unit) => unit is null ? $"{meaning}." : $"{meaning}, {unit}.";
    }

    [Fact]
    public async Task Values_keep_their_digits_and_their_texts()
    {
        var note = "=1 שלום 🏠 \u0007 \"quoted\"";
        var row = Samples.Readings(1)[0] with { TotalM3 = 123456789012.345600m, Note = note };
        using var stream = new MemoryStream();
        await SessionJson.WriteAsync(stream, Samples.Report(1) with { Readings = new[] { row }.ToAsyncEnumerable() }, TestContext.Current.CancellationToken);
        using var document = JsonDocument.Parse(stream.ToArray());
        var reading = document.RootElement.GetProperty("readings")[0];
        Assert.Equal("123456789012.345600", reading.GetProperty("total_m3").GetRawText());
        Assert.Equal(note, reading.GetProperty("note").GetString());
        Assert.Equal(row.At, reading.GetProperty("at").GetDateTimeOffset());
        Assert.Equal(JsonValueKind.Null, reading.GetProperty("reasons").ValueKind);
    }

    private static async Task<JsonDocument> WriteAsync(int meters)
    {
        using var stream = new MemoryStream();
        await SessionJson.WriteAsync(stream, Samples.Report(meters), TestContext.Current.CancellationToken);
        return JsonDocument.Parse(stream.ToArray());
    }
}
