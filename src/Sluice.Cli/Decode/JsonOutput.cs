using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sluice.WMBus;
using Sluice.WMBus.Receivers;

namespace Sluice.Cli.Decode;

/// <summary>One JSON object a line.</summary>
internal sealed class JsonOutput : DecodeOutput
{
    // Not for HTML: names and units stay readable.
    private readonly Utf8JsonWriter json = new(new ArrayBufferWriter<byte>(), new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public override void Write(IBufferWriter<byte> to, DecodedTelegram telegram, in Reception reception, ReadOnlySpan<byte> raw)
    {
        json.Reset(to);
        ReadingJson.Write(json, telegram, reception, raw);
        EndLine(to);
    }

    public override void WriteBadInput(IBufferWriter<byte> to, ReceivedTelegram received, in Reception reception)
    {
        json.Reset(to);
        ReadingJson.WriteBadInput(json, received.Error, received.Source ?? "", reception);
        EndLine(to);
    }

    private void EndLine(IBufferWriter<byte> to)
    {
        json.Flush();
        to.Write("\n"u8);
    }
}
