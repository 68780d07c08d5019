namespace Sluice.Imports.Keys;

/// <summary>Writes key files that <see cref="KeyFileReader"/> and the field's other tools read. The same keys give the same bytes.</summary>
public static class KeyFileWriter
{
    /// <summary>Formats by file name: <c>.kem</c>, <c>.kem2</c>, <c>.xlsx</c>, <c>.csv</c>; <see cref="KeyFileFormat.Unknown"/> for others.</summary>
    public static KeyFileFormat FormatOf(string fileName) => Path.GetExtension(fileName).ToLowerInvariant() switch
    {
        ".kem" => KeyFileFormat.Kem,
        ".kem2" => KeyFileFormat.Kem2,
        ".csv" => KeyFileFormat.Csv,
        ".xlsx" => KeyFileFormat.Excel,
        _ => KeyFileFormat.Unknown,
    };

    /// <summary>Writes a file that only its owner may read; an existing one is replaced.</summary>
    /// <param name="path">Where to.</param>
    /// <param name="format">See <see cref="FormatOf"/>.</param>
    /// <param name="keys">In the order to write; each with a serial number.</param>
    /// <param name="password">For KEM and KEM2, where it is required; tables are never encrypted.</param>
    /// <exception cref="ArgumentException">Unknown format, missing password, or a key without serial number.</exception>
    public static void Write(string path, KeyFileFormat format, IEnumerable<KeyEntry> keys, string? password = null)
    {
        CheckArguments(format, password);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var stream = new FileStream(path, options);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(stream.SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.UserWrite);   // one that was there keeps its mode otherwise
        Write(stream, format, keys, password);
    }

    /// <summary>As <see cref="Write(string, KeyFileFormat, IEnumerable{KeyEntry}, string?)"/>, to a stream that stays open.</summary>
    public static void Write(Stream stream, KeyFileFormat format, IEnumerable<KeyEntry> keys, string? password = null)
    {
        CheckArguments(format, password);
        switch (format)
        {
            case KeyFileFormat.Kem or KeyFileFormat.Kem2:
                KemWriter.WriteZip(stream, format, keys, password!);
                break;
            case KeyFileFormat.Excel:
                XlsxWriter.Write(stream, keys);
                break;
            default:
                CsvKeyWriter.Write(stream, keys);
                break;
        }
    }

    private static void CheckArguments(KeyFileFormat format, string? password)
    {
        if (format is < KeyFileFormat.Kem or > KeyFileFormat.Excel)
            throw new ArgumentException($"Key files are .kem, .kem2, .csv or .xlsx; the format given is {format}.", nameof(format));
        if (format is KeyFileFormat.Kem or KeyFileFormat.Kem2 && string.IsNullOrEmpty(password))
            throw new ArgumentException("KEM files need a password.", nameof(password));
    }

    /// <summary>The serial number as printed: eight digits.</summary>
    internal static string SerialOf(KeyEntry entry) =>
        entry.Key.Serial is { } serial ? serial.ToString("x8") : throw new ArgumentException("A key without serial number cannot be written to a key file.", nameof(entry));
}
