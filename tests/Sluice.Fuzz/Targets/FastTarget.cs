using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sluice.WMBus;
using Sluice.WMBus.Drivers;
using Sluice.WMBus.Encoders;
using Sluice.WMBus.FastPath;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Security;

namespace Sluice.Fuzz.Targets;

/// <summary>The fast path: reads nothing past the end, and what it accepts is what the general decoder says.</summary>
/// <remarks>Input: options (1), then a telegram (options bit 7) or access number (1) and an application layer to be encrypted.</remarks>
internal sealed class FastTarget : FuzzTarget
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly GuardedPage page = new();
    private readonly byte[] telegram = new byte[LinkLayerEncoder.MaxLength];
    private readonly ArrayBufferWriter<byte> fastJson = new(4096), generalJson = new(4096);
    private readonly KeyRing keys = Invented.Keys();
    private TelegramDecoder general;
    private VolumeDecoder volumes;
    private JsonDecoder jsons;
    private int knownFormats;

    public FastTarget()
    {
        keys.Add(new(Invented.Serial, Invented.Key, name: "Flat \"1\""));
        Renew();
        Seeds = [.. MakeSeeds()];
    }

    public override string Name => "fast";

    public override IReadOnlyList<byte[]> Seeds { get; }

    public override IReadOnlyList<byte[]> Words => Invented.RecordWords;

    public override int LongestInput => 120;

    public override int Run(ReadOnlySpan<byte> input)
    {
        if (general.Formats.Count != knownFormats) Renew();
        if (input.Length < 3) return 0;
        var options = input[0];
        var written = (options & 1) == 0 ? FrameFormat.B : FrameFormat.Stripped;
        var bytes = page.Put((options & 0x80) != 0 ? input[1..] : Wrap(options, input[1], input[2..], written));
        var told = (options & 2) == 0 ? FrameFormat.Unknown : (options & 4) == 0 ? written : FrameFormat.B;
        return Mix(CheckVolumes(bytes), Mix(CheckJson(bytes, told), bytes.Length));
    }

    private int CheckVolumes(ReadOnlySpan<byte> bytes)
    {
        Span<VolumeReading> readings = stackalloc VolumeReading[1];
        Span<bool> decoded = stackalloc bool[1];
        var count = volumes.Decode(bytes, [0], readings, decoded);
        var single = volumes.TryDecode(bytes, out var reading);
        // A batch may refuse nothing that a single call takes, and the other way round.
        Require(single == decoded[0] && count == (single ? 1 : 0) && (!single || reading == readings[0]), "a batch and a single call agree");
        if (!single) return 0;
        var slow = general.Decode(bytes, FrameFormat.B);
        Require(slow is { IsDecoded: true, LinkVerified: true, PayloadVerified: true }, $"what the fast path takes decodes: {slow.Error}");
        Require(slow.Address == reading.Address && slow.AccessNumber == reading.AccessNumber && slow.SessionNumber == reading.SessionNumber, "the same header");
        Require(!slow.TryGetDecimal("total_m3", out var total) || total == reading.TotalM3, $"the same total: {total} and {reading.TotalM3}");
        Require(!slow.TryGetDecimal("target_m3", out var target) || target == reading.TargetM3, $"the same target: {target} and {reading.TargetM3}");
        Require(!slow.TryGetDecimal("info_code", out var info) || info == reading.InfoCode, $"the same info code: {info} and {reading.InfoCode}");
        Require(slow.Driver == MeterDriver.Generic || !slow.TryGetDecimal("external_temperature_c", out var external) || reading.ExternalTemperature is VolumeReading.NoTemperature || external == reading.ExternalTemperature, "the same temperature");
        return slow.Records.Length;
    }

    private int CheckJson(ReadOnlySpan<byte> bytes, FrameFormat told)
    {
        if (!jsons.TryOpen(bytes, told, out var identity)) return 1;
        var reception = new Reception(null, "250111", -80);
        fastJson.ResetWrittenCount();
        jsons.Write(fastJson, reception);
        var slow = general.Decode(bytes, told);
        Require(slow.IsDecoded && slow.Identity == identity, $"the same identity: {slow.Error}");
        generalJson.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(generalJson, Relaxed)) ReadingJson.Write(writer, slow, reception, bytes);
        Require(fastJson.WrittenSpan.SequenceEqual(generalJson.WrittenSpan), "the same JSON");
        return Mix(2, slow.FormatSignature ?? slow.Records.Length);
    }

    private ReadOnlySpan<byte> Wrap(byte options, byte accessNumber, ReadOnlySpan<byte> application, FrameFormat written)
    {
        var meter = (options & 8) != 0 ? Invented.Other : (options & 16) != 0 ? Invented.Heat : Invented.Water;
        var header = new ExtendedLinkHeader((byte)(0x20 | (accessNumber & 0x12)), accessNumber, SessionNumber.Create(accessNumber * 97L, accessNumber & 3));
        return telegram.AsSpan(0, TelegramEncoder.Encode(meter, header, Invented.Cipher, application, written, telegram));
    }

    [MemberNotNull(nameof(general), nameof(volumes), nameof(jsons))]
    private void Renew()
    {
        var formats = BuiltInDrivers.NewFormats(Invented.Drivers);
        knownFormats = formats.Count;
        general = new(keys, formats, Invented.Drivers);
        volumes = new(keys, formats);
        jsons = new(general);
    }

    private static IEnumerable<byte[]> MakeSeeds()
    {
        var random = new Random(3);
        foreach (var format in BuiltInDrivers.NewFormats(Invented.Drivers).All)
        {
            RecordLayout layout;
            try
            {
                layout = RecordLayout.Parse(Convert.ToHexString(format.Headers));
            }
            catch (FormatException)
            {
                continue; // has a value of variable length
            }
            var values = new byte[layout.ValueLength];
            for (var i = 0; i < 4; i++)
            {
                var application = new byte[250];
                if (i > 1) random.NextBytes(values);
                if (layout.FullLength > 100) continue;
                var length = i % 2 == 0 ? layout.WriteFullFrame(values, application) : layout.WriteCompactFrame(values, application);
                yield return [(byte)i, (byte)random.Next(256), .. application[..length]];
            }
        }
        foreach (var (golden, _) in Invented.Goldens)
        {
            if (golden.Telegram.Length < 230) yield return [0x80, .. Convert.FromHexString(golden.Telegram)];
        }
    }
}
