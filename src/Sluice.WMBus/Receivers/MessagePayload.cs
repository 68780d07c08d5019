using System.Text.Json;

namespace Sluice.WMBus.Receivers;

/// <summary>One whole message of a gateway, as message brokers carry it: hexadecimal of one or many telegrams, JSON of any shape with hexadecimal in it, rtl_wmbus or CUL lines, or binary.</summary>
/// <remarks>Total: what cannot be read is a <see cref="ReceivedTelegram"/> with its error, or nothing.</remarks>
public static class MessagePayload
{
    /// <summary>Hands over the telegrams of a message, in order.</summary>
    public static void Read(ReadOnlySpan<byte> message, Action<ReceivedTelegram> sink)
    {
        ArgumentNullException.ThrowIfNull(sink);
        message = message.Trim(" \t\r\n\0"u8);
        if (message.StartsWith("\uFEFF"u8)) message = message[3..];
        if (message.IsEmpty) return;
        if (HexText.TryParsePlain(message, out var bytes))
        {
            sink(new() { Bytes = bytes });
            return;
        }
        if (message[0] is (byte)'{' or (byte)'[' && TryReadJson(message, sink)) return;
        StreamReceiver receiver = IsText(message) ? new AnyLineReceiver() : new AutoReceiver();
        receiver.Push(message, sink);
        receiver.Complete(sink);
    }

    /// <summary>False when it is no single JSON value: it may be lines of JSON.</summary>
    private static bool TryReadJson(ReadOnlySpan<byte> message, Action<ReceivedTelegram> sink)
    {
        JsonElement root;
        try
        {
            var reader = new Utf8JsonReader(message, new JsonReaderOptions { MaxDepth = JsonMessage.MaxDepth });
            root = JsonElement.ParseValue(ref reader);
            if (reader.BytesConsumed != message.Length) return false;
        }
        catch (JsonException)
        {
            return false;   // the reader has no other way to say so
        }
        JsonMessage.Read(root, sink);
        return true;
    }

    private static bool IsText(ReadOnlySpan<byte> message) => !message.ContainsAnyInRange((byte)0, (byte)8) && message[0] is >= 0x20 and < 0x7F;
}
