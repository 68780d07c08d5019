using System.Text.Encodings.Web;
using System.Text.Json;
using Sluice.Imports.Keys;

namespace Sluice.Cli.Keys;

/// <summary>A key file as one line of JSON, for programs. Fingerprints in place of keys.</summary>
internal static class KeyImportJson
{
    public static void Write(string file, KeyImport? import, KeyFileError? error)
    {
        using var output = Console.OpenStandardOutput();
        using (var json = new Utf8JsonWriter(output, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteString("file", file);
            if (import is not null) WriteImport(json, import);
            if (error is not null)
            {
                json.WriteStartObject("error");
                json.WriteString("code", error.Code.ToString());
                json.WriteString("message", error.Message);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
    }

    private static void WriteImport(Utf8JsonWriter json, KeyImport import)
    {
        json.WriteString("format", import.Format.ToString().ToLowerInvariant());
        json.WriteBoolean("encrypted", import.IsEncrypted);
        json.WriteNumber("meters", import.Keys.Length);
        json.WriteStartArray("keys");
        foreach (var entry in import.Keys)
        {
            json.WriteStartObject();
            json.WriteNumber("position", entry.Position);
            json.WriteString("serial", entry.Key.Serial?.ToString("x8"));
            json.WriteString("manufacturer", entry.Key.Manufacturer?.ToString());
            json.WriteString("name", entry.Key.Name);
            json.WriteString("model", entry.Model);
            json.WriteString("type_number", entry.TypeNumber);
            json.WriteString("config_number", entry.ConfigNumber);
            json.WriteString("consumption", entry.Consumption);
            json.WriteString("fingerprint", entry.Key.Fingerprint);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("problems");
        foreach (var problem in import.Problems)
        {
            json.WriteStartObject();
            json.WriteNumber("position", problem.Position);
            json.WriteString("serial", problem.Serial);
            json.WriteString("code", problem.Code.ToString());
            json.WriteBoolean("notice", problem.IsNotice);
            json.WriteString("message", problem.Message);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
