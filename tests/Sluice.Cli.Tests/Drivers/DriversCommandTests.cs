using System.Text.Json;

namespace Sluice.Cli.Tests.Drivers;

public sealed class DriversCommandTests : IDisposable
{
    private const string Acme =
        """
        {
          "name": "acme", "title": "Acme water meter",
          "meters": [{ "manufacturer": "ACM", "version": "01", "types": ["07"], "model": "A1" }],
          "fields": [{ "name": "total_m3", "quantity": "Volume" }],
          "goldens": [{ "name": "example", "source": "invented", "telegram": "10446D040100009001077804131E160000", "expected": { "total_m3": 5.662, "meter": "acme" } }]
        }
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sluice-drivers-");

    public void Dispose() => folder.Delete(recursive: true);

    private string NewFile(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    [Fact]
    public async Task List_names_drivers_and_meters()
    {
        var result = await SluiceProcess.RunAsync(["drivers", "list"]);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("kamwater: ", result.Output, StringComparison.Ordinal);
        Assert.Contains("KAM  version 1F  type 06 16", result.Output, StringComparison.Ordinal);
        Assert.Contains("MULTICAL 603", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_as_json_has_own_drivers_too()
    {
        NewFile("acme.json", Acme);
        var result = await SluiceProcess.RunAsync(["drivers", "list", "--drivers", folder.FullName, "--format", "json"]);
        Assert.Equal(0, result.ExitCode);
        using var json = JsonDocument.Parse(result.Output);
        var acme = json.RootElement.EnumerateArray().Single(d => d.GetProperty("driver").GetString() == "acme");
        Assert.Equal(1, acme.GetProperty("fields").GetInt32());
        Assert.Equal(1, acme.GetProperty("goldens").GetInt32());
        Assert.Equal("ACM", acme.GetProperty("meters")[0].GetProperty("manufacturer").GetString());
    }

    [Fact]
    public async Task Check_without_arguments_passes_the_built_in_drivers()
    {
        var result = await SluiceProcess.RunAsync(["drivers", "check"]);
        Assert.Empty(result.Errors);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("kamheat.json: kamheat, ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_passes_a_good_file_and_folder()
    {
        var file = NewFile("acme.json", Acme);
        foreach (var path in (string[])[file, folder.FullName])
        {
            var result = await SluiceProcess.RunAsync(["drivers", "check", path]);
            Assert.Empty(result.Errors);
            Assert.Equal(0, result.ExitCode);
            Assert.Equal($"{file}: acme, 1 of 1 golden telegrams as expected\n", result.Output);
        }
    }

    [Fact]
    public async Task Check_reports_file_golden_field_expected_and_got()
    {
        var file = NewFile("acme.json", Acme.Replace("5.662", "5.663", StringComparison.Ordinal));
        var result = await SluiceProcess.RunAsync(["drivers", "check", file]);
        Assert.Equal(1, result.ExitCode);
        Assert.Equal($"sluice: {file}: golden 'example': total_m3: expected 5.663, got 5.662\n", result.Errors);
    }

    [Fact]
    public async Task Check_names_the_unknown_member()
    {
        var file = NewFile("acme.json", Acme.Replace("\"quantity\"", "\"quantiti\"", StringComparison.Ordinal));
        var result = await SluiceProcess.RunAsync(["drivers", "check", file]);
        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith($"sluice: {file}: fields: there is no member 'quantiti'", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_of_a_missing_path_is_wrong_usage()
    {
        var result = await SluiceProcess.RunAsync(["drivers", "check", Path.Combine(folder.FullName, "nowhere")]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("no such file or folder", result.Errors, StringComparison.Ordinal);
    }

    [Theory, InlineData("list"), InlineData("check")]
    public async Task Help_has_examples(string command)
    {
        var result = await SluiceProcess.RunAsync(["drivers", command, "--help"]);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("Examples:", result.Output, StringComparison.Ordinal);
    }
}
