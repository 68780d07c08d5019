namespace Sluice.Architecture.Tests;

/// <summary>The picture of the solution, kept true. An arrow that is not listed here needs a reason a newcomer can name.</summary>
public class ProjectReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Sluice.WMBus"] = [],
        ["Sluice.WMBus.Drivers"] = ["Sluice.WMBus"],
        ["Sluice.Contracts"] = [],
        ["Sluice.Metering"] = ["Sluice.WMBus"],
        ["Sluice.Imports"] = ["Sluice.Metering"],
        ["Sluice.Reports"] = ["Sluice.Metering"],
        ["Sluice.Storage.Sqlite"] = ["Sluice.Metering"],
        ["Sluice.Storage.Aws"] = ["Sluice.Metering"],
        ["Sluice.Api"] = ["Sluice.Metering", "Sluice.Contracts"],
        ["Sluice.Host"] =
        [
            "Sluice.Api", "Sluice.Contracts", "Sluice.Imports", "Sluice.Metering", "Sluice.Reports",
            "Sluice.Storage.Aws", "Sluice.Storage.Sqlite", "Sluice.WMBus", "Sluice.WMBus.Drivers",
        ],
        ["Sluice.Client"] = ["Sluice.Contracts"],
        ["Sluice.Ui"] = ["Sluice.Client", "Sluice.Metering", "Sluice.WMBus.Drivers"],
        ["Sluice.Web"] = ["Sluice.Ui"],
        ["Sluice.Cli"] = ["Sluice.Host", "Sluice.Client", "Sluice.WMBus.Drivers"],
        ["Sluice.Infra"] = [],
    };

    public static TheoryData<string> ProductProjects
        => [.. Repository.Projects.Where(p => !p.StartsWith("tests/", StringComparison.Ordinal))];

    [Theory, MemberData(nameof(ProductProjects))]
    public void References_only_what_the_picture_allows(string project)
    {
        var name = Repository.NameOf(project);
        Assert.True(Allowed.ContainsKey(name), $"{name} is not in the picture: add it, with its reason, to {nameof(ProjectReferenceTests)}.");
        var used = Repository.Xml(project).Descendants("ProjectReference")
            .Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value.Replace('\\', '/')));
        Assert.Empty(used.Except(Allowed[name]).Select(extra => $"{name} -> {extra}")); // the failure names the extra arrow
    }

    [Fact]
    public void Every_project_is_part_of_the_solution()
    {
        var listed = Repository.Xml("sluice.slnx").Descendants("Project").Select(p => p.Attribute("Path")!.Value);
        Assert.Equal(Repository.Projects, listed.Order(StringComparer.Ordinal));
    }
}
