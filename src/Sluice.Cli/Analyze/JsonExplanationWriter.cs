using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sluice.WMBus;
using Sluice.WMBus.Explain;
using Sluice.WMBus.Receivers;

namespace Sluice.Cli.Analyze;

/// <summary>One JSON object a telegram: verdict, parts, reading.</summary>
internal sealed class JsonExplanationWriter(TextWriter output) : IExplanationWriter
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Write(Explanation explanation, ReceivedTelegram received) => WriteLine(json =>
    {
        json.WriteStartObject();
        json.WriteString("_", "analysis");
        json.WriteString("id", explanation.Telegram.Id);
        json.WriteString("verdict", explanation.Verdict.Kind.ToString());
        json.WriteString("text", explanation.Verdict.Text);
        if (explanation.Verdict.Key is { } key) json.WriteString("keyFingerprint", key.Fingerprint);
        if (explanation.Verdict.Key is { Serial: { } serial }) json.WriteString("keyOf", serial.ToString("x8"));
        if (explanation.Verdict.RelayedBy.Length > 0) json.WriteString("relayedBy", explanation.Verdict.RelayedBy);
        json.WriteString("frameFormat", explanation.Telegram.Format.ToString());
        json.WriteStartArray("parts");
        foreach (var part in explanation.Parts)
        {
            json.WriteStartObject();
            json.WriteNumber("offset", part.Offset);
            json.WriteString("bytes", Convert.ToHexString(explanation.Telegram.Plain.Span.Slice(part.Offset, part.Length)));
            json.WriteString("layer", JsonNamingPolicy.CamelCase.ConvertName(part.Layer.ToString()));
            json.WriteString("meaning", part.Meaning);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WritePropertyName("reading");
        ReadingJson.Write(json, explanation.Telegram, new(received.HeardAt, received.Device, received.RssiDbm, received.Name), received.Bytes.Span);
        json.WriteEndObject();
    });

    public void WriteBadInput(ReceivedTelegram received) => WriteLine(json => ReadingJson.WriteBadInput(json, received.Error, received.Source ?? "", default));

    private void WriteLine(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Options)) write(json);
        output.WriteLine(Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length));
    }
}
