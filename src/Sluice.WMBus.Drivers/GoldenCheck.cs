using System.Globalization;
using System.Text.Json;
using Sluice.WMBus.Security;

namespace Sluice.WMBus.Drivers;

/// <summary>One expected value of a golden telegram that the decoder does not give.</summary>
/// <param name="Golden">Name of the golden telegram.</param>
/// <param name="Field">The field, or <c>error</c> when the telegram does not decode.</param>
/// <param name="Expected">Expected JSON value.</param>
/// <param name="Got">JSON value the decoder gives; "nothing" when there is no such field.</param>
public readonly record struct GoldenFailure(string Golden, string Field, string Expected, string Got);

/// <summary>Decodes the golden telegrams of a driver and compares every expected field.</summary>
public static class GoldenCheck
{
    /// <summary>The differences; empty when all is as expected.</summary>
    /// <param name="driver">The driver, read by itself: no other driver's formats or fields help it.</param>
    public static IEnumerable<GoldenFailure> Run(MeterDriver driver)
    {
        ArgumentNullException.ThrowIfNull(driver);
        var catalog = new DriverCatalog([driver]);
        return driver.Goldens.SelectMany(golden => Compare(golden, Decode(golden, catalog)));
    }

    /// <summary>Decodes a golden telegram with its key.</summary>
    public static DecodedTelegram Decode(GoldenTelegram golden, DriverCatalog drivers)
    {
        ArgumentNullException.ThrowIfNull(golden);
        var keys = new KeyRing();
        if (golden.Key is { } key) keys.Add(new MeterKey(null, Convert.FromHexString(key)));
        return new TelegramDecoder(keys, BuiltInDrivers.NewFormats(drivers), drivers).Decode(Convert.FromHexString(golden.Telegram));
    }

    private static List<GoldenFailure> Compare(GoldenTelegram golden, DecodedTelegram telegram)
    {
        if (!telegram.IsDecoded) return [new(golden.Name, "error", "none", telegram.Error.ToString())];
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream)) ReadingJson.Write(json, telegram, default, []);
        using var reading = JsonDocument.Parse(stream.ToArray());
        var failures = new List<GoldenFailure>();
        foreach (var (field, text) in golden.Expected.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            using var expected = JsonDocument.Parse(text);
            if (!reading.RootElement.TryGetProperty(field, out var got)) failures.Add(new(golden.Name, field, text, "nothing"));
            else if (!IsSame(expected.RootElement, got)) failures.Add(new(golden.Name, field, text, got.GetRawText()));
        }
        return failures;
    }

    private static bool IsSame(JsonElement expected, JsonElement got) => expected.ValueKind == got.ValueKind && expected.ValueKind switch
    {
        JsonValueKind.Number => decimal.TryParse(expected.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var e)
            && decimal.TryParse(got.GetRawText(), NumberStyles.Float, CultureInfo.InvariantCulture, out var g) && e == g,
        JsonValueKind.Array => expected.GetArrayLength() == got.GetArrayLength() && expected.EnumerateArray().Zip(got.EnumerateArray()).All(p => IsSame(p.First, p.Second)),
        JsonValueKind.String => expected.GetString() == got.GetString(),
        _ => expected.GetRawText() == got.GetRawText(),
    };
}
