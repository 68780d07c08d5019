using System.Runtime.Intrinsics;
using Sluice.WMBus.Drivers;
using Sluice.WMBus.Encoders;
using Sluice.WMBus.FastPath;
using Sluice.WMBus.Formats;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Security;

namespace Sluice.WMBus.Tests.FastPath;

public sealed class VolumeDecoderTests
{
    private static readonly string[] Formats =
    [
        "02FF20 0413 4413 A1015B 8101E7FF0F", "02FF20 0413 4413 615B 6167", "02FF20 0413 4413", "02FF20 0413 4413 426C",
    ];

    private static readonly KeyRing Ring = new([new(0x90000001, Convert.FromHexString("000102030405060708090A0B0C0D0E0F"))]);
    private static readonly DriverCatalog Drivers = BuiltInDrivers.Load();
    private static readonly FormatRegistry Registry = BuiltInDrivers.NewFormats(Drivers);

    [Fact]
    public void Gives_the_same_numbers_as_the_general_decoder()
    {
        var random = new Random(7);
        var fast = new VolumeDecoder(Ring, Registry);
        var general = new TelegramDecoder(Ring, Registry, Drivers);
        var read = 0;
        for (var i = 0; i < 4000; i++)
        {
            var telegram = Telegram(Formats[i % Formats.Length], full: random.Next(2) == 0, random);
            var slow = general.Decode(telegram, FrameFormat.B);
            Assert.True(slow.IsDecoded, slow.Error.ToString());
            if (!fast.TryDecode(telegram, out var reading)) continue;
            read++;
            Assert.Equal((Number(slow, "total_m3"), Number(slow, "target_m3"), (uint)Number(slow, "info_code"), slow.Address!.Value, slow.AccessNumber!.Value, slow.SessionNumber!.Value),
                (reading.TotalM3, reading.TargetM3, reading.InfoCode, reading.Address, reading.AccessNumber, reading.SessionNumber));
            Assert.Equal(slow.TryGetDecimal("flow_temperature_c", out var flow) ? (sbyte)flow : VolumeReading.NoTemperature, reading.FlowTemperature);
            Assert.Equal(slow.TryGetDecimal("external_temperature_c", out var external) ? (sbyte)external : VolumeReading.NoTemperature, reading.ExternalTemperature);
        }
        Assert.True(read > 3000, $"The fast path took {read} of 4000 telegrams.");
    }

    [Fact]
    public void A_batch_gives_the_same_as_single_calls()
    {
        var random = new Random(8);
        var telegrams = Enumerable.Range(0, 300).Select(i => Telegram(Formats[0], i % 8 == 7, random)).ToArray();
        telegrams[17][20] ^= 1;
        var bytes = telegrams.SelectMany(t => t).ToArray();
        var starts = telegrams.Select((_, i) => telegrams.Take(i).Sum(t => t.Length)).ToArray();
        var fast = new VolumeDecoder(Ring, Registry);
        var readings = new VolumeReading[starts.Length];
        var decoded = new bool[starts.Length];
        Assert.Equal(299, fast.Decode(bytes, starts, readings, decoded));
        for (var i = 0; i < telegrams.Length; i++)
        {
            Assert.Equal(fast.TryDecode(telegrams[i], out var single), decoded[i]);
            if (decoded[i]) Assert.Equal(single, readings[i]);
        }
    }

    [Fact]
    public void Every_single_wrong_bit_is_refused()
    {
        var fast = new VolumeDecoder(Ring, Registry);
        var telegram = Telegram(Formats[0], full: false, new(9));
        for (var bit = 0; bit < telegram.Length * 8; bit++)
        {
            var wrong = (byte[])telegram.Clone();
            wrong[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(fast.TryDecode(wrong, out _), $"bit {bit}");
        }
    }

    [Fact]
    public void A_wrong_data_crc_is_refused()
    {
        var layout = RecordLayout.Parse(Formats[0]);
        Span<byte> application = stackalloc byte[64];
        var length = layout.WriteCompactFrame(new byte[layout.ValueLength], application);
        application[3] ^= 1;
        Span<byte> telegram = stackalloc byte[LinkLayerEncoder.MaxLength];
        var maker = Manufacturer.Parse("KAM");
        var count = TelegramEncoder.Encode(new(maker, 0x90000001, 0x1F, 0x16), new(0x20, 1, SessionNumber.Create(5, 0)), new(Ring.All.Single().Bytes.ToArray()), application[..length], FrameFormat.B, telegram);
        Assert.False(new VolumeDecoder(Ring, Registry).TryDecode(telegram[..count], out _));
    }

    [Fact]
    public void Cut_at_every_length_and_noise_never_read_past_the_end()
    {
        var fast = new VolumeDecoder(Ring, Registry);
        var random = new Random(10);
        var telegram = Telegram(Formats[0], full: true, random);
        for (var length = 0; length < telegram.Length; length++) Assert.False(fast.TryDecode(telegram.AsSpan(0, length), out _));
        for (var i = 0; i < 20_000; i++)
        {
            var noise = new byte[random.Next(60)];
            random.NextBytes(noise);
            Assert.False(fast.TryDecode(noise, out _));
        }
    }

    [Fact]
    public void Vector_arithmetic_equals_the_plain_code()
    {
        var random = new Random(11);
        Span<byte> bytes = stackalloc byte[48];
        for (var i = 0; i < 2000; i++)
        {
            random.NextBytes(bytes);
            Vector128<byte> key = Vector128.Create<byte>(bytes), a = Vector128.Create<byte>(bytes[16..]), b = Vector128.Create<byte>(bytes[32..]);
            Assert.Equal(VectorMath.CrcPortable(key, a, b), VectorMath.Crc(key, a, b));
            Assert.Equal(VectorMath.CrcPortable(Vector128<byte>.Zero, a, b), VectorMath.Crc(a, b));
            Vector128<byte> pa = a, pb = b;
            VectorMath.EncryptPair(key, ref a, ref b);
            VectorMath.EncryptPairPortable(key, ref pa, ref pb);
            Assert.Equal((pa, pb), (a, b));
        }
    }

    private static decimal Number(DecodedTelegram telegram, string field)
    {
        Assert.True(telegram.TryGetDecimal(field, out var number), field);
        return number;
    }

    private static byte[] Telegram(string format, bool full, Random random)
    {
        var layout = RecordLayout.Parse(format);
        Span<byte> values = stackalloc byte[layout.ValueLength];
        random.NextBytes(values);
        Span<byte> application = stackalloc byte[64];
        var length = full ? layout.WriteFullFrame(values, application) : layout.WriteCompactFrame(values, application);
        Span<byte> telegram = stackalloc byte[LinkLayerEncoder.MaxLength];
        var maker = Manufacturer.Parse("KAM");
        var header = new ExtendedLinkHeader((byte)(0x20 | random.Next(2) * 2), (byte)random.Next(256), SessionNumber.Create(random.Next(1, 1 << 24), random.Next(4)));
        var count = TelegramEncoder.Encode(new(maker, 0x90000001, 0x1F, 0x16), header, new(Ring.All.Single().Bytes.ToArray()), application[..length], FrameFormat.B, telegram);
        return telegram[..count].ToArray();
    }
}
