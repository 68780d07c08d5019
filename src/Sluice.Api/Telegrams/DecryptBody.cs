using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using Sluice.WMBus.Receivers;

namespace Sluice.Api.Telegrams;

/// <summary>The body of a decrypt call, read from the pipe without objects in between.</summary>
internal sealed class DecryptBody
{
    /// <summary>The most telegrams of one call.</summary>
    public const int MaxTelegrams = 1_000;

    private readonly StreamReceiver hex = StreamReceiver.Create(ReceiverKind.Hex);

    /// <summary>The telegrams, in order. One that is no hexadecimal text has an error.</summary>
    public List<ReceivedTelegram> Telegrams { get; } = [];

    /// <summary>The meter named beside each; null where none is.</summary>
    public List<string?> Meters { get; } = [];

    /// <summary>The round named; null for none.</summary>
    public string? Session { get; private set; }

    /// <summary>What is wrong with the body; null when nothing is.</summary>
    public string? Fault { get; private set; }

    /// <summary>Reads a body.</summary>
    /// <param name="reader">The body.</param>
    /// <param name="isBatch">True: <c>{ telegrams: [{ telegram, meterId }], sessionId }</c>; false: <c>{ telegram, meterId, sessionId }</c>.</param>
    /// <param name="maxBytes">The largest body.</param>
    /// <returns>Null when it is larger.</returns>
    public static async ValueTask<DecryptBody?> ReadAsync(PipeReader reader, bool isBatch, long maxBytes, CancellationToken ct)
    {
        while (true)
        {
            var read = await reader.ReadAsync(ct);
            if (read.Buffer.Length > maxBytes)
            {
                reader.AdvanceTo(read.Buffer.End);
                return null;
            }
            if (!read.IsCompleted)
            {
                reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
                continue;
            }
            var body = new DecryptBody();
            body.Parse(read.Buffer, isBatch);
            reader.AdvanceTo(read.Buffer.End);
            return body;
        }
    }

    private void Parse(in ReadOnlySequence<byte> bytes, bool isBatch)
    {
        var json = new Utf8JsonReader(bytes);
        try
        {
            if (!json.Read() || json.TokenType != JsonTokenType.StartObject) Fault = "The body is no JSON object.";
            else if (isBatch) ParseBatch(ref json);
            else ParseItem(ref json, hasSession: true);
            if (Fault is null && Telegrams.Count == 0) Fault = isBatch ? "telegrams is missing or empty." : "telegram is missing.";
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            Fault = $"The body is no JSON of the expected shape at byte {json.TokenStartIndex}.";
        }
    }

    private void ParseBatch(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isList = json.ValueTextEquals("telegrams"u8);
            var isSession = json.ValueTextEquals("sessionId"u8);
            json.Read();
            if (isSession) Session = json.GetString();
            else if (!isList) json.Skip();
            else if (json.TokenType != JsonTokenType.StartArray) Fault = "telegrams is no list.";
            else
                while (Fault is null && json.Read() && json.TokenType != JsonTokenType.EndArray)
                {
                    if (Telegrams.Count == MaxTelegrams) Fault = $"telegrams has more than {MaxTelegrams} entries; send several calls.";
                    else if (json.TokenType != JsonTokenType.StartObject) Fault = $"telegrams[{Telegrams.Count}] is no object.";
                    else ParseItem(ref json, hasSession: false);
                }
            if (Fault is not null) return;
        }
    }

    private void ParseItem(ref Utf8JsonReader json, bool hasSession)
    {
        ReceivedTelegram? telegram = null;
        string? meter = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isTelegram = json.ValueTextEquals("telegram"u8);
            var isMeter = json.ValueTextEquals("meterId"u8);
            var isSession = hasSession && json.ValueTextEquals("sessionId"u8);
            json.Read();
            if (isTelegram) telegram = Hex(ref json);
            else if (isMeter) meter = json.GetString();
            else if (isSession) Session = json.GetString();
            else json.Skip();
        }
        if (telegram is null && hasSession) return;
        Telegrams.Add(telegram ?? Bad);
        Meters.Add(meter);
    }

    private static ReceivedTelegram Bad { get; } = new() { Bytes = default, Error = new(WMBus.DecodeErrorCode.BadInput, WMBus.Layer.Receiver, 0, "It is no hexadecimal text.") };

    private ReceivedTelegram Hex(ref Utf8JsonReader json)
    {
        if (json.TokenType != JsonTokenType.String) throw new JsonException("telegram is no text.");
        var length = json.HasValueSequence ? (int)json.ValueSequence.Length : json.ValueSpan.Length;
        if (length == 0) return Bad;
        var text = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            length = json.CopyString(text);
            var bytes = new byte[length / 2];
            if ((length & 1) == 0 && Convert.FromHexString(text.AsSpan(0, length), bytes, out _, out _) == OperationStatus.Done) return new() { Bytes = bytes };
            // Spaces, 0x and the like: as in lines of text.
            var found = new List<ReceivedTelegram>(1);
            hex.Push(text.AsSpan(0, length), found.Add);
            hex.Push("\n"u8, found.Add);
            return found is [var one] && one.Error.IsNone ? one : Bad;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(text);
        }
    }
}
