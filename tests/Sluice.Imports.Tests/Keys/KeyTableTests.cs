using System.Text;
using MiniExcelLibs;
using Sluice.Imports.Keys;
using static Sluice.Imports.Tests.Keys.KeyFileSamples;

namespace Sluice.Imports.Tests.Keys;

public sealed class KeyTableTests
{
    private const string Key1 = "000102030405060708090A0B0C0D0E0F";
    private const string Key2 = "101112131415161718191A1B1C1D1E1F";

    [Theory]
    [InlineData("serial,key\n90000001," + Key1)]
    [InlineData("Serial No.;DEK\r\n90000001;" + Key1 + "\r\n")]
    [InlineData("AES-Key\tMeter_ID\n" + Key1 + "\t90000001\n")]
    [InlineData("id,serial,key\n7,90000001," + Key1)]
    [InlineData("\"Zählernummer\";\"Schlüssel\"\n\"90000001\";\"" + Key1 + "\"")]
    [InlineData("90000001," + Key1)]
    [InlineData(Key1 + ";90000001")]
    [InlineData("sep=;\n90000001;0x" + Key1)]
    [InlineData("# made by hand\n\n\nserial,key\n\n90000001,00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f\n")]
    [InlineData("Keys of tower A, B and C\r\n\r\nserial;key;flat\r\n90000001;" + Key1 + ";\r\n")]
    [InlineData("serial,key\r90000001," + Key1 + "\r")]
    public void Csv_is_read_in_all_its_shapes(string csv)
    {
        var import = Read(csv);
        Assert.Equal(KeyFileFormat.Csv, import.Format);
        Assert.Empty(import.Problems);
        Assert.Equal("90000001 -  " + Key1, Assert.Single(Lines(import)));
        Assert.Equal(Lines(import), Lines(Read([.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(csv)])));
        Assert.Equal(Lines(import), Lines(Read([.. Encoding.Unicode.GetPreamble(), .. Encoding.Unicode.GetBytes(csv)])));
        Assert.Equal(Lines(import), Lines(Read(Encoding.Latin1.GetBytes(csv))));
    }

    [Fact]
    public void Names_with_separators_quotes_and_line_breaks_are_kept_and_rows_counted_by_line()
    {
        var import = Read($"serial,key,name,manufacturer\n1,{Key1},\"Flat \"\"12\"\",\nleft\",Kamstrup A/S\n90000002,{Key2},Ünit,kam\n");
        Assert.Equal(["00000001 KAM Flat \"12\",left " + Key1, "90000002 KAM Ünit " + Key2], Lines(import));
        Assert.Equal([2, 4], import.Keys.Select(static e => e.Position));
    }

    [Fact]
    public void Every_bad_row_is_named_with_its_reason_and_no_message_holds_a_key()
    {
        var import = Read($"""
            serial;key;manufacturer
            90000001;{Key1};KAM
            90000001;{Key1};KAM
            90000001;{Key2};KAM
            90000001;{Key2};ELS
            ;{Key1};KAM
            {Key2};90000002;KAM
            123456789;{Key1};KAM
            90000003;;KAM
            90000004;{Key1}00;KAM
            90000005;{Key1};4711
            """);
        Assert.Equal(
            [
                "3 90000001 Duplicate", "4 90000001 ConflictingKey", "6  MissingSerial", "7  InvalidSerial", "8  InvalidSerial",
                "9 90000003 MissingKey", "10 90000004 InvalidKey", "11 90000005 UnknownManufacturer",
            ],
            import.Problems.Select(static p => $"{p.Position} {p.Serial} {p.Code}"));
        Assert.Equal(["90000001 KAM", "90000001 ELS", "90000005 -"], import.Keys.Select(static e => $"{e.Key.Serial:x8} {e.Key.Manufacturer?.ToString() ?? "-"}"));
        var conflict = import.Problems[1].Message;
        Assert.Contains("row 2 and row 4", conflict, StringComparison.Ordinal);
        var shown = string.Join('\n', import.Problems) + import + string.Join('\n', import.Keys);
        Assert.DoesNotContain(Key1, shown, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Key2, shown, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_key_in_the_column_of_names_is_not_shown()
    {
        var import = Read($"serial,key,name\n90000001,{Key1},{Key1}\n90000002,{Key2},\"\u001b[31mred\u202e\"");
        Assert.Equal(["", "[31mred"], import.Keys.Select(static e => e.Key.Name));
    }

    [Fact]
    public void A_table_without_header_reports_bad_rows_above_its_first_good_one()
    {
        var import = Read($"90000001,\n90000002,{Key2}\n");
        Assert.Equal((1, KeyProblemCode.MissingKey), (import.Problems[0].Position, import.Problems[0].Code));
        Assert.Single(import.Keys);
    }

    [Theory]
    [InlineData("just a text", KeyFileErrorCode.NotAKeyFile)]
    [InlineData("serial,name\n90000001,x\n", KeyFileErrorCode.NotAKeyFile)]
    [InlineData("", KeyFileErrorCode.DamagedKeyFile)]
    [InlineData("serial,key\n90000001,\"0001", KeyFileErrorCode.DamagedKeyFile)]
    [InlineData("\0\0\0\0", KeyFileErrorCode.NotAKeyFile)]
    public void Text_that_is_no_table_of_keys_is_refused(string csv, KeyFileErrorCode expected) => Assert.Equal(expected, Fail(csv).Code);

    [Fact]
    public void Excel_written_by_another_program_is_read()
    {
        using var stream = new MemoryStream();
        stream.SaveAs(new object[]
        {
            new { Serial = (object)90000001, Key = Key1, Vendor = "KAM", Name = "Flat 1" },
            new { Serial = (object)1234567.0, Key = Key2, Vendor = "", Name = "" },
            new { Serial = (object)"00000042", Key = (string)null!, Vendor = "", Name = "" },
        });
        var import = Read(stream.ToArray());
        Assert.Equal(KeyFileFormat.Excel, import.Format);
        Assert.Equal(["90000001 KAM Flat 1 " + Key1, "01234567 -  " + Key2], Lines(import));
        Assert.Equal((4, "00000042", KeyProblemCode.MissingKey), (import.Problems[0].Position, import.Problems[0].Serial!, import.Problems[0].Code));
    }

    [Fact]
    public void Excel_as_Excel_writes_it_with_shared_strings_gaps_runs_and_number_formats_is_read()
    {
        const string ns = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
        static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);
        var file = Zip(
            ("[Content_Types].xml", Utf8("<Types />")),
            ("xl/workbook.xml", Utf8($"<workbook {ns} xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"a\" sheetId=\"3\" r:id=\"rId7\"/></sheets></workbook>")),
            ("xl/_rels/workbook.xml.rels", Utf8("<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId7\" Target=\"worksheets/keys.xml\"/></Relationships>")),
            ("xl/sharedStrings.xml", Utf8($"<sst {ns}><si><t>Serial number</t></si><si><r><t>Encryption</t></r><r><t xml:space=\"preserve\"> key</t></r><rPh><t>x</t></rPh></si><si><t>{Key1}</t></si></sst>")),
            ("xl/worksheets/keys.xml", Utf8($"""
                <worksheet {ns}><sheetData>
                <row r="3"><c r="B3" t="s"><v>0</v></c><c r="D3" t="s"><v>1</v></c></row>
                <row r="5"><c r="B5"><v>9.0000001E7</v></c><c r="D5" t="s"><v>2</v></c></row>
                <row r="6"><c r="B6"><v>42</v></c><c r="D6"><v>1.02030405060708E+30</v></c></row>
                <row r="7"><c r="B7"><v>43.5</v></c><c r="D7" t="s"><v>99</v></c></row>
                </sheetData></worksheet>
                """)));
        var import = Read(file);
        Assert.Equal("90000001 -  " + Key1, Assert.Single(Lines(import)));
        Assert.Equal(5, import.Keys[0].Position);
        Assert.Equal(["6 00000042 InvalidKey", "7  InvalidSerial"], import.Problems.Select(static p => $"{p.Position} {p.Serial} {p.Code}"));
        Assert.Contains("stored as a number", import.Problems[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Old_or_password_protected_Excel_files_are_named()
    {
        var error = Fail([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1, 0, 0]);
        Assert.Equal(KeyFileErrorCode.NotAKeyFile, error.Code);
        Assert.Contains("xls", error.Message, StringComparison.Ordinal);
    }
}
