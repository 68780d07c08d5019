using Sluice.WMBus.Encoders;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Security;

namespace Sluice.Benchmarks;

/// <summary>Telegrams of many invented flowIQ 2101 meters in random order, seven compact frames to one full frame, format B with CRC.</summary>
internal sealed class Traffic
{
    private static readonly RecordLayout Layout = RecordLayout.Parse("02FF20 0413 4413 A1015B 8101E7FF0F");

    public Traffic(int meters, int telegrams, int seed = 1)
    {
        var random = new Random(seed);
        var keys = new byte[meters][];
        for (var i = 0; i < meters; i++)
        {
            keys[i] = new byte[16];
            random.NextBytes(keys[i]);
            Keys.Add(new(0x90000000u + Bcd(i + 1), keys[i]));
        }
        var ciphers = keys.Select(k => new TelegramCipher(k)).ToArray();
        var maker = Manufacturer.Parse("KAM");
        Bytes = new byte[telegrams * 64];
        Starts = new int[telegrams];
        Span<byte> values = stackalloc byte[Layout.ValueLength];
        Span<byte> application = stackalloc byte[128];
        var at = 0;
        for (var i = 0; i < telegrams; i++)
        {
            var meter = random.Next(meters);
            random.NextBytes(values);
            values[0] = (byte)(random.Next(10) == 0 ? random.Next(8) : 0); // most meters are well
            values[1] = 0;
            values[10] = (byte)random.Next(5, 25);
            values[5] = values[9] = 0;
            var length = i % 8 == 7 ? Layout.WriteFullFrame(values, application) : Layout.WriteCompactFrame(values, application);
            var address = new MeterAddress(maker, 0x90000000u + Bcd(meter + 1), 0x1F, 0x16);
            var header = new ExtendedLinkHeader(0x20, (byte)(i & 0xFF), SessionNumber.Create(random.Next(1, 1 << 24), 0));
            Starts[i] = at;
            at += TelegramEncoder.Encode(address, header, ciphers[meter], application[..length], FrameFormat.B, Bytes.AsSpan(at));
        }
        Array.Resize(ref bytes, at);
    }

    private byte[] bytes = [];

    public byte[] Bytes { get => bytes; private set => bytes = value; }

    public int[] Starts { get; }

    public List<MeterKey> Keys { get; } = [];

    public ReadOnlySpan<byte> Telegram(int i) => Bytes.AsSpan(Starts[i], Bytes[Starts[i]] + 1);

    private static uint Bcd(int number)
    {
        uint bcd = 0;
        for (var shift = 0; number > 0; number /= 10, shift += 4) bcd |= (uint)(number % 10) << shift;
        return bcd;
    }
}
