namespace Sluice.Api.Tests;

/// <summary>The repository these tests were built from.</summary>
internal static class SourceTree
{
    /// <summary>A file or directory of it.</summary>
    public static string At(string path) => Path.Combine(Root, path);

    private static string Root { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? directory)
    {
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "sluice.slnx"))) directory = directory.Parent;
        return directory?.FullName ?? throw new InvalidOperationException($"There is no sluice.slnx above {AppContext.BaseDirectory}.");
    }
}
