using System.Text;
using Sluice.Reports.Billing;
using Sluice.Reports.Model;
using Sluice.Reports.Tests.Office;

namespace Sluice.Reports.Tests;

public sealed class BillingTests
{
    private static readonly BillingRow Plain = new()
    {
        Tower = "A",
        Flat = "101",
        Place = "kitchen",
        Serial = "90000001",
        OpeningDate = new(2026, 10, 1),
        ClosingDate = new(2026, 11, 1),
        PreviousM3 = 100.5m,
        CurrentM3 = 112.75m,
    };

    private static readonly BillingRow[] Rows =
    [
        Plain,
        Plain with { Place = "bath", Serial = "90000002", PreviousM3 = 50.25m, CurrentM3 = 54m, Origin = ReadingOrigin.Estimated },
        Plain with { Flat = "102", Serial = "90000004", PreviousM3 = 200m, CurrentM3 = 3.5m, Swap = new("90000003", 207m, 0.5m, new(2026, 10, 12)) },
    ];

    [Theory]
    [InlineData("mygate", "Unit,Previous Reading,Current Reading,Conversion,Slab,Reading Date,Remarks|A-101,150.750,166.750,1,,01/11/2026,estimated|A-102,200.000,3.500,1,,01/11/2026,\"meter 90000003 replaced on 2026-10-12 at 207 m³, 90000004 started at 0.5 m³\"")]
    [InlineData("adda", "Block,Flat,Reading Date,Reading,Remarks|A,101,01-11-2026,166.750,estimated|A,102,01-11-2026,3.500,\"meter 90000003 replaced on 2026-10-12 at 207 m³, 90000004 started at 0.5 m³\"")]
    [InlineData("factech", "Unit No,Reading Date,Billing Month,Previous Reading,Current Reading,Consumption,Remarks|A-101,01-11-2026,202610,150.750,166.750,16.000,estimated|A-102,01-11-2026,202610,200.000,3.500,10.000,\"meter 90000003 replaced on 2026-10-12 at 207 m³, 90000004 started at 0.5 m³\"")]
    [InlineData("weconnectu", "Unit,Meter Number,Date From,Date To,Opening Reading,Closing Reading,Consumption,Estimated,Notes|A-101,90000001,2026-10-01,2026-11-01,100.500,112.750,12.250,ACTUAL,|A-101,90000002,2026-10-01,2026-11-01,50.250,54.000,3.750,ESTIMATED,estimated|A-102,90000004,2026-10-01,2026-11-01,200.000,3.500,10.000,ACTUAL,\"meter 90000003 replaced on 2026-10-12 at 207 m³, 90000004 started at 0.5 m³\"")]
    public async Task Each_preset_writes_its_columns(string preset, string expected)
    {
        var (text, result) = await CsvAsync(BillingLayouts.BuiltIn[preset], Rows);
        Assert.Equal(expected.Split('|'), text.TrimEnd().Split("\r\n"));
        Assert.Empty(result.Problems);
    }

    public static TheoryData<string, BillingFault?> Unfit => new()
    {
        { "as it is", null },
        { "no current", BillingFault.NoReading },
        { "no previous", BillingFault.NoPrevious },
        { "below previous", BillingFault.BelowPrevious },
        { "below previous, with a reason", null },
        { "agreed without a reason", BillingFault.AgreedWithoutReason },
        { "swap: old meter ran backwards", BillingFault.BelowPrevious },
        { "swap: new meter ran backwards", BillingFault.BelowPrevious },
    };

    [Theory]
    [MemberData(nameof(Unfit))]
    public async Task A_reading_is_not_below_the_previous_one_or_has_a_reason(string what, BillingFault? fault)
    {
        var row = what switch
        {
            "no current" => Plain with { CurrentM3 = null },
            "no previous" => Plain with { PreviousM3 = null },
            "below previous" => Plain with { CurrentM3 = 100.4m },
            "below previous, with a reason" => Plain with { CurrentM3 = 1m, AgreedUsageM3 = 8m, Reason = "register wrapped" },
            "agreed without a reason" => Plain with { AgreedUsageM3 = 8m },
            "swap: old meter ran backwards" => Plain with { Swap = new("90000003", 100.4m, 0m, Plain.OpeningDate) },
            "swap: new meter ran backwards" => Plain with { Swap = new("90000003", 101m, 113m, Plain.OpeningDate) },
            _ => Plain,
        };
        var (text, result) = await CsvAsync(BillingLayouts.BuiltIn["plain"], [row]);
        Assert.Equal(fault, result.Problems.SingleOrDefault()?.Fault);
        Assert.Equal(fault is null ? 1 : 0, result.Lines);
        if (row.Reason.Length > 0) Assert.EndsWith(",8.000,ACTUAL,\"usage agreed; register wrapped\"\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_cut_off_one_month_is_billed_the_next()
    {
        var whole = BillingLayouts.BuiltIn["weconnectu"] with { Decimals = 0 };
        decimal[] readings = [10.9m, 12.8m, 14.1m, 20.0m];
        long billed = 0;
        for (var i = 1; i < readings.Length; i++)
        {
            var (text, _) = await CsvAsync(whole, [Plain with { PreviousM3 = readings[i - 1], CurrentM3 = readings[i] }]);
            billed += long.Parse(text.Split("\r\n")[1].Split(',')[6], System.Globalization.CultureInfo.InvariantCulture);
        }
        Assert.Equal(20 - 10, billed);
    }

    [Fact]
    public async Task A_societys_own_layout_is_taken()
    {
        var layout = BillingLayouts.Parse("""{"name":"our-tool","delimiter":";","unit":"litres","decimals":0,"columns":[{"header":"Flat","field":"unit"},{"header":"Kind","text":"WATER"},{"header":"Used","field":"usage"},{"header":"To","field":"closing_date","format":"dd.MM.yyyy"}]}"""u8);
        var (text, _) = await CsvAsync(layout, [Plain]);
        Assert.Equal("Flat;Kind;Used;To\r\nA-101;WATER;12250;01.11.2026\r\n", text);
        Assert.Equal(layout.Columns, BillingLayouts.Parse(BillingLayouts.ToJson(layout)).Columns);
    }

    [Theory]
    [InlineData("""{"name":"x"}""", "line 1")]
    [InlineData("""{"name":"x","columns":[]}""", "columns: 1 to 50")]
    [InlineData("""{"name":"X Y","columns":[{"header":"a"}]}""", "name:")]
    [InlineData("""{"name":"x","columns":[{"header":"a","field":"price"}]}""", "$.columns[0].field")]
    [InlineData("""{"name":"x","columns":[{"header":"a"},{"header":"A"}]}""", "columns[1].header")]
    [InlineData("""{"name":"x","columns":[{"header":"a","field":"closing_date","format":"hh"}]}""", "columns[0].format")]
    [InlineData("""{"name":"x","slabs":1,"columns":[{"header":"a"}]}""", "slabs")]
    [InlineData("""{"name":"x","per_flat":true,"columns":[{"header":"a","field":"place"}]}""", "per flat")]
    [InlineData("not json", "line 1")]
    public void A_layout_that_is_not_valid_is_refused_with_the_place(string json, string place)
    {
        var problem = Assert.Throws<ReportException>(() => BillingLayouts.Parse(Encoding.UTF8.GetBytes(json)));
        Assert.Equal("BadLayout", problem.Code);
        Assert.Contains(place, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_billing_workbook_opens_and_has_numbers_and_dates()
    {
        using var stream = new MemoryStream();
        await new BillingFile(BillingLayouts.BuiltIn["plain"]).WriteXlsxAsync(stream, Rows.ToAsyncEnumerable(), "Green Meadows", "Meera Shah", Workbook.Clock, TestContext.Current.CancellationToken);
        Workbook.AssertValid(stream.ToArray());
        var row = Workbook.Rows(stream.ToArray(), "Billing")[0];
        Assert.Equal((112.75, new DateTime(2026, 11, 1), "A"), (row["Current (m3)"], row["Closing date"], row["Tower"]));
        var path = Path.GetTempFileName();
        await File.WriteAllBytesAsync(path, stream.ToArray(), TestContext.Current.CancellationToken);
        Assert.True((await LibreOffice.OpenAsync(new OfficeJob(path))).Single().Opened);
        File.Delete(path);
    }

    private static async Task<(string Text, BillingResult Result)> CsvAsync(BillingLayout layout, BillingRow[] rows)
    {
        using var stream = new MemoryStream();
        var result = await new BillingFile(layout).WriteCsvAsync(stream, rows.ToAsyncEnumerable(), TestContext.Current.CancellationToken);
        return (Encoding.UTF8.GetString(stream.ToArray()), result);
    }
}
