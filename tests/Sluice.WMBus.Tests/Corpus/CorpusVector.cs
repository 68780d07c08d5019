using System.Text.Json;
using Sluice.WMBus.Drivers;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Security;

namespace Sluice.WMBus.Tests.Corpus;

/// <summary>One public test telegram with the reading it must give. The corpus lies beside the project; without it these tests have nothing to do.</summary>
public sealed record CorpusVector(string Label, string Driver, string Telegram, string? Key, string[] Preceding, JsonElement? Expected)
{
    public static string? Folder { get; } = Find();

    public static IReadOnlyList<CorpusVector> All { get; } = Load();

    /// <summary>Vectors of Kamstrup's meters: equal field by field.</summary>
    public bool IsKamstrup => Driver is "kamwater" or "kamheat" or "kampress" or "omnipower" || (Driver == "auto" && Expected?.GetProperty("meter").GetString() is "kamwater" or "kamheat");

    /// <summary>Decodes the preceding telegrams and this one, as a fresh installation would.</summary>
    public DecodedTelegram Decode(DriverCatalog drivers)
    {
        var formats = BuiltInDrivers.NewFormats(drivers);
        var keys = new KeyRing();
        if (Key is { Length: 32 }) keys.Add(new(null, Convert.FromHexString(Key)));
        var decoder = new TelegramDecoder(keys, formats, drivers);
        foreach (var earlier in Preceding) decoder.Decode(Bytes(earlier));
        return decoder.Decode(Bytes(Telegram));
    }

    public byte[] Raw => Bytes(Telegram);

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Length % 2 == 0 ? hex : hex[..^1]);

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "corpus");
            if (File.Exists(Path.Combine(candidate, "telegrams.jsonl"))) return candidate;
        }
        return null;
    }

    private static List<CorpusVector> Load()
    {
        var vectors = new List<CorpusVector>();
        if (Folder is null) return vectors;
        var seen = new Dictionary<string, int>();
        foreach (var line in File.ReadLines(Path.Combine(Folder, "telegrams.jsonl")))
        {
            var json = JsonDocument.Parse(line).RootElement;
            var label = $"{json.GetProperty("driver")}/{json.GetProperty("name")}";
            seen[label] = seen.GetValueOrDefault(label) + 1;
            vectors.Add(new(
                $"{label}#{seen[label]}",
                json.GetProperty("driver").GetString()!,
                json.GetProperty("telegram").GetString()!,
                json.GetProperty("key").GetString(),
                json.TryGetProperty("preceding", out var p) ? [.. p.EnumerateArray().Select(t => t.GetString()!)] : [],
                json.GetProperty("expected") is { ValueKind: JsonValueKind.Object } e ? e : null));
        }
        return vectors;
    }
}
