using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Sluice.Api.Live;

/// <summary>A message of a stream.</summary>
/// <param name="Event">Its name.</param>
/// <param name="Data">JSON in one line.</param>
internal readonly record struct LiveMessage(string Event, byte[] Data)
{
    public static LiveMessage Of<T>(string name, T data, JsonTypeInfo<T> type) => new(name, JsonSerializer.SerializeToUtf8Bytes(data, type));
}

/// <summary>What is written to all subscribers at once: made one time for each way of writing, never changed.</summary>
internal sealed class LivePacket
{
    private readonly IReadOnlyList<LiveMessage> messages;
    private readonly Lazy<ReadOnlyMemory<byte>> frame;

    /// <param name="id">Where a subscriber that has got it goes on.</param>
    /// <param name="messages">At least one; none: a sign of life.</param>
    public LivePacket(string id, IReadOnlyList<LiveMessage> messages)
    {
        Id = id;
        this.messages = messages;
        Sse = messages.Count == 0 ? ":\n\n"u8.ToArray() : Lines();
        frame = new(Frame);
    }

    public string Id { get; }

    /// <summary>As Server-Sent Events. Only the last event carries the id: who got a part of the packet gets it again.</summary>
    public ReadOnlyMemory<byte> Sse { get; }

    /// <summary>As a WebSocket's text; empty for a sign of life, for which WebSockets have pings.</summary>
    public ReadOnlyMemory<byte> WebSocket => frame.Value;

    private byte[] Lines()
    {
        var buffer = new ArrayBufferWriter<byte>(messages.Sum(static m => m.Data.Length + 64));
        for (var i = 0; i < messages.Count; i++)
        {
            if (i == messages.Count - 1) Encoding.ASCII.GetBytes($"id: {Id}\n", buffer);
            Encoding.ASCII.GetBytes($"event: {messages[i].Event}\ndata: ", buffer);
            buffer.Write(messages[i].Data);
            buffer.Write("\n\n"u8);
        }
        return buffer.WrittenSpan.ToArray();
    }

    private ReadOnlyMemory<byte> Frame()
    {
        if (messages.Count == 0) return default;
        var buffer = new ArrayBufferWriter<byte>(messages.Sum(static m => m.Data.Length + 64));
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteString("id", Id);
        json.WriteStartArray("events");
        foreach (var message in messages)
        {
            json.WriteStartObject();
            json.WriteString("event", message.Event);
            json.WritePropertyName("data");
            json.WriteRawValue(message.Data, skipInputValidation: true);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenMemory;
    }
}
