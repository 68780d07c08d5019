using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Sluice.Architecture.Tests;

/// <summary>The repository as files: what the tests of this project read.</summary>
internal static class Repository
{
    private static readonly string[] Skipped = [".git", "artifacts", "bin", "obj", "node_modules", "data", "TestResults", "BenchmarkDotNet.Artifacts", ".vs", ".idea"];

    public static string Root { get; } = FindRoot();

    public static IReadOnlyList<string> Files { get; } = [.. Walk(Root).Order(StringComparer.Ordinal)];

    /// <summary>Paths of the projects, relative to the root, with forward slashes.</summary>
    public static IReadOnlyList<string> Projects { get; } = [.. Files.Where(f => f.EndsWith(".csproj", StringComparison.Ordinal))];

    public static string FullPath(string relative) => Path.Combine(Root, relative);

    public static string Read(string relative) => File.ReadAllText(FullPath(relative));

    public static XDocument Xml(string relative) => XDocument.Load(FullPath(relative));

    public static string NameOf(string project) => Path.GetFileNameWithoutExtension(project);

    /// <summary>Every line of the files that matches, as "path:line: text".</summary>
    public static IEnumerable<string> Grep(IEnumerable<string> files, Regex pattern)
        => files.SelectMany(file => File.ReadLines(FullPath(file))
            .Select((text, index) => (text, number: index + 1))
            .Where(line => pattern.IsMatch(line.text))
            .Select(line => $"{file}:{line.number}: {line.text.Trim()}"));

    private static IEnumerable<string> Walk(string directory)
    {
        foreach (var file in Directory.EnumerateFiles(directory)) yield return Path.GetRelativePath(Root, file).Replace('\\', '/');
        foreach (var child in Directory.EnumerateDirectories(directory))
        {
            if (Skipped.Contains(Path.GetFileName(child))) continue;
            foreach (var file in Walk(child)) yield return file;
        }
    }

    private static string FindRoot()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            if (File.Exists(Path.Combine(directory.FullName, "sluice.slnx"))) return directory.FullName;
        }
        throw new InvalidOperationException($"No sluice.slnx above {AppContext.BaseDirectory}.");
    }
}
