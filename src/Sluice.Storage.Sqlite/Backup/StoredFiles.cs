namespace Sluice.Storage.Sqlite.Backup;

/// <summary>The folder of files handed up and exported, as entries of a backup: <c>files/…</c>. A file there is written whole and never changed; half-written ones have another suffix.</summary>
internal static class StoredFiles
{
    /// <summary>Where they stand in a data directory and in a backup.</summary>
    public const string Folder = "files";

    private const string HalfWritten = "~";

    /// <summary>The entries there are, in order; empty without the folder.</summary>
    public static IEnumerable<string> In(string data)
    {
        var folder = Path.Combine(data, Folder);
        return !Directory.Exists(folder) ? [] : Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(static f => !f.EndsWith(HalfWritten, StringComparison.Ordinal)).Select(f => Path.GetRelativePath(data, f).Replace(Path.DirectorySeparatorChar, '/')).Order(StringComparer.Ordinal);
    }

    /// <summary>True for the name of an entry that lies in the folder and nowhere else.</summary>
    public static bool IsEntry(string name) =>
        name.Split('/') is [Folder, _, ..] parts && !name.Contains('\\', StringComparison.Ordinal) && !name.Contains(':', StringComparison.Ordinal)
            && parts.All(static p => p.Length > 0 && p.Trim('.').Length > 0 && !p.Contains('\0', StringComparison.Ordinal));
}
