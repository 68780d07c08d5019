using System.Buffers;
using System.Text.Json;
using Sluice.Reports;

namespace Sluice.Cli.Import;

/// <summary>Lines of an archive as the server's readers take them: with the time the telegram was heard, or taken in where nobody said when.</summary>
internal sealed class TelegramBody
{
    private readonly ArrayBufferWriter<byte> buffer = new(1 << 20);

    /// <summary>Telegrams in it.</summary>
    public int Count { get; private set; }

    /// <exception cref="ReportException">The line is not one of ours.</exception>
    public void Add(ReadOnlyMemory<byte> line, string file)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            using var json = new Utf8JsonWriter(buffer);
            json.WriteStartObject();
            foreach (var name in (string[])["telegram", "format", "rssi_dbm", "device"])
                if (root.TryGetProperty(name, out var value))
                {
                    json.WritePropertyName(name);
                    value.WriteTo(json);
                }
            json.WriteString("time", root.TryGetProperty("timestamp", out var heard) ? heard.GetDateTimeOffset() : root.GetProperty("received_at").GetDateTimeOffset());
            json.WriteEndObject();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new ReportException("BadTelegramLine", $"A line of {file} is not what this program writes; the archive was changed or is of another program.", e);
        }
        buffer.Write("\n"u8);
        Count++;
    }

    public ByteArrayContent ToContent() => new(buffer.WrittenSpan.ToArray());

    public void Clear()
    {
        buffer.ResetWrittenCount();
        Count = 0;
    }
}
