using System.Text.Json;
using Sluice.WMBus.Encoders;

namespace Sluice.Metering.Simulation;

/// <summary>Writes what a telegram of the simulation ought to decode to, with the field names of decoded readings.</summary>
public static class ExpectedReadingJson
{
    private static readonly string[] DurationFields = ["time_dry", "time_reversed", "time_leaking", "time_bursting"];

    /// <summary>One JSON object. The water temperature of a dry pipe is 127, as the meter sends it: not a temperature.</summary>
    public static void Write(Utf8JsonWriter json, SimulatedReception reception)
    {
        var meter = reception.Meter;
        var reading = reception.Reading;
        json.WriteStartObject();
        json.WriteString("id"u8, meter.Serial);
        json.WriteString("name"u8, meter.Name);
        json.WriteNumber("total_m3"u8, reading.TotalM3);
        json.WriteNumber("target_m3"u8, reading.TargetM3);
        json.WriteNumber("flow_temperature_c"u8, reading.FlowTemperatureC);
        json.WriteNumber(meter.HasUsualRecords ? "external_temperature_c"u8 : "min_external_temperature_last_month_c"u8, reading.ExternalTemperatureC);
        json.WriteString("status"u8, reading.Info.Status);
        for (var i = 0; i < DurationFields.Length; i++) json.WriteString(DurationFields[i], InfoCode16.DurationNames[reading.Info.DurationOf(i)]);
        json.WriteNumber("access_number"u8, reception.AccessNumber);
        json.WriteBoolean("full"u8, reception.IsFull);
        json.WriteNumber("rssi_dbm"u8, reception.RssiDbm);
        json.WriteString("timestamp"u8, reception.At.UtcDateTime);
        if (reception.IsDuplicate) json.WriteBoolean("duplicate"u8, value: true);
        if (reception.IsDamaged) json.WriteBoolean("damaged"u8, value: true);
        json.WriteEndObject();
    }
}
