namespace Sluice.Imports.Tables;

/// <summary>Bounds the entries of a zip file before its directory is read into memory.</summary>
internal static class ZipEntryCount
{
    /// <summary>Counts the signatures of directory entries: every entry has one, so there are never more entries than that.</summary>
    public static void Check(Stream stream, int maxEntries)
    {
        var signature = "PK\x01\x02"u8;
        var start = stream.Position;
        var buffer = new byte[81920];
        var kept = 0;
        var count = 0;
        int read;
        while ((read = stream.Read(buffer, kept, buffer.Length - kept)) > 0)
        {
            var window = buffer.AsSpan(0, kept + read);
            int at;
            while ((at = window.IndexOf(signature)) >= 0)
            {
                if (++count > maxEntries) throw new BadFileException(BadFileReason.TooLarge, $"more than {maxEntries} entries in the zip file");
                window = window[(at + signature.Length)..];
            }
            kept = Math.Min(signature.Length - 1, window.Length);
            window[^kept..].CopyTo(buffer);
        }
        stream.Position = start;
    }
}
