using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Xml;
using Sluice.Imports.Tables;

namespace Sluice.Imports.Keys;

/// <summary>
/// Reads key files: KEM and KEM2 (zip or plain, encrypted or decrypted), CSV, Excel. What a file is, its content says, not its name.
/// </summary>
/// <remarks>Any bytes end in a <see cref="KeyImport"/> or a <see cref="KeyFileError"/>; time and memory are bounded by <see cref="KeyFileLimits"/>.</remarks>
public static class KeyFileReader
{
    /// <summary>Reads a key file, or says why not.</summary>
    /// <param name="stream">From its current position to its end; stays open. One that cannot seek, or is not at its start, is buffered.</param>
    /// <param name="fileName">For messages only.</param>
    /// <param name="password">Needed for encrypted KEM files; null or empty: none.</param>
    /// <param name="import">The keys and problems, when true is returned.</param>
    /// <param name="error">Why the file cannot be read, when false is returned.</param>
    /// <param name="limits">Null: <see cref="KeyFileLimits.Default"/>.</param>
    public static bool TryRead(
        Stream stream,
        string fileName,
        string? password,
        [NotNullWhen(true)] out KeyImport? import,
        [NotNullWhen(false)] out KeyFileError? error,
        KeyFileLimits? limits = null)
    {
        import = null;
        try
        {
            import = ReadContent(stream, password, limits ?? KeyFileLimits.Default);
            error = null;
            return true;
        }
        catch (KeyFileException e)
        {
            error = e.Error;
        }
        catch (BadFileException e)
        {
            error = new(e.Reason == BadFileReason.TooLarge ? KeyFileErrorCode.TooLarge : KeyFileErrorCode.DamagedKeyFile, e.Message);
        }
        catch (XmlException e)
        {
            error = new(KeyFileErrorCode.DamagedKeyFile, $"the XML is cut short or not well-formed{SafeXml.At(e)}");
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException or NotSupportedException or CryptographicException or FormatException)
        {
            error = new(KeyFileErrorCode.DamagedKeyFile, "the file is cut short or corrupt");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error = new(KeyFileErrorCode.Unreadable, "the file cannot be read to its end");
        }
        error = error with { Message = $"{SafeText.Clean(Path.GetFileName(fileName))}: {error.Message}" };
        return false;
    }

    /// <summary>As <see cref="TryRead"/>, throwing.</summary>
    /// <exception cref="KeyFileException">The file cannot be read; its <see cref="KeyFileException.Error"/> says why.</exception>
    public static KeyImport Read(Stream stream, string fileName, string? password = null, KeyFileLimits? limits = null) =>
        TryRead(stream, fileName, password, out var import, out var error, limits) ? import : throw new KeyFileException(error);

    private static KeyImport ReadContent(Stream stream, string? password, KeyFileLimits limits)
    {
        if (!stream.CanSeek || stream.Position != 0)
        {
            using var buffered = Buffer(stream, limits);
            return ReadContent(buffered, password, limits);
        }
        if (stream.Length > limits.MaxFileBytes) throw TooLarge(limits);
        var head = new byte[512];
        var length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        return FileContents.Detect(head.AsSpan(0, length)) switch
        {
            FileContent.Zip => ReadZip(stream, password, limits),
            FileContent.Xml => ReadXml(stream, password, limits),
            FileContent.Text => ReadCsv(stream, limits),
            FileContent.Empty => throw Damaged("the file is empty"),
            FileContent.CompoundFile => throw new KeyFileException(KeyFileErrorCode.NotAKeyFile,
                "an old Excel file (xls) or one with a password; save it as xlsx without password, or as CSV"),
            _ => throw new KeyFileException(KeyFileErrorCode.NotAKeyFile, "neither KEM, KEM2, Excel (xlsx) nor CSV"),
        };
    }

    private static KeyImport ReadXml(Stream stream, string? password, KeyFileLimits limits)
    {
        var kem = new KemReader(limits, password);
        return kem.TryRead(stream)
            ? kem.ToImport()
            : throw new KeyFileException(KeyFileErrorCode.NotAKeyFile, "the XML is neither KEM nor KEM2");
    }

    private static KeyImport ReadZip(Stream stream, string? password, KeyFileLimits limits)
    {
        ZipEntryCount.Check(stream, limits.MaxZipEntries);
        using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        var budget = new ByteBudget(limits.MaxUncompressedBytes);
        if (zip.Entries.Sum(static e => (double)e.Length) > limits.MaxUncompressedBytes)
            throw new KeyFileException(KeyFileErrorCode.TooLarge, $"more than {limits.MaxUncompressedBytes} bytes when unpacked");
        if (XlsxTable.IsWorkbook(zip)) return new TableRows(KeyFileFormat.Excel, limits).Collect(new XlsxTable(zip, limits, budget).Read(XlsxTable.FirstSheet, dates: false));

        var kem = new KemReader(limits, password);
        var found = false;
        foreach (var entry in zip.Entries)
        {
            if (!LooksLikeXml(entry)) continue;   // decided by content; Kamstrup adds a schema, which has another root
            using var unpacked = entry.Open();
            found |= TryReadEntry(kem, unpacked, budget);
        }
        return found ? kem.ToImport() : throw new KeyFileException(KeyFileErrorCode.NotAKeyFile, "the zip file holds neither KEM, KEM2 nor an Excel workbook");
    }

    private static bool TryReadEntry(KemReader kem, Stream unpacked, ByteBudget budget)
    {
        using var bounded = new BoundedStream(unpacked, budget);
        return kem.TryRead(bounded);
    }

    private static bool LooksLikeXml(ZipArchiveEntry entry)
    {
        using var unpacked = entry.Open();
        var head = new byte[512];
        var length = unpacked.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        return FileContents.Detect(head.AsSpan(0, length)) == FileContent.Xml;
    }

    private static KeyImport ReadCsv(Stream stream, KeyFileLimits limits)
    {
        var encoding = FileContents.IsUtf8(stream) ? Encoding.UTF8 : Encoding.Latin1;
        StreamReader Open()
        {
            stream.Position = 0;
            return new(stream, encoding, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        }
        using var first = Open();
        var separator = CsvTable.FindSeparator(first, remarks: true);
        using var text = Open();
        return new TableRows(KeyFileFormat.Csv, limits).Collect(CsvTable.Read(text, separator, limits.MaxColumns, remarks: true));
    }

    /// <summary>Takes a stream into memory, if it is not too large.</summary>
    /// <exception cref="KeyFileException">It is.</exception>
    internal static MemoryStream Buffer(Stream stream, KeyFileLimits limits)
    {
        var buffered = new MemoryStream();
        var chunk = new byte[81920];
        int read;
        while ((read = stream.Read(chunk)) > 0)
        {
            if (buffered.Length + read > limits.MaxFileBytes) throw TooLarge(limits);
            buffered.Write(chunk, 0, read);
        }
        buffered.Position = 0;
        return buffered;
    }

    private static KeyFileException TooLarge(KeyFileLimits limits) => new(KeyFileErrorCode.TooLarge, $"the file has more than {limits.MaxFileBytes} bytes");

    private static KeyFileException Damaged(string message) => new(KeyFileErrorCode.DamagedKeyFile, message);
}
