using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Sluice.WMBus.Drivers;
using Sluice.WMBus.Encoders;
using Sluice.WMBus.FastPath;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Security;

namespace Sluice.WMBus.Tests.FastPath;

public sealed class JsonDecoderTests
{
    private static readonly DriverCatalog Drivers = BuiltInDrivers.Load();

    [Theory]
    [InlineData("KAM", 0x1F, 0x16)]
    [InlineData("KAM", 0x1B, 0x06)]
    [InlineData("KAW", 0x3A, 0x16)]
    [InlineData("ZZZ", 0x01, 0x07)] // no driver: generic names
    public void Writes_the_same_bytes_as_the_general_way(string maker, byte version, byte type)
    {
        var random = new Random(version);
        var key = new byte[16];
        random.NextBytes(key);
        var ring = new KeyRing([new(0x90000001, key, name: "Flat \"1\" <A>")]);
        var general = new TelegramDecoder(ring, BuiltInDrivers.NewFormats(Drivers), Drivers);
        var fast = new JsonDecoder(general);
        var taken = 0;
        foreach (var format in general.Formats.All.ToList())
        {
            var layout = RecordLayout.Parse(Convert.ToHexString(format.Headers));
            for (var i = 0; i < 60; i++)
            {
                var values = new byte[layout.ValueLength];
                random.NextBytes(values);
                if (i == 0) Array.Fill(values, (byte)127);
                var application = new byte[250];
                var length = i % 2 == 0 ? layout.WriteFullFrame(values, application) : layout.WriteCompactFrame(values, application);
                if (length > 200) continue;
                var telegram = new byte[LinkLayerEncoder.MaxLength];
                var header = new ExtendedLinkHeader(0x20, (byte)i, SessionNumber.Create(random.Next(1, 1 << 24), 0));
                var written = i % 3 == 0 ? FrameFormat.Stripped : FrameFormat.B;
                var told = i % 2 == 0 ? FrameFormat.Unknown : written;
                var count = TelegramEncoder.Encode(new(Manufacturer.Parse(maker), 0x90000001, version, type), header, new(key), application.AsSpan(0, length), written, telegram);
                if (!fast.TryOpen(telegram.AsSpan(0, count), told, out var identity)) continue;
                taken++;
                var slow = general.Decode(telegram.AsSpan(0, count), told);
                Assert.Equal(slow.Identity, identity);
                var reception = new Reception(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), i % 3 == 0 ? "250111\"" : null, i % 5 == 0 ? -84 : null, i % 7 == 0 ? "named\u00e9" : null, i % 4 == 0);
                var output = new ArrayBufferWriter<byte>();
                fast.Write(output, reception);
                Assert.Equal(General(slow, reception), Encoding.UTF8.GetString(output.WrittenSpan));
            }
        }
        Assert.True(taken > 300, $"{taken} telegrams went the fast way");
    }

    [Fact]
    public void A_format_learned_later_is_read_too()
    {
        var key = new byte[16];
        var general = new TelegramDecoder(new([new(0x90000001, key)]), BuiltInDrivers.NewFormats(Drivers), Drivers);
        var fast = new JsonDecoder(general);
        var layout = RecordLayout.Parse("02FF20 0413 4413 A1015B 0259");
        var application = new byte[64];
        var telegram = new byte[LinkLayerEncoder.MaxLength];
        var length = layout.WriteCompactFrame(new byte[layout.ValueLength], application);
        var count = TelegramEncoder.Encode(new(Manufacturer.Parse("KAM"), 0x90000001, 0x1F, 0x16), new(0x20, 1, SessionNumber.Create(9, 0)), new(key), application.AsSpan(0, length), FrameFormat.B, telegram);
        Assert.False(fast.TryOpen(telegram.AsSpan(0, count), FrameFormat.B, out _));
        Assert.True(general.Formats.Add(Convert.FromHexString("02FF2004134413A1015B0259")));
        Assert.True(fast.TryOpen(telegram.AsSpan(0, count), FrameFormat.B, out _));
    }

    private static string General(DecodedTelegram telegram, in Reception reception)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping })) ReadingJson.Write(json, telegram, reception, []);
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
