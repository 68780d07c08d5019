using System.Text;

namespace Sluice.Imports.Tables;

/// <summary>What the first bytes of a file say it is; its name does not matter.</summary>
internal enum FileContent
{
    Unknown,
    Empty,
    Zip,
    Xml,
    Text,

    /// <summary>Old Excel files, and new ones with a password.</summary>
    CompoundFile,
}

/// <summary>Tells kinds of files, and encodings of text, by content.</summary>
internal static class FileContents
{
    /// <param name="head">The first bytes, 512 are plenty.</param>
    public static FileContent Detect(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty) return FileContent.Empty;
        if (head.StartsWith("PK\x03\x04"u8) || head.StartsWith("PK\x05\x06"u8)) return FileContent.Zip;
        if (head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0])) return FileContent.CompoundFile;
        var utf16 = head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]);
        if (!utf16 && head.Contains((byte)0)) return FileContent.Unknown;
        var text = utf16 ? head[2..] : head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? head[3..] : head;
        text = text.TrimStart(" \t\r\n\0"u8);
        return text.IsEmpty ? FileContent.Text : text[0] == (byte)'<' ? FileContent.Xml : FileContent.Text;
    }

    /// <summary>True when the stream, read from where it stands to its end, is UTF-8 or has the mark of another Unicode encoding.</summary>
    public static bool IsUtf8(Stream stream)
    {
        using var text = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        var buffer = new char[8192];
        try
        {
            while (text.Read(buffer, 0, buffer.Length) > 0) { }
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
