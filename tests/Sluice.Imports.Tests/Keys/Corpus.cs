namespace Sluice.Imports.Tests.Keys;

/// <summary>Shared test files beside the repository; tests pass without them.</summary>
internal static class Corpus
{
    /// <summary>Folder <c>../shared/corpus/NAME</c> seen from the repository; null when it is not there.</summary>
    public static string? Folder(string name)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (!File.Exists(Path.Combine(at.FullName, "sluice.slnx"))) continue;
            var folder = Path.Combine(at.Parent!.FullName, "shared", "corpus", name);
            return Directory.Exists(folder) ? folder : null;
        }
        return null;
    }
}
