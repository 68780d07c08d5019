using System.Text.Json;
using Sluice.Metering.Readings;
using Sluice.Metering.Societies;
using Sluice.WMBus;

namespace Sluice.Host.Mqtt.Out;

/// <summary>A reading as it goes out: the names that wmbusmeters' users know, with ours beside them.</summary>
internal static class StateMessage
{
    /// <summary>Fields taken from the stored reading, which may have been corrected, instead of from the telegram; names of meters are the society's matter.</summary>
    private static readonly HashSet<string> Ours = new(StringComparer.Ordinal) { "total_m3", "target_m3", "target_date", "status", "name", "id", "media", "meter", "timestamp", "device", "rssi_dbm" };

    /// <summary>The message.</summary>
    public static byte[] Write(MeterState state)
    {
        var reading = state.Reading;
        using var bytes = new MemoryStream(512);
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("_"u8, "telegram"u8);
            json.WriteString("media"u8, reading.Media);
            json.WriteString("meter"u8, reading.Driver);
            json.WriteString("name"u8, state.Name);
            json.WriteString("id"u8, reading.Meter.Id);
            json.WriteString("society"u8, reading.Society.Text);
            if (state is { Mode: MqttOut.Places, Meter: { } meter })
            {
                json.WriteString("tower"u8, meter.Tower);
                json.WriteString("flat"u8, meter.Flat);
                json.WriteString("place"u8, meter.Place);
            }
            if (reading.TotalM3 is { } total) json.WriteNumber("total_m3"u8, total);
            if (reading.TargetM3 is { } target) json.WriteNumber("target_m3"u8, target);
            if (reading.TargetDay is { } day) json.WriteString("target_date"u8, day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
            if (state.Telegram is { } telegram)
                foreach (var field in telegram.Fields)
                {
                    if (field.IsInvalid || Ours.Contains(field.Name.Text)) continue;
                    json.WritePropertyName(field.Name.Json);
                    ReadingJson.WriteValue(json, field.Value);
                }
            json.WriteString("status"u8, reading.Status);
            json.WriteString("quality"u8, reading.Quality.ToString().ToUpperInvariant());
            json.WriteString("timestamp"u8, reading.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture));
            if (reading.Receiver is { } device) json.WriteString("device"u8, device);
            if (reading.RssiDbm is { } rssi) json.WriteNumber("rssi_dbm"u8, rssi);
            json.WriteString("readingId"u8, reading.Sequence.ToString(System.Globalization.CultureInfo.InvariantCulture));
            json.WriteEndObject();
        }
        return bytes.ToArray();
    }
}
