using System.Buffers;
using System.Text.Json;
using Sluice.Metering.Telegrams;
using Sluice.WMBus.Frames;

namespace Sluice.Reports.Archives;

/// <summary>Raw telegrams, one JSON object per line. <c>sluice decode</c> reads them too.</summary>
public static class TelegramLines
{
    /// <summary>The longest line read.</summary>
    public const int MaxLine = 4096;

    /// <summary>Writes telegrams as they came in.</summary>
    /// <returns>How many.</returns>
    public static async Task<long> WriteAsync(Stream target, IAsyncEnumerable<TelegramArrival> telegrams, CancellationToken ct)
    {
        var buffer = new ArrayBufferWriter<byte>(1 << 16);
        var json = new Utf8JsonWriter(buffer);
        long count = 0;
        await using (json.ConfigureAwait(false))
        {
            await foreach (var telegram in telegrams.WithCancellation(ct))
            {
                Write(json, telegram);
                await json.FlushAsync(ct);
                json.Reset();
                buffer.Write("\n"u8);
                count++;
                if (buffer.WrittenCount < 1 << 16) continue;
                await target.WriteAsync(buffer.WrittenMemory, ct);
                buffer.ResetWrittenCount();
            }
            await target.WriteAsync(buffer.WrittenMemory, ct);
        }
        return count;
    }

    /// <summary>Reads telegrams.</summary>
    /// <exception cref="ReportException">A line is not one of ours; the message has its number.</exception>
    public static async IAsyncEnumerable<TelegramArrival> ReadAsync(Stream source, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct)
    {
        var number = 0L;
        await foreach (var line in new BoundedLines(source, MaxLine).ReadAsync(ct))
        {
            number++;
            yield return Parse(line, number);
        }
    }

    private static void Write(Utf8JsonWriter json, TelegramArrival telegram)
    {
        json.WriteStartObject();
        json.WriteString("telegram", Convert.ToHexString(telegram.Bytes.Span));
        json.WriteString("format", telegram.Format == FrameFormat.Wired ? "mbus" : "wmbus");
        json.WriteString("frame", telegram.Format.ToString());
        json.WriteString("received_at", telegram.ReceivedAt.UtcDateTime);
        if (telegram.HeardAt is { } heard) json.WriteString("timestamp", heard.UtcDateTime);
        if (telegram.RssiDbm is { } rssi) json.WriteNumber("rssi_dbm", rssi);
        if (telegram.Receiver is { } receiver) json.WriteString("device", receiver);
        json.WriteEndObject();
    }

    private static TelegramArrival Parse(ReadOnlyMemory<byte> line, long number)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var root = document.RootElement;
            var telegram = new TelegramArrival(
                Convert.FromHexString(root.GetProperty("telegram").GetString()!),
                root.GetProperty("received_at").GetDateTimeOffset(),
                Enum.Parse<FrameFormat>(root.GetProperty("frame").GetString()!),
                root.TryGetProperty("rssi_dbm", out var rssi) ? rssi.GetInt32() : null,
                root.TryGetProperty("device", out var device) ? device.GetString() : null,
                root.TryGetProperty("timestamp", out var heard) ? heard.GetDateTimeOffset() : null);
            telegram.ThrowIfUnfit();
            return telegram;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            // Everything a line of somebody else's can do to the parser; the telegram itself stays out of the message.
            throw new ReportException("BadTelegramLine", $"Line {number} of the telegrams is not what this program writes; the archive was changed or is of another program.", e);
        }
    }
}
