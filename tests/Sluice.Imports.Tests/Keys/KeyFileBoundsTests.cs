using System.IO.Compression;
using System.Text;
using Sluice.Imports.Keys;
using Sluice.Imports.Tables;
using static Sluice.Imports.Tests.Keys.KeyFileSamples;

namespace Sluice.Imports.Tests.Keys;

public sealed class KeyFileBoundsTests
{
    private static readonly KeyFileLimits Small = new() { MaxFileBytes = 1 << 20, MaxUncompressedBytes = 1 << 20, MaxRows = 100, MaxZipEntries = 20, MaxColumns = 20 };

    [Fact]
    public void A_file_beyond_the_bound_is_refused()
    {
        Assert.Equal(KeyFileErrorCode.TooLarge, Fail(new byte[(1 << 20) + 1], limits: Small).Code);
        using var pipe = new GZipStream(new MemoryStream(Gzip(new byte[(1 << 20) + 1])), CompressionMode.Decompress);
        Assert.False(KeyFileReader.TryRead(pipe, "pipe", null, out _, out var error, Small));
        Assert.Equal(KeyFileErrorCode.TooLarge, error.Code);
    }

    [Theory, InlineData(KeyFileFormat.Kem), InlineData(KeyFileFormat.Kem2), InlineData(KeyFileFormat.Csv), InlineData(KeyFileFormat.Excel)]
    public void Rows_beyond_the_bound_are_refused(KeyFileFormat format)
    {
        Assert.Equal(100, Read(File(format, Meters(100), Password), Password, Small).Keys.Length);
        Assert.Equal(KeyFileErrorCode.TooLarge, Fail(File(format, Meters(101), Password), Password, Small).Code);
    }

    [Theory, InlineData("a.kem"), InlineData("xl/sharedStrings.xml"), InlineData("xl/worksheets/sheet1.xml")]
    public void A_zip_bomb_stops_at_the_bound(string part)
    {
        var blank = Encoding.UTF8.GetBytes("<MetersInOrder>" + new string(' ', 2 << 20));
        var bomb = part == "a.kem" ? Zip((part, blank)) : Zip(("[Content_Types].xml", "<T/>"u8.ToArray()), ("xl/workbook.xml", "<w/>"u8.ToArray()), (part, blank), ("xl/worksheets/sheet1.xml", "<s/>"u8.ToArray()));
        Assert.Equal(KeyFileErrorCode.TooLarge, Fail(bomb, limits: Small).Code);
        Assert.NotEqual(KeyFileErrorCode.None, Fail(Understate(bomb, blank.Length), limits: Small).Code);
    }

    [Fact]
    public void A_zip_bomb_that_lies_about_its_size_stops_too()
    {
        var blank = Encoding.UTF8.GetBytes("<MetersInOrder>" + new string(' ', 2 << 20));
        var budget = new ByteBudget(1 << 20);
        using var stream = new BoundedStream(new MemoryStream(blank), budget);
        Assert.Equal(BadFileReason.TooLarge, Assert.Throws<BadFileException>(() => stream.CopyTo(Stream.Null)).Reason);
    }

    [Theory]
    [InlineData("<MetersInOrder a=\"", "x>")]
    [InlineData("<MetersInOrder ", "b='' ")]
    [InlineData("<MetersInOrder", "x")]
    [InlineData("<MetersInOrder><", "x")]
    [InlineData("<!-- ", "x")]
    public void A_tag_that_does_not_end_stops_early(string start, string repeated)
    {
        var bomb = Encoding.UTF8.GetBytes(start + string.Concat(Enumerable.Repeat(repeated, (32 << 20) / repeated.Length)));
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(KeyFileErrorCode.DamagedKeyFile, Fail(bomb).Code);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated < 16 << 20, $"{allocated >> 20} MiB allocated");
    }

    [Fact]
    public void Ever_new_names_of_elements_are_bounded()
    {
        var bomb = Encoding.UTF8.GetBytes("<MetersInOrder>" + string.Concat(Enumerable.Range(0, 5000).Select(static i => $"<a{i}/>")));
        Assert.Contains("different XML names", Fail(bomb).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<!-- don't > \" -->")]
    [InlineData("<?hint it's?>")]
    [InlineData("<x a='\"' b=\"'>\"/>")]
    public void Quotation_marks_in_comments_and_values_do_not_count_as_open_tags(string markup)
    {
        var text = new string(' ', 100_000);
        var xml = $"<MetersInOrder>{markup}{text}<Meter><SerialNo>1</SerialNo></Meter></MetersInOrder>";
        Assert.Equal(KeyProblemCode.MissingKey, Assert.Single(Read(xml).Problems).Code);
    }

    [Fact]
    public void Entries_of_a_zip_file_are_bounded()
    {
        var many = Zip([.. Enumerable.Range(0, 21).Select(static i => ($"{i}", new byte[1]))]);
        Assert.Equal(KeyFileErrorCode.TooLarge, Fail(many, limits: Small).Code);
    }

    [Fact]
    public void Columns_and_record_lengths_are_bounded()
    {
        Assert.Equal(KeyFileErrorCode.TooLarge, Fail(Encoding.UTF8.GetBytes(new string(',', 21)), limits: Small).Code);
        Assert.Equal(KeyFileErrorCode.DamagedKeyFile, Fail(new string('x', 100_000)).Code);
        Assert.Equal(KeyFileErrorCode.DamagedKeyFile, Fail($"serial,key\n1,\"{string.Concat(Enumerable.Repeat("x\n", 100_000))}").Code);
        var far = Encoding.UTF8.GetBytes("<worksheet><sheetData><row r=\"2000000000\"><c r=\"XFDXFDXFD1\"><v>1</v></c></row></sheetData></worksheet>");
        var workbook = Zip(("[Content_Types].xml", "<T/>"u8.ToArray()), ("xl/workbook.xml", "<w/>"u8.ToArray()), ("xl/worksheets/sheet1.xml", far));
        Assert.Equal(KeyFileErrorCode.TooLarge, Fail(workbook).Code);
    }

    [Theory, InlineData(KeyFileFormat.Kem, 100), InlineData(KeyFileFormat.Kem2, 100), InlineData(KeyFileFormat.Csv, 100), InlineData(KeyFileFormat.Excel, 150)]
    public void A_hundred_thousand_meters_are_read_in_bounded_memory(KeyFileFormat format, int mebibytes)
    {
        var path = Path.GetTempFileName();
        try
        {
            KeyFileWriter.Write(path, format, Meters(100_000), Password);
            var before = GC.GetTotalMemory(forceFullCollection: true);
            using var file = System.IO.File.OpenRead(path);
            var import = KeyFileReader.Read(file, path, Password);
            var kept = GC.GetTotalMemory(forceFullCollection: true) - before;
            Assert.Equal(100_000, import.Keys.Length);
            Assert.Empty(import.Problems);
            Assert.True(kept < mebibytes << 20, $"{kept >> 20} MiB are kept");
        }
        finally
        {
            System.IO.File.Delete(path);
        }
    }

    private static byte[] Gzip(byte[] content)
    {
        using var stream = new MemoryStream();
        using (var gzip = new GZipStream(stream, CompressionLevel.Fastest)) gzip.Write(content);
        return stream.ToArray();
    }

    /// <summary>Puts a small number in place of the unpacked size.</summary>
    private static byte[] Understate(byte[] zip, int size)
    {
        var wanted = BitConverter.GetBytes(size);
        for (var at = 0; at + 4 <= zip.Length; at++)
            if (zip.AsSpan(at, 4).SequenceEqual(wanted)) BitConverter.TryWriteBytes(zip.AsSpan(at), 100);
        return zip;
    }
}
