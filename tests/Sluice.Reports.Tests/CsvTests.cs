using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using Sluice.Reports.Cells;
using Sluice.Reports.Csv;
using Sluice.Reports.Model;

namespace Sluice.Reports.Tests;

public class CsvTests
{
    [Theory]
    [InlineData(',')]
    [InlineData(';')]
    [InlineData('\t')]
    public async Task Every_cell_reads_back_with_CsvHelper(char delimiter)
    {
        var expected = Samples.Readings(500);
        var file = await WriteAsync(expected, new() { Delimiter = delimiter, TimeZone = Samples.Kolkata });
        using var csv = new CsvReader(new StringReader(Encoding.UTF8.GetString(file)), new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = delimiter.ToString() });
        csv.Read();
        csv.ReadHeader();
        Assert.Equal(ReportColumns.Readings.Select(c => c.Name), csv.HeaderRecord);
        foreach (var row in expected)
        {
            Assert.True(csv.Read());
            Assert.Equal((row.Id, row.Serial, row.Flat, row.Note), (csv["id"], csv["serial"], csv["flat"], csv["note"]));
            Assert.Equal(row.TotalM3, csv["total_m3"] is { Length: > 0 } total ? decimal.Parse(total, CultureInfo.InvariantCulture) : null);
            Assert.Equal(row.TargetM3, csv["target_m3"] is { Length: > 0 } target ? decimal.Parse(target, CultureInfo.InvariantCulture) : null);
            var at = DateTimeOffset.ParseExact(csv["at"]!, "yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
            Assert.Equal((row.At, TimeSpan.FromMinutes(330)), (at, at.Offset));
            Assert.Equal(row.TargetDate, DateOnly.ParseExact(csv["target_date"]!, "yyyy-MM-dd", CultureInfo.InvariantCulture));
            Assert.Equal(row.RssiDbm, int.Parse(csv["rssi_dbm"]!, CultureInfo.InvariantCulture));
            Assert.Equal(ReportColumns.Word(row.Quality), csv["quality"]);
        }
        Assert.False(csv.Read());
    }

    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+91 98", "\"'+91 98\"")]
    [InlineData("-3", "\"'-3\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\t=1\"")]
    [InlineData("\n=1", "\"'\n=1\"")]
    [InlineData("＝1+1", "\"'＝1+1\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("line\r\nbreak", "\"line\r\nbreak\"")]
    [InlineData("1-2", "1-2")]
    [InlineData("flat 🏠 שלום", "flat 🏠 שלום")]
    public async Task Text_is_quoted_as_RFC_4180_wants_and_never_becomes_a_formula(string note, string written)
    {
        var file = Encoding.UTF8.GetString(await WriteAsync([Samples.Readings(1)[0] with { Note = note }], new()));
        Assert.EndsWith($",VW1871-17,{written}\r\n", file, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Numbers_below_zero_stay_numbers()
        => Assert.Contains(",-96,", Encoding.UTF8.GetString(await WriteAsync([Samples.Readings(1)[0]], new())), StringComparison.Ordinal);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_byte_order_mark_is_there_on_request(bool wanted)
        => Assert.Equal(wanted, (await WriteAsync([], new() { ByteOrderMark = wanted }))[..3] is [0xEF, 0xBB, 0xBF]);

    [Fact]
    public async Task Another_delimiter_is_refused()
        => Assert.Equal("BadDelimiter", (await Assert.ThrowsAsync<ReportException>(() => WriteAsync([], new() { Delimiter = 'x' }))).Code);

    private static async Task<byte[]> WriteAsync(List<ReadingRow> rows, CsvOptions options)
    {
        using var stream = new MemoryStream();
        Assert.Equal(rows.Count, await CsvFile.WriteAsync(stream, ReportColumns.Readings, rows.ToAsyncEnumerable(), options, TestContext.Current.CancellationToken));
        return stream.ToArray();
    }
}
