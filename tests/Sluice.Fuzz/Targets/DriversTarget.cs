using System.Buffers;
using System.Text;
using System.Text.Json;
using Sluice.WMBus;
using Sluice.WMBus.Drivers;
using Sluice.WMBus.Formats;
using Sluice.WMBus.Security;

namespace Sluice.Fuzz.Targets;

/// <summary>Driver files: read, or refused with a <see cref="FormatException"/>; what was read serves telegrams without failing.</summary>
internal sealed class DriversTarget : FuzzTarget
{
    private readonly List<(byte[] Bytes, string? Key)> telegrams;

    public DriversTarget()
    {
        telegrams = [.. Invented.Goldens.Where((_, i) => i % 4 == 0).Select(static g => (Convert.FromHexString(g.Golden.Telegram), g.Golden.Key))];
        Seeds = [.. BuiltInDrivers.Names().Select(BuiltInDrivers.Read).Select(Shorten), .. Small.Select(Encoding.UTF8.GetBytes)];
    }

    private static string[] Small =>
    [
        """{"name":"a","meters":[{"manufacturer":"KAM","version":"1F","types":["16"],"name":"x"}],"fields":[{"name":"total_m3","quantity":"Volume"}]}""",
        """{"name":"b","formats":[{"signature":"EB61","headers":"02FF20 0413"}],"goldens":[]}""",
    ];

    public override string Name => "drivers";

    public override IReadOnlyList<byte[]> Seeds { get; }

    public override int LongestInput => 12_000;

    public override IReadOnlyList<byte[]> Words { get; } =
    [
        .. new[]
        {
            "null", "true", "-1", "1e999", "99999999999999999999", "\"\"", "[]", "{}", "[[[[", "\"\\ud800\"", "\"\\u0000\"", "0.5", "\"-1\"", "\"FFFFFFFFF\"", "\"KAM\"", "\"meters\":", "\"fields\":",
            "\"status\":", "\"name\":", "\"header\":", "\"storage\":", "\"tariff\":", "\"quantity\":", "\"unit\":", "\"bits\":", "\"code\":", "\"formats\":", "\"signature\":", "/*", ",", "32", "64", "255", "256",
        }.Select(Encoding.UTF8.GetBytes),
    ];

    public override int Run(ReadOnlySpan<byte> input)
    {
        MeterDriver driver;
        try
        {
            driver = MeterDriver.Parse(input);
        }
        catch (FormatException e)
        {
            return BehaviourOf(e);
        }
        var catalog = new DriverCatalog([driver]);
        var formats = new FormatRegistry();
        catalog.AddFormatsTo(formats);
        var behaviour = Mix(Mix(driver.Models.Length, driver.Fields.Length), Mix(driver.Statuses.Length, driver.Formats.Length));
        var json = new ArrayBufferWriter<byte>();
        foreach (var (bytes, key) in telegrams)
        {
            var keys = new KeyRing();
            if (key is { Length: 32 }) keys.Add(new(null, Convert.FromHexString(key)));
            var decoded = new TelegramDecoder(keys, formats, catalog).Decode(bytes);
            json.ResetWrittenCount();
            using (var writer = new Utf8JsonWriter(json)) ReadingJson.Write(writer, decoded, default, bytes);
            behaviour = Mix(behaviour, decoded.Driver == driver ? decoded.Fields.Length : 0);
        }
        return behaviour;
    }

    /// <summary>Without the golden telegrams, which are most of a file.</summary>
    private static byte[] Shorten(byte[] file)
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(file)!.AsObject();
        if (json["goldens"] is System.Text.Json.Nodes.JsonArray goldens)
        {
            while (goldens.Count > 1) goldens.RemoveAt(1);
        }
        return Encoding.UTF8.GetBytes(json.ToJsonString());
    }
}
