using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using System.Text.Json;
using Sluice.WMBus.Frames;

namespace Sluice.WMBus.Formats;

/// <summary>Which format a compact frame's signature stands for: built-in ones and those learned from full frames. Thread safe.</summary>
/// <remarks>A format is learned for manufacturer, version and type and serves every meter; formats survive a restart through <see cref="Save"/> and <see cref="Load"/>.
/// At most <see cref="MaximumFormats"/> are kept, so that noise cannot fill the memory.</remarks>
public sealed class FormatRegistry
{
    /// <summary>Upper limit of kept formats; further ones are not learned.</summary>
    public const int MaximumFormats = 10_000;

    private static readonly FrozenSet<ushort> BuiltIn = BuiltInFormats.Headers.Select(static headers => Crc16.Compute(Convert.FromHexString(headers))).ToFrozenSet();

    private readonly ConcurrentDictionary<ushort, RecordFormat[]> bySignature = new();
    private int count;

    /// <summary>A registry with the built-in formats.</summary>
    public FormatRegistry()
    {
        foreach (var headers in BuiltInFormats.Headers) Add(Convert.FromHexString(headers));
    }

    /// <summary>True for the signature of a built-in format; other formats were learned, or come with a driver.</summary>
    public static bool IsBuiltIn(ushort signature) => BuiltIn.Contains(signature);

    /// <summary>Number of formats.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>Called with each format that was not known before, on the thread that decoded the telegram.</summary>
    public event Action<RecordFormat>? Learned;

    /// <summary>The formats with a signature: normally one; empty when it is unknown.</summary>
    public ReadOnlySpan<RecordFormat> Find(ushort signature) => bySignature.TryGetValue(signature, out var formats) ? formats : [];

    /// <summary>Every format, ordered by signature.</summary>
    public IEnumerable<RecordFormat> All => bySignature.OrderBy(f => f.Key).SelectMany(f => f.Value);

    /// <summary>Adds a format from concatenated record headers.</summary>
    /// <returns>False when the bytes are no record headers; true also when the format was known.</returns>
    public bool Add(ReadOnlySpan<byte> headers)
    {
        if (!RecordFormat.TryParse(headers, out var format)) return false;
        Learn(format!);
        return true;
    }

    /// <summary>Keeps a format.</summary>
    /// <returns>True when it was new.</returns>
    internal bool Learn(RecordFormat format)
    {
        while (true)
        {
            if (bySignature.TryGetValue(format.Signature, out var known))
            {
                // Two formats with one signature are rare but possible; the data CRC tells them apart.
                if (known.Length >= 4 || known.Any(k => k.Headers.SequenceEqual(format.Headers))) return false;
                if (!bySignature.TryUpdate(format.Signature, [format, .. known], known)) continue;
            }
            else
            {
                if (Count >= MaximumFormats) return false;
                if (!bySignature.TryAdd(format.Signature, [format])) continue;
            }
            Interlocked.Increment(ref count);
            Learned?.Invoke(format);
            return true;
        }
    }

    /// <summary>Writes all formats as JSON: <c>{"formats":[{"signature":"EB61","headers":"02FF20…"}]}</c>.</summary>
    public void Save(Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteStartArray("formats");
        foreach (var format in All)
        {
            json.WriteStartObject();
            json.WriteString("signature", format.ToString());
            json.WriteString("headers", Convert.ToHexString(format.Headers));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Adds the formats of a file written by <see cref="Save"/>.</summary>
    /// <returns>How many formats the file holds.</returns>
    /// <exception cref="FormatException">The file is no such JSON, or an entry's headers do not have the signature it says.</exception>
    public int Load(Stream stream)
    {
        try
        {
            using var json = JsonDocument.Parse(stream);
            var entries = json.RootElement.GetProperty("formats");
            foreach (var entry in entries.EnumerateArray())
            {
                var signature = entry.GetProperty("signature").GetString();
                if (!RecordFormat.TryParse(Convert.FromHexString(entry.GetProperty("headers").GetString() ?? ""), out var format) || format!.ToString() != signature)
                    throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"The headers of format '{signature}' do not have this signature."));
                Learn(format);
            }
            return entries.GetArrayLength();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException("Not a formats file: " + e.Message, e);
        }
    }
}
