using System.Text.Json;
using Sluice.Metering.Meters;
using Sluice.Metering.Readings;
using Sluice.Metering.Societies;

namespace Sluice.Host.Mqtt.Out;

/// <summary>Home Assistant's discovery: one retained message per sensor at <c>homeassistant/COMPONENT/sluice/SOCIETY_MAKERSERIAL_ATTRIBUTE/config</c>.</summary>
internal static class HomeAssistant
{
    private const string Sensor = "sensor", Binary = "binary_sensor";

    private static readonly string Version = typeof(HomeAssistant).Assembly.GetName().Version?.ToString(3) ?? "0";

    private static readonly (string Field, string Name)[] Temperatures =
    [
        ("flow_temperature_c", "Water temperature"),
        ("min_flow_temperature_c", "Lowest water temperature"),
        ("external_temperature_c", "Temperature around the meter"),
    ];

    /// <summary>The sensors of a meter: those that its telegrams have values for.</summary>
    public static IEnumerable<(string Topic, byte[] Config)> Configs(MeterState state)
    {
        if (state.Reading.TotalM3 is not null)
            yield return Config(state, Sensor, "total_m3", "Total", static json =>
            {
                json.WriteString("device_class"u8, "water"u8);
                json.WriteString("state_class"u8, "total_increasing"u8);
                json.WriteString("unit_of_measurement"u8, "m³");
            });
        if (state.Reading.RssiDbm is not null)
            yield return Config(state, Sensor, "rssi_dbm", "Signal", static json =>
            {
                json.WriteString("device_class"u8, "signal_strength"u8);
                json.WriteString("state_class"u8, "measurement"u8);
                json.WriteString("unit_of_measurement"u8, "dBm"u8);
                json.WriteString("entity_category"u8, "diagnostic"u8);
            });
        foreach (var (field, name) in Temperatures)
            if (state.Has(field))
                yield return Config(state, Sensor, field, name, static json =>
                {
                    json.WriteString("device_class"u8, "temperature"u8);
                    json.WriteString("state_class"u8, "measurement"u8);
                    json.WriteString("unit_of_measurement"u8, "°C");
                });
        var words = state.Words;
        if (words.Contains("LEAK")) yield return Alarm(state, "leak", "Leak", "moisture", "LEAK", "BURST");
        if (words.FirstOrDefault(static w => w.StartsWith("LOW_BATTERY", StringComparison.Ordinal)) is { } low) yield return Alarm(state, "battery", "Battery", "battery", low);
    }

    /// <summary>True for a discovery topic of a society.</summary>
    public static bool IsOf(string topic, string society) =>
        topic.Split('/') is [Topics.Discovery, Sensor or Binary, "sluice", var id, "config"] && id.StartsWith($"{society}_", StringComparison.Ordinal);

    private static (string, byte[]) Alarm(MeterState state, string attribute, string name, string deviceClass, params string[] words) =>
        Config(state, Binary, attribute, name, json => json.WriteString("device_class"u8, deviceClass),
            $"{{{{ 'ON' if value_json.status.split(' ') | select('in', [{string.Join(", ", words.Select(static w => $"'{w}'"))}]) | list else 'OFF' }}}}");

    private static (string, byte[]) Config(MeterState state, string component, string attribute, string name, Action<Utf8JsonWriter> more, string? template = null)
    {
        var meter = MeterId.Of(state.Reading.Meter);
        var device = $"{state.Reading.Society}_{meter.Manufacturer}{meter.SerialNumber}";
        using var bytes = new MemoryStream(512);
        using (var json = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("name"u8, name);
            json.WriteString("unique_id"u8, $"sluice_{device}_{attribute}");
            json.WriteString("state_topic"u8, state.Topic);
            json.WriteString("value_template"u8, template ?? $"{{{{ value_json.{attribute} | default(none) }}}}");
            more(json);
            json.WriteString("availability_topic"u8, Topics.Status);
            json.WriteString("payload_available"u8, "online"u8);
            json.WriteString("payload_not_available"u8, "offline"u8);
            json.WriteStartObject("device"u8);
            json.WriteStartArray("identifiers"u8);
            json.WriteStringValue($"sluice_{device}");
            json.WriteEndArray();
            json.WriteString("name"u8, state.Mode == MqttOut.Places ? $"Water meter {state.Name}" : $"Water meter {meter.SerialNumber}");
            json.WriteString("manufacturer"u8, meter.Manufacturer.ToString());
            json.WriteString("model"u8, state.Meter?.MeterType ?? state.Reading.Driver);
            json.WriteString("serial_number"u8, meter.SerialNumber);
            if (state is { Mode: MqttOut.Places, Meter.Tower: { Length: > 0 } tower }) json.WriteString("suggested_area"u8, tower);
            json.WriteEndObject();
            json.WriteStartObject("origin"u8);
            json.WriteString("name"u8, "Sluice"u8);
            json.WriteString("sw_version"u8, Version);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        return ($"{Topics.Discovery}/{component}/sluice/{device}_{attribute}/config", bytes.ToArray());
    }
}
