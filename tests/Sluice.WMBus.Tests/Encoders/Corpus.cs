namespace Sluice.WMBus.Tests.Encoders;

/// <summary>Recordings with known content that live beside the repository, not in it.</summary>
internal static class Corpus
{
    /// <summary>The file's path; the test is skipped when the corpus is not there.</summary>
    public static string Require(string relative)
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            if (!File.Exists(Path.Combine(at.FullName, "sluice.slnx"))) continue;
            var roots = new[] { Path.Combine(at.FullName, "..", "shared", "corpus"), Environment.GetEnvironmentVariable("SLUICE_CORPUS") ?? "" };
            foreach (var root in roots)
            {
                var path = Path.Combine(root, relative);
                if (File.Exists(path)) return path;
            }
            break;
        }
        Assert.Skip("The corpus is not beside the repository (and SLUICE_CORPUS does not name it).");
        return "";
    }
}
