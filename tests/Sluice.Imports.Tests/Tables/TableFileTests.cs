using System.Text;
using MiniExcelLibs;
using Sluice.Imports.Tables;
using static Sluice.Imports.Tests.Keys.KeyFileSamples;

namespace Sluice.Imports.Tests.Tables;

public sealed class TableFileTests
{
    private const string Namespace = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";

    [Theory]
    [InlineData("Meter No,Flat\n90000001,Café 1\n", null)]
    [InlineData("Meter No;Flat\r\n90000001;Café 1\r\n", null)]
    [InlineData("Meter No\tFlat\r90000001\tCafé 1\r", null)]
    [InlineData("sep=;\nMeter No;Flat\n90000001;\"Café 1\"", null)]
    public void Csv_is_read_in_all_its_shapes_and_encodings(string csv, string? sheet)
    {
        string[] expected = ["Meter No|Flat", "90000001|Café 1"];
        Assert.Equal(expected, Lines(Encoding.UTF8.GetBytes(csv), sheet));
        Assert.Equal(expected, Lines([.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(csv)], sheet));
        Assert.Equal(expected, Lines([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(csv)], sheet));
        Assert.Equal(expected, Lines([.. Encoding.BigEndianUnicode.GetPreamble(), .. Encoding.BigEndianUnicode.GetBytes(csv)], sheet));
        Assert.Equal(expected, Lines(Encoding.Unicode.GetBytes(csv), encoding: "utf-16"));
        Assert.Equal(expected, Lines(Encoding.Latin1.GetBytes(csv), sheet));
    }

    [Fact]
    public void Text_of_old_Windows_programs_keeps_its_dashes_and_the_euro() =>
        Assert.Equal(["a–b|€"], Lines([(byte)'a', 0x96, (byte)'b', (byte)',', 0x80]));

    [Fact]
    public void A_column_named_number_sign_is_no_remark() => Assert.Equal(["#|Flat", "1|101"], Lines("#,Flat\n1,101\n"u8.ToArray()));

    [Fact]
    public void Excel_written_by_another_program_is_read_with_dates_and_exact_numbers()
    {
        using var stream = new MemoryStream();
        stream.SaveAs(new object[] { new { Meter = (object)90000001, Day = new DateTime(2025, 3, 31), Lat = 12.9716m, Text = "A & B <1>" } });
        Assert.Equal(["Meter|Day|Lat|Text", "90000001|2025-03-31|12.9716|A & B <1>"], Lines(stream.ToArray()));
    }

    [Fact]
    public void Excel_as_Excel_writes_it_is_read_by_sheet_with_its_date_formats()
    {
        var file = Workbook(
            $"""<workbook {Namespace} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="Cover" sheetId="1" r:id="rId1"/><sheet name="Tower A" sheetId="2" r:id="rId2"/></sheets></workbook>""",
            $"""<styleSheet {Namespace}><numFmts><numFmt numFmtId="164" formatCode="dd\-mmm\-yy"/><numFmt numFmtId="165" formatCode="0.0&quot; days&quot;"/><numFmt numFmtId="166" formatCode="[Red]h:mm"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="22"/><xf numFmtId="166"/></cellXfs></styleSheet>""",
            """<row r="4"><c r="A4" s="0"><v>9.0000001E7</v></c><c r="B4" s="1"><v>45747</v></c><c r="C4" s="2"><v>45747</v></c><c r="D4" s="3"><v>45747</v></c><c r="E4" s="4"><v>45747.5</v></c><c r="F4" s="5"><v>0.5</v></c><c r="G4" s="1"><v>59</v></c><c r="H4" s="1"><v>61</v></c><c r="I4" t="inlineStr"><is><t>x</t></is></c><c r="J4" t="d"><v>2025-03-31</v></c></row>""");
        Assert.Equal(["90000001|2025-03-31|2025-03-31|45747|2025-03-31T12:00:00|0.5|1900-02-28|1900-03-01|x|2025-03-31"], Lines(file, "tower a"));
        Assert.Equal(["cover"], Lines(file));
        var error = Assert.Throws<BadFileException>(() => Lines(file, "Tower B"));
        Assert.Equal(BadFileReason.NoSuchSheet, error.Reason);
        Assert.Contains("'Cover', 'Tower A'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Days_of_an_old_Mac_count_from_1904()
    {
        var file = Workbook(
            $"""<workbook {Namespace} xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr date1904="1"/><sheets><sheet name="a" sheetId="1" r:id="rId2"/></sheets></workbook>""",
            $"""<styleSheet {Namespace}><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>""",
            """<row r="1"><c r="A1" s="0"><v>44285</v></c></row>""");
        Assert.Equal(["2025-03-31"], Lines(file));
    }

    [Fact]
    public void A_table_can_be_read_again()
    {
        using var table = TableFile.Open(new MemoryStream("a,b\n1,2\n"u8.ToArray()));
        Assert.Equal(2, table.Rows().Count());
        Assert.Equal(2, table.Rows().Count());
    }

    [Theory]
    [InlineData(new byte[] { 0xD0, 0xCF, 0x11, 0xE0, 0, 0 }, BadFileReason.NotATable)]
    [InlineData(new byte[] { }, BadFileReason.NotATable)]
    [InlineData(new byte[] { 0, 1, 2, 3 }, BadFileReason.NotATable)]
    [InlineData(new byte[] { (byte)'P', (byte)'K', 3, 4, 9 }, BadFileReason.Damaged)]
    public void What_is_no_table_is_refused(byte[] file, BadFileReason expected) => Assert.Equal(expected, Assert.Throws<BadFileException>(() => Lines(file)).Reason);

    [Fact]
    public void Rows_columns_texts_and_unpacked_bytes_are_bounded()
    {
        var small = new FileLimits { MaxFileBytes = 1 << 20, MaxUncompressedBytes = 1 << 20, MaxRows = 10, MaxColumns = 5, MaxSharedText = 100 };
        BadFileReason Fail(byte[] file) => Assert.Throws<BadFileException>(() => Lines(file, limits: small)).Reason;
        Assert.Equal(BadFileReason.TooLarge, Fail(new byte[(1 << 20) + 1]));
        Assert.Equal(BadFileReason.TooLarge, Fail(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("1\n", 11)))));
        Assert.Equal(BadFileReason.TooLarge, Fail("1,2,3,4,5,6"u8.ToArray()));
        Assert.Equal(BadFileReason.Damaged, Fail([.. Enumerable.Repeat((byte)'x', 100_000)]));
        Assert.Equal(BadFileReason.TooLarge, Fail(Workbook("<workbook/>", "<s/>", new string(' ', 2 << 20))));
        Assert.Equal(BadFileReason.TooLarge, Fail(Zip(("[Content_Types].xml", "<T/>"u8.ToArray()), ("xl/workbook.xml", "<w/>"u8.ToArray()), ("xl/worksheets/sheet1.xml", "<s/>"u8.ToArray()),
            ("xl/sharedStrings.xml", Encoding.ASCII.GetBytes($"<sst>{string.Concat(Enumerable.Repeat("<si><t>12345678</t></si>", 13))}</sst>")))));
    }

    [Fact]
    public void Any_bytes_end_in_rows_or_an_error()
    {
        var limits = new FileLimits { MaxFileBytes = 1 << 20, MaxUncompressedBytes = 4 << 20, MaxRows = 1000 };
        var random = new Random(2101);
        using var excel = new MemoryStream();
        excel.SaveAs(Enumerable.Range(0, 20).Select(static i => new { Meter = 90000000 + i, Day = new DateTime(2025, 1, 1).AddDays(i), Flat = $"A-{i}" }));
        byte[][] seeds =
        [
            excel.ToArray(),
            Workbook("<workbook/>", $"<styleSheet {Namespace}><cellXfs><xf numFmtId=\"14\"/></cellXfs></styleSheet>", "<row r=\"1\"><c s=\"0\"><v>45000</v></c><c t=\"s\"><v>0</v></c></row>"),
            "Meter No;Flat;\"Ow\"\"ner\"\r\n90000001;A-1;\"x\ny\"\r\n"u8.ToArray(),
        ];
        for (var round = 0; round < 6000; round++)
        {
            var file = (byte[])seeds[round % seeds.Length].Clone();
            for (var changes = random.Next(1, 6); changes > 0; changes--) file[random.Next(file.Length)] = random.Next(3) == 0 ? (byte)"<>&\"',;\n\0]=/"[random.Next(12)] : (byte)random.Next(256);
            if (random.Next(4) == 0) file = file[..random.Next(file.Length)];
            try
            {
                Lines(file, round % 7 == 0 ? "Sheet1" : null, TableOptions.Encodings[round % 3], limits);
            }
            catch (BadFileException e)
            {
                Assert.NotEmpty(e.Message);
            }
        }
    }

    private static string[] Lines(byte[] file, string? sheet = null, string? encoding = null, FileLimits? limits = null)
    {
        using var table = TableFile.Open(new MemoryStream(file), new(sheet, encoding), limits);
        return [.. table.Rows().Select(static r => string.Join('|', r.Cells))];
    }

    private static byte[] Workbook(string workbook, string styles, string rows) => Zip(
        ("[Content_Types].xml", "<Types/>"u8.ToArray()),
        ("xl/workbook.xml", Encoding.UTF8.GetBytes(workbook)),
        ("xl/_rels/workbook.xml.rels", """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Target="worksheets/sheet2.xml"/></Relationships>"""u8.ToArray()),
        ("xl/styles.xml", Encoding.UTF8.GetBytes(styles)),
        ("xl/worksheets/sheet1.xml", Encoding.UTF8.GetBytes($"<worksheet {Namespace}><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>cover</t></is></c></row></sheetData></worksheet>")),
        ("xl/worksheets/sheet2.xml", Encoding.UTF8.GetBytes($"<worksheet {Namespace}><sheetData>{rows}</sheetData></worksheet>")));
}
