using System.IO.Compression;
using System.Text;
using System.Xml;

namespace Sluice.Imports.Tables;

/// <summary>How to read a table where the file does not say.</summary>
/// <param name="Sheet">The sheet of a workbook; null: the first.</param>
/// <param name="Encoding">utf-8, utf-16 or windows-1252, for text without a byte order mark; null: UTF-8 if it is, else Windows-1252.</param>
public sealed record TableOptions(string? Sheet = null, string? Encoding = null)
{
    /// <summary>The encodings there are.</summary>
    public static IReadOnlyList<string> Encodings { get; } = ["utf-8", "utf-16", "windows-1252"];
}

/// <summary>A CSV file or Excel workbook as rows, one at a time, in bounded memory, as often as wanted.</summary>
public sealed class TableFile : IDisposable
{
    private readonly Stream stream;
    private readonly TableOptions options;
    private readonly FileLimits limits;
    private readonly ZipArchive? zip;
    private readonly Encoding encoding = Encoding.UTF8;
    private readonly char separator;

    private TableFile(Stream stream, TableOptions options, FileLimits limits)
    {
        this.stream = stream;
        this.options = options;
        this.limits = limits;
        if (stream.Length > limits.MaxFileBytes) throw new BadFileException(BadFileReason.TooLarge, $"the file has more than {limits.MaxFileBytes} bytes");
        var head = new byte[512];
        stream.Position = 0;
        var length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        var content = options.Encoding == "utf-16" && length > 0 && head[0] != 'P' ? FileContent.Text : FileContents.Detect(head.AsSpan(0, length));
        switch (content)
        {
            case FileContent.Zip:
                zip = OpenWorkbook();
                break;
            case FileContent.Text:
                encoding = FindEncoding();
                using (var text = OpenText()) separator = CsvTable.FindSeparator(text, remarks: false);
                break;
            case FileContent.Empty:
                throw new BadFileException(BadFileReason.NotATable, "the file is empty");
            case FileContent.CompoundFile:
                throw new BadFileException(BadFileReason.NotATable, "an old Excel file (xls) or one with a password; save it as xlsx without password, or as CSV");
            default:
                throw new BadFileException(BadFileReason.NotATable, "neither Excel (xlsx) nor CSV");
        }
    }

    /// <summary>What it is, for people: <c>xlsx</c>, or <c>csv</c> with separator and encoding.</summary>
    public string Format => zip is not null ? "xlsx" : $"csv ({(separator == '\t' ? "tab" : separator.ToString())}, {encoding.WebName})";

    /// <summary>Looks into a file.</summary>
    /// <param name="stream">Can seek; closed with the table.</param>
    /// <param name="options">What the file does not say.</param>
    /// <param name="limits">Null: the defaults.</param>
    /// <exception cref="BadFileException">It is no table.</exception>
    public static TableFile Open(Stream stream, TableOptions? options = null, FileLimits? limits = null) => Guarded(() => new TableFile(stream, options ?? new(), limits ?? new()));

    /// <summary>The rows that are not blank, from the first. One reading at a time.</summary>
    /// <exception cref="BadFileException">The file is damaged, or a limit is exceeded; rows before that were given.</exception>
    internal IEnumerable<TableRow> Rows()
    {
        using var rows = Guarded(() => (zip is null ? ReadCsv() : new XlsxTable(zip, limits, new(limits.MaxUncompressedBytes)).Read(options.Sheet, dates: true)).GetEnumerator());
        for (var count = 0; Guarded(rows.MoveNext);)
        {
            if (rows.Current.IsBlank) continue;
            if (++count > limits.MaxRows) throw new BadFileException(BadFileReason.TooLarge, $"more than {limits.MaxRows} rows");
            yield return rows.Current;
        }
    }

    public void Dispose()
    {
        zip?.Dispose();
        stream.Dispose();
    }

    private static T Guarded<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (XmlException e)
        {
            throw new BadFileException(BadFileReason.Damaged, $"the XML is cut short or not well-formed{SafeXml.At(e)}");
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or NotSupportedException or FormatException or DecoderFallbackException)
        {
            throw new BadFileException(BadFileReason.Damaged, "the file is cut short or corrupt");
        }
    }

    private IEnumerable<TableRow> ReadCsv()
    {
        using var text = OpenText();
        foreach (var row in CsvTable.Read(text, separator, limits.MaxColumns, remarks: false)) yield return row;
    }

    private StreamReader OpenText()
    {
        stream.Position = 0;
        return new(stream, encoding, detectEncodingFromByteOrderMarks: true, bufferSize: 64 << 10, leaveOpen: true);
    }

    private Encoding FindEncoding()
    {
        var name = options.Encoding ?? (FileContents.IsUtf8(stream) ? "utf-8" : "windows-1252");
        return name switch
        {
            "utf-8" => Encoding.UTF8,
            "utf-16" => Encoding.Unicode,
            _ => CodePagesEncodingProvider.Instance.GetEncoding(1252)!,
        };
    }

    private ZipArchive OpenWorkbook()
    {
        ZipEntryCount.Check(stream, limits.MaxZipEntries);
        var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        if (XlsxTable.IsWorkbook(archive) && archive.Entries.Sum(static e => (double)e.Length) <= limits.MaxUncompressedBytes) return archive;
        var isWorkbook = XlsxTable.IsWorkbook(archive);
        archive.Dispose();
        throw isWorkbook
            ? new BadFileException(BadFileReason.TooLarge, $"more than {limits.MaxUncompressedBytes} bytes when unpacked")
            : new BadFileException(BadFileReason.NotATable, "the zip file is no Excel workbook");
    }
}
