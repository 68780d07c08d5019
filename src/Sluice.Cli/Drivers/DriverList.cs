using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sluice.WMBus.Drivers;

namespace Sluice.Cli.Drivers;

/// <summary>Writes the drivers: a table for people, an array for programs.</summary>
internal static class DriverList
{
    public static void WriteText(DriverCatalog drivers)
    {
        foreach (var driver in drivers.Drivers)
        {
            Console.WriteLine($"{driver.Name}: {driver.Title}");
            Console.WriteLine($"  {Count(driver.Fields.Select(f => f.Name.Text).Distinct().Count(), "field")}, {Count(driver.Goldens.Length, "golden telegram")}");
            foreach (var model in driver.Models)
                Console.WriteLine($"  {model.Manufacturer}  version {model.Version:X2}  type {Types(model),-15} {model.Name}");
        }
    }

    public static void WriteJson(DriverCatalog drivers)
    {
        using var output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartArray();
            foreach (var driver in drivers.Drivers)
            {
                json.WriteStartObject();
                json.WriteString("driver", driver.Name);
                json.WriteString("title", driver.Title);
                json.WriteNumber("fields", driver.Fields.Select(f => f.Name.Text).Distinct().Count());
                json.WriteNumber("goldens", driver.Goldens.Length);
                json.WriteStartArray("meters");
                foreach (var model in driver.Models) WriteModel(json, model);
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        output.Write("\n"u8);
    }

    private static void WriteModel(Utf8JsonWriter json, MeterModel model)
    {
        json.WriteStartObject();
        json.WriteString("manufacturer", model.Manufacturer.ToString());
        json.WriteString("version", model.Version.ToString("X2", CultureInfo.InvariantCulture));
        json.WriteStartArray("types");
        foreach (var type in model.DeviceTypes) json.WriteStringValue(type.ToString("X2", CultureInfo.InvariantCulture));
        json.WriteEndArray();
        json.WriteString("model", model.Name);
        json.WriteEndObject();
    }

    private static string Types(MeterModel model) => string.Join(' ', model.DeviceTypes.Select(t => t.ToString("X2", CultureInfo.InvariantCulture)));

    private static string Count(int number, string noun) => number == 1 ? $"1 {noun}" : $"{number} {noun}s";
}
