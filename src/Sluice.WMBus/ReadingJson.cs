using System.Globalization;
using System.Text.Json;
using Sluice.WMBus.Drivers;
using Sluice.WMBus.Records;

namespace Sluice.WMBus;

/// <summary>Writes a telegram as the JSON object that wmbusmeters' users know, field names with their unit as suffix.</summary>
/// <remarks>A decoded telegram has <c>"_":"telegram"</c>; one that did not decode <c>"_":"undecoded"</c> with its error and the telegram.
/// Values the meter marks as invalid are printed and listed in <c>invalid</c>; oddities are listed in <c>warnings</c>.</remarks>
public static class ReadingJson
{
    private static readonly JsonEncodedText Kind = Name("_"), Media = Name("media"), Meter = Name("meter"), MeterName = Name("name"), Id = Name("id"), Model = Name("model"),
        Timestamp = Name("timestamp"), Device = Name("device"), Rssi = Name("rssi_dbm"), Telegram = Name("telegram"), Undecoded = Name("undecoded"),
        Error = Name("error"), Code = Name("code"), LayerName = Name("layer"), Offset = Name("offset"), Message = Name("message"), Warnings = Name("warnings"),
        Invalid = Name("invalid"), Repeat = Name("repeat");

    private static readonly JsonEncodedText[] Codes = [.. Enum.GetNames<DecodeErrorCode>().Select(Name)];
    private static readonly JsonEncodedText[] Layers = [.. Enum.GetNames<Layer>().Select(n => Name(JsonNamingPolicy.CamelCase.ConvertName(n)))];

    /// <summary>Writes one object.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="telegram">The telegram.</param>
    /// <param name="reception">What the receiver knew.</param>
    /// <param name="raw">The bytes as received, for undecoded ones.</param>
    public static void Write(Utf8JsonWriter json, DecodedTelegram telegram, in Reception reception, ReadOnlySpan<byte> raw)
    {
        json.WriteStartObject();
        if (telegram.IsDecoded) WriteReading(json, telegram, reception);
        else WriteUndecoded(json, telegram, reception, raw);
        WriteReception(json, reception);
        json.WriteEndObject();
    }

    /// <summary>Writes the object of input that is not even a telegram.</summary>
    public static void WriteBadInput(Utf8JsonWriter json, DecodeError error, string source, in Reception reception)
    {
        json.WriteStartObject();
        json.WriteString(Kind, Undecoded);
        json.WriteNull(Id);
        WriteError(json, Error, error);
        json.WriteString(Telegram, source);
        WriteReception(json, reception);
        json.WriteEndObject();
    }

    /// <summary>Writes a value: number, text, ISO date, or null.</summary>
    public static void WriteValue(Utf8JsonWriter json, in RecordValue value)
    {
        switch (value.Kind)
        {
            case RecordValueKind.None:
                json.WriteNullValue();
                break;
            case RecordValueKind.Number:
                JsonNumber.Write(json, value.Mantissa, value.Exponent10);
                break;
            default:
                json.WriteStringValue(value.ToString());
                break;
        }
    }

    private static void WriteReading(Utf8JsonWriter json, DecodedTelegram telegram, in Reception reception)
    {
        json.WriteString(Kind, Telegram);
        json.WriteString(Media, telegram.Media);
        json.WriteString(Meter, telegram.Driver.Name);
        if (telegram.Model.Length > 0) json.WriteString(Model, telegram.Model);
        json.WriteString(MeterName, reception.Name ?? telegram.Name);
        json.WriteString(Id, telegram.Id);
        var invalid = false;
        foreach (var field in telegram.Fields)
        {
            json.WritePropertyName(field.Name.Json);
            WriteValue(json, field.Value);
            invalid |= field.IsInvalid;
        }
        if (invalid)
        {
            json.WriteStartArray(Invalid);
            foreach (var field in telegram.Fields)
            {
                if (field.IsInvalid) json.WriteStringValue(field.Name.Json);
            }
            json.WriteEndArray();
        }
        if (telegram.Warnings.Length == 0) return;
        json.WriteStartArray(Warnings);
        foreach (var warning in telegram.Warnings) WriteErrorObject(json, warning);
        json.WriteEndArray();
    }

    private static void WriteUndecoded(Utf8JsonWriter json, DecodedTelegram telegram, in Reception reception, ReadOnlySpan<byte> raw)
    {
        json.WriteString(Kind, Undecoded);
        if (telegram.Address is null)
        {
            json.WriteNull(Id);
        }
        else
        {
            json.WriteString(Id, telegram.Id);
            json.WriteString(Media, telegram.Media);
            if (telegram.Model.Length > 0) json.WriteString(Model, telegram.Model);
            if ((reception.Name ?? telegram.Name) is { Length: > 0 } name) json.WriteString(MeterName, name);
        }
        WriteError(json, Error, telegram.Error);
        json.WriteString(Telegram, Convert.ToHexString(raw));
    }

    private static void WriteReception(Utf8JsonWriter json, in Reception reception)
    {
        if (reception.At is { } at)
        {
            Span<byte> text = stackalloc byte[20];
            at.UtcDateTime.TryFormat(text, out var written, "yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
            json.WriteString(Timestamp, text[..written]);
        }
        if (reception.Device is not null) json.WriteString(Device, reception.Device);
        if (reception.RssiDbm is { } rssi) json.WriteNumber(Rssi, rssi);
        if (reception.IsRepeat) json.WriteBoolean(Repeat, true);
    }

    private static void WriteError(Utf8JsonWriter json, JsonEncodedText name, in DecodeError error)
    {
        json.WritePropertyName(name);
        WriteErrorObject(json, error);
    }

    private static void WriteErrorObject(Utf8JsonWriter json, in DecodeError error)
    {
        json.WriteStartObject();
        json.WriteString(Code, Codes[(int)error.Code]);
        json.WriteString(LayerName, Layers[(int)error.Layer]);
        json.WriteNumber(Offset, error.Offset);
        json.WriteString(Message, error.Message);
        json.WriteEndObject();
    }

    private static JsonEncodedText Name(string text) => JsonEncodedText.Encode(text);
}
