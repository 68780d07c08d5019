using System.Text.Json;

namespace Sluice.Architecture.Tests;

public class PackageTests
{
    /// <summary>Packages that bind us to a provider, and the only projects that may know it (tests are free).</summary>
    private static readonly (string Prefix, string[] Homes)[] Confined =
    [
        ("AWSSDK.", ["Sluice.Storage.Aws", "Sluice.Infra"]),
        ("Amazon.", ["Sluice.Storage.Aws", "Sluice.Infra"]),
        ("Microsoft.Data.Sqlite", ["Sluice.Storage.Sqlite"]),
        ("SQLitePCLRaw", ["Sluice.Storage.Sqlite"]),
    ];

    public static TheoryData<string> Projects => [.. Repository.Projects];

    [Theory, MemberData(nameof(Projects))]
    public void Provider_packages_stay_with_their_provider(string project)
    {
        if (project.StartsWith("tests/", StringComparison.Ordinal)) return;
        var name = Repository.NameOf(project);
        var strangers = PackagesOf(project)
            .Where(package => Confined.Any(c => package.StartsWith(c.Prefix, StringComparison.Ordinal) && !c.Homes.Contains(name)));
        Assert.Empty(strangers.Select(package => $"{name} -> {package}"));
    }

    [Theory, MemberData(nameof(Projects))]
    public void Every_package_has_its_version_in_the_central_file(string project)
    {
        var references = Repository.Xml(project).Descendants("PackageReference").ToList();
        Assert.Empty(references.Where(r => r.Attribute("Version") is not null || r.Attribute("VersionOverride") is not null).Select(r => r.ToString()));
        var central = Repository.Xml("Directory.Packages.props").Descendants("PackageVersion").Select(p => p.Attribute("Include")!.Value);
        Assert.Empty(PackagesOf(project).Except(central, StringComparer.OrdinalIgnoreCase));
    }

    [Fact]
    public void Central_versions_are_exact()
        => Assert.Empty(Repository.Xml("Directory.Packages.props").Descendants("PackageVersion")
            .Where(p => p.Attribute("Version")!.Value.AsSpan().ContainsAny('*', '[', ','))
            .Select(p => p.ToString()));

    [Theory, MemberData(nameof(Projects))]
    public void Every_project_has_a_lock_file_with_all_its_packages(string project)
    {
        var lockFile = Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json");
        Assert.True(File.Exists(Repository.FullPath(lockFile)), $"{lockFile} is missing: run dotnet restore and commit it.");
        using var json = JsonDocument.Parse(Repository.Read(lockFile));
        var locked = json.RootElement.GetProperty("dependencies").EnumerateObject()
            .SelectMany(framework => framework.Value.EnumerateObject())
            .Select(package => package.Name);
        Assert.Empty(PackagesOf(project).Except(locked, StringComparer.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> PackagesOf(string project)
        => Repository.Xml(project).Descendants("PackageReference").Select(r => r.Attribute("Include")?.Value).OfType<string>();
}
