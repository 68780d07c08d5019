using Sluice.Metering.Imports;

namespace Sluice.Metering.Tests.Imports;

public sealed class ImportMappingTests
{
    [Theory]
    [InlineData("Unit No|Tower|Flat|Meter No", "serialNumber=Meter No unit=Unit No towerName=Tower flatNumber=Flat")]
    [InlineData("S.No.|METER SERIAL NO.|Block|Door No|Owner Name|Mobile", "serialNumber=METER SERIAL NO. towerName=Block flatNumber=Door No residentName=Owner Name residentContact=Mobile")]
    [InlineData("meterId|serialNumber|flatNumber|towerName|meterType|encryptionKey|installationDate|lat|lng|status",
        "serialNumber=serialNumber flatNumber=flatNumber towerName=towerName meterType=meterType encryptionKey=encryptionKey installationDate=installationDate lat=lat lng=lng status=status")]
    [InlineData("Remarks|Amount", "")]
    public void A_mapping_is_suggested_from_the_headers(string headers, string expected)
    {
        var mapping = ImportPresets.Suggest(ImportKind.Meters, headers.Split('|'));
        Assert.Equal(expected.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 0 ? [] : Pairs(expected), mapping.Columns.Select(static c => $"{c.Key}={c.Value[0]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_preset_is_fit()
    {
        foreach (var kind in (ImportKind[])[ImportKind.Meters, ImportKind.Societies])
            Assert.All(ImportPresets.Of(kind), p => Assert.Null(p.ProblemOf(kind)));
    }

    [Fact]
    public void One_column_serves_one_field()
    {
        var matched = ImportPresets.Of(ImportKind.Meters)[0].Match(["Meter", "Unit"]);
        Assert.Equal(matched.Count, matched.Values.Distinct().Count());
    }

    [Theory]
    [InlineData("dd/MM/yyyy", true)]
    [InlineData("d-MMM-yy", true)]
    [InlineData("dd/MM", false)]
    [InlineData("dd/mm/yyyy", false)]
    [InlineData("yyyy'x'MMdd", false)]
    public void A_date_format_is_checked(string format, bool fit)
    {
        var mapping = new ImportMapping { Name = "m", Columns = new Dictionary<string, IReadOnlyList<string>> { ["serialNumber"] = ["x"] }, DateFormat = format };
        Assert.Equal(fit ? null : "dateFormat", mapping.ProblemOf(ImportKind.Meters)?.Field);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("@x", "'@x")]
    [InlineData("-1", "'-1")]
    [InlineData(" =x", "' =x")]
    [InlineData("a,\"b\"", "\"a,\"\"b\"\"\"")]
    public void Cells_of_a_report_are_no_formulas(string column, string expected) =>
        Assert.Equal($"2,,BAD,Code,{expected},m,,,", ImportReportCsv.Line(new(2, null, ImportOutcome.Bad, "Code", column, "m")));

    /// <summary>Splits at blanks before a name and an equals sign.</summary>
    private static IEnumerable<string> Pairs(string text) => System.Text.RegularExpressions.Regex.Split(text, " (?=[a-zA-Z]+=)", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Order(StringComparer.Ordinal);
}
