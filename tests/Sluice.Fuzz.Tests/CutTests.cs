using System.Text.Json;
using Sluice.WMBus;
using Sluice.WMBus.Drivers;
using Sluice.WMBus.Explain;

namespace Sluice.Fuzz.Tests;

/// <summary>Telegrams cut at every length end in a result and an explanation, with their key and without.</summary>
public sealed class CutTests
{
    private static readonly DriverCatalog Drivers = BuiltInDrivers.Load();

    [Fact]
    public void Golden_telegrams_cut_at_every_length_are_told_or_read()
    {
        foreach (var golden in Drivers.Drivers.SelectMany(static d => d.Goldens)) CutEverywhere(golden.Telegram, golden.Key);
    }

    [Fact]
    public void Corpus_telegrams_cut_at_every_length_are_told_or_read()
    {
        if (Find() is not { } file) Assert.Skip("The corpus is not beside the repository.");
        else
        {
            foreach (var line in File.ReadLines(file))
            {
                using var json = JsonDocument.Parse(line);
                CutEverywhere(json.RootElement.GetProperty("telegram").GetString()!, json.RootElement.GetProperty("key").GetString());
            }
        }
    }

    private static void CutEverywhere(string telegram, string? key)
    {
        var bytes = Convert.FromHexString(telegram.Length % 2 == 0 ? telegram : telegram[..^1]);
        foreach (var known in new[] { false, true })
        {
            if (known && key is not { Length: 32 }) break;
            var decoder = new TelegramDecoder(new(), BuiltInDrivers.NewFormats(Drivers), Drivers);
            if (known) decoder.Keys.Add(new(null, Convert.FromHexString(key!)));
            var explainer = new TelegramExplainer(decoder);
            for (var length = 0; length <= bytes.Length; length++)
            {
                // As cut on the way, and with a length field that hides the cut.
                Check(decoder, explainer, bytes.AsSpan(0, length));
                if (length is < 2 or > 256) continue;
                var hidden = bytes[..length];
                hidden[0] = (byte)(length - 1);
                Check(decoder, explainer, hidden);
            }
        }
    }

    private static void Check(TelegramDecoder decoder, TelegramExplainer explainer, ReadOnlySpan<byte> bytes)
    {
        var decoded = decoder.Decode(bytes);
        Assert.True(decoded.IsDecoded || decoded.Error.Offset >= 0);
        Assert.False(decoded.Fields.IsDefault);
        var at = 0;
        foreach (var part in explainer.Explain(bytes).Parts)
        {
            Assert.Equal(at, part.Offset);
            at += part.Length;
        }
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "sluice.slnx"))) continue;
            string[] roots = [Path.Combine(folder.FullName, "..", "shared", "corpus"), Environment.GetEnvironmentVariable("SLUICE_CORPUS") ?? ""];
            return roots.Select(static r => Path.Combine(r, "telegrams.jsonl")).FirstOrDefault(File.Exists);
        }
        return null;
    }
}
