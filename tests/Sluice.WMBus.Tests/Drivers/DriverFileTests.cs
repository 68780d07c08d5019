using System.Text;
using Sluice.WMBus.Drivers;

namespace Sluice.WMBus.Tests.Drivers;

public sealed class DriverFileTests : IDisposable
{
    private const string Acme =
        """
        {
          "name": "acme", "title": "Acme",
          "meters": [{ "manufacturer": "ACM", "version": "01", "types": ["07"], "model": "A1" }],
          "fields": [{ "name": "total_m3", "quantity": "Volume" }],
          "status": [{ "record": "02FF20", "bits": { "0": "DRY" }, "durations": { "time_dry": 4 }, "durationClasses": ["", "long"] }],
          "formats": [{ "signature": "34DD", "headers": "02FF20 0413 4413" }],
          "goldens": [{ "name": "example", "source": "invented", "telegram": "10446D0401000090010778041301000000", "expected": { "total_m3": 0.001 } }]
        }
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("sluice-drivers-");

    public void Dispose() => folder.Delete(recursive: true);

    private static MeterDriver Parse(string json) => MeterDriver.Parse(Encoding.UTF8.GetBytes(json));

    [Fact]
    public void A_good_file_is_read() => Assert.Empty(GoldenCheck.Run(Parse(Acme)));

    [Theory]
    [InlineData("\"title\"", "\"titel\"", "titel")]
    [InlineData("\"model\"", "\"modell\"", "modell")]
    [InlineData("\"quantity\": \"Volume\"", "\"quantity\": \"Volume\", \"unit\": \"m3\"", "unit")]
    [InlineData("\"quantity\": \"Volume\"", "\"quantity\": \"Volum\"", "Volum")]
    [InlineData("\"quantity\": \"Volume\"", "\"record\": \"0413\", \"storage\": 1", "storage")]
    [InlineData("\"quantity\": \"Volume\"", "\"quantity\": \"Volume\", \"modifiers\": [\"XY\"]", "XY")]
    [InlineData("\"quantity\": \"Volume\"", "\"quantity\": \"Volume\", \"type\": \"text\"", "text")]
    [InlineData("\"bits\": { \"0\"", "\"bits\": { \"64\"", "64")]
    [InlineData("[\"\", \"long\"]", "[\"\", \"long\", \"longer\"]", "durationClasses")]
    [InlineData("\"02FF20\", \"bits\"", "\"02FF2\", \"bits\"", "02FF2")]
    [InlineData("\"34DD\"", "\"34DE\"", "34DD")]
    [InlineData("\"total_m3\": 0.001", "\"total_m3\": 0.001, \"total_m3\": 2", "total_m3")] // twice
    [InlineData("\"02FF20 0413 4413\"", "\"02FF20 0413 44\"", "headers")]
    [InlineData("\"telegram\": \"10", "\"telegram\": \"1", "example")]
    [InlineData("\"expected\"", "\"key\": \"00\", \"expected\"", "key")]
    [InlineData("\"ACM\"", "\"AC\"", "AC")]
    [InlineData("\"01\"", "\"001G\"", "001G")]
    [InlineData("{\n", "[\n", "driver file")]
    public void What_is_wrong_is_named(string good, string bad, string named)
    {
        var json = Acme.ReplaceLineEndings("\n");
        Assert.Contains(good, json, StringComparison.Ordinal);
        var error = Assert.Throws<FormatException>(() => Parse(json.Replace(good, bad, StringComparison.Ordinal)));
        Assert.Contains(named, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_adds_drivers_and_replaces_built_in_ones()
    {
        File.WriteAllText(Path.Combine(folder.FullName, "acme.json"), Acme.Replace("ACM", "KAM", StringComparison.Ordinal).Replace("\"01\", \"types\": [\"07\"]", "\"1F\", \"types\": [\"16\"]", StringComparison.Ordinal));
        var catalog = BuiltInDrivers.Load(folder.FullName);
        Assert.True(WMBus.Frames.Manufacturer.TryParse("KAM", out var kam));
        Assert.Equal("acme", catalog.Find(new(kam, 1, 0x1F, 0x16)).Driver.Name);
        Assert.Equal("kamwater", catalog.Find(new(kam, 1, 0x1F, 0x06)).Driver.Name);
    }

    [Fact]
    public void A_bad_file_in_a_folder_is_named()
    {
        var path = Path.Combine(folder.FullName, "acme.json");
        File.WriteAllText(path, Acme.Replace("\"title\"", "\"titel\"", StringComparison.Ordinal));
        var error = Assert.Throws<FormatException>(() => BuiltInDrivers.Load(folder.FullName));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Contains("'titel'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_driver_without_its_golden_fields_fails_the_check()
    {
        var driver = Parse(Acme.Replace("\"total_m3\": 0.001", "\"total_m3\": 0.002, \"flow_m3h\": 1", StringComparison.Ordinal));
        Assert.Equal(
            [new GoldenFailure("example", "flow_m3h", "1", "nothing"), new GoldenFailure("example", "total_m3", "0.002", "0.001")],
            GoldenCheck.Run(driver));
    }
}
