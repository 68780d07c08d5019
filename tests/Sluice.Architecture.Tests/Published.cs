namespace Sluice.Architecture.Tests;

/// <summary>The program as <c>./sluice</c> publishes it.</summary>
internal static class Published
{
    public static string Folder { get; } = Repository.FullPath("artifacts/sluice");

    /// <summary>Skips the test when nothing is published; under continuous integration that is a failure.</summary>
    public static void Require()
    {
        if (File.Exists(Path.Combine(Folder, "sluice"))) return;
        Assert.False(string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.Ordinal), $"Nothing is published in {Folder}.");
        Assert.Skip("The program is not published yet; ./sluice test does it.");
    }
}
