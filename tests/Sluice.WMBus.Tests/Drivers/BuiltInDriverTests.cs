using System.Text.Json;
using Sluice.WMBus.Drivers;
using Sluice.WMBus.Formats;
using Sluice.WMBus.Frames;

namespace Sluice.WMBus.Tests.Drivers;

public sealed class BuiltInDriverTests
{
    public static TheoryData<string> Names => [.. BuiltInDrivers.Names()];

    private static MeterDriver Driver(string name) => MeterDriver.Parse(BuiltInDrivers.Read(name));

    [Theory, MemberData(nameof(Names))]
    public void Golden_telegrams_give_their_readings(string name)
    {
        var driver = Driver(name);
        Assert.NotEmpty(driver.Goldens);
        Assert.Empty(GoldenCheck.Run(driver));
    }

    [Theory, MemberData(nameof(Names))]
    public void Golden_telegrams_are_of_invented_meters(string name)
    {
        foreach (var golden in Driver(name).Goldens)
        {
            using var id = JsonDocument.Parse(golden.Expected["id"]);
            Assert.StartsWith("9000", id.RootElement.GetString(), StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Golden_telegrams_show_every_meter_and_format(string name)
    {
        var driver = Driver(name);
        var decoded = driver.Goldens.Select(g => GoldenCheck.Decode(g, new([driver]))).ToList();
        Assert.Empty(decoded.SelectMany(t => t.Warnings));
        Assert.Empty(driver.Models.Select(m => m.Name).Except(decoded.Select(t => t.Model)));
        var shown = decoded.Where(t => t.FormatSignature is not null).Select(t => t.FormatSignature!.Value).ToHashSet();
        foreach (var headers in driver.Formats)
        {
            Assert.True(RecordFormat.TryParse(Convert.FromHexString(headers), out var format));
            Assert.Contains(format!.Signature, shown);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Golden_telegrams_show_every_named_field(string name)
    {
        var driver = Driver(name);
        var shown = driver.Goldens.SelectMany(g => g.Expected.Keys).ToHashSet();
        Assert.Empty(driver.Fields.Select(f => f.Name.Text).Where(f => !shown.Contains(f)));
    }

    [Theory, MemberData(nameof(Names))]
    public void Files_are_what_the_schema_says(string name)
    {
        using var schema = JsonDocument.Parse(BuiltInDrivers.Read("driver.schema.json"));
        using var file = JsonDocument.Parse(BuiltInDrivers.Read(name));
        Assert.Empty(SchemaCheck.Errors(schema.RootElement, file.RootElement));
    }

    [Fact]
    public void No_meter_belongs_to_two_drivers()
    {
        var models = BuiltInDrivers.Load().Drivers.SelectMany(d => d.Models.SelectMany(m => m.DeviceTypes.Select(t => $"{m.Manufacturer} {m.Version:X2} {t:X2}")));
        Assert.Empty(models.GroupBy(m => m).Where(g => g.Count() > 1).Select(g => g.Key));
    }

    [Theory]
    [InlineData("KAM", 0x1F, 0x16, "kamwater", "flowIQ 2101")]
    [InlineData("KAM", 0x1F, 0x06, "kamwater", "flowIQ 2101")]
    [InlineData("KAW", 0x3C, 0x16, "kamwater", "flowIQ 2200")]
    [InlineData("KAM", 0x35, 0x0C, "kamheat", "MULTICAL 603")]
    [InlineData("KAM", 0x30, 0x02, "omnipower", "OMNIPOWER")]
    [InlineData("KAM", 0x99, 0x16, "generic", "")]
    public void Manufacturer_version_and_type_find_the_driver(string maker, byte version, byte type, string driver, string model)
    {
        Assert.True(Manufacturer.TryParse(maker, out var manufacturer));
        var found = BuiltInDrivers.Load().Find(new(manufacturer, 0x90000001, version, type));
        Assert.Equal((driver, model), (found.Driver.Name, found.Model));
    }

    [Theory]
    [InlineData(0x0000, "OK", "", "", "", "")]
    [InlineData(0x0041, "DRY", "4-7 days", "", "", "")]
    [InlineData(0x0051, "DRY", "8-14 days", "", "", "")]
    [InlineData(0x0082, "REVERSE", "", "1-8 hours", "", "")]
    [InlineData(0x0804, "LEAK", "", "", "9-24 hours", "")]
    [InlineData(0xE008, "BURST", "", "", "", "22-31 days")]
    [InlineData(0x6400, "OK", "", "", "1-8 hours", "2-3 days")]
    public void Info_codes_of_16_bits_become_words(int info, string status, string dry, string reversed, string leaking, string bursting)
    {
        var definition = Driver("kamwater.json").Statuses[0];
        var words = string.Join(' ', definition.Words(info));
        Assert.Equal(status, words.Length == 0 ? "OK" : words);
        Assert.Equal([dry, reversed, leaking, bursting], definition.Durations.Select(d => d.Read(info)));
    }
}
