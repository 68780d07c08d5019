using System.Buffers.Binary;
using System.Text;
using Sluice.WMBus.Encoders;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Security;

namespace Sluice.Benchmarks;

/// <summary>Telegrams as a society sends them: every meter once a round, in random order, its clock and its volume going on; seven compact frames to one full frame.</summary>
internal sealed class RoundTraffic
{
    private static readonly RecordLayout Layout = RecordLayout.Parse("02FF20 0413 4413 A1015B 8101E7FF0F");
    private static readonly Manufacturer Maker = Manufacturer.Parse("KAM");

    private readonly TelegramCipher[] ciphers;
    private readonly int[] clocks, totals;
    private readonly Random random = new(2101);
    private int round;

    public RoundTraffic(int meters)
    {
        ciphers = new TelegramCipher[meters];
        clocks = new int[meters];
        totals = new int[meters];
        for (var i = 0; i < meters; i++)
        {
            var key = new byte[16];
            random.NextBytes(key);
            Keys.Add(new(Serial(i), key, Maker));
            ciphers[i] = new(key);
            clocks[i] = random.Next(1 << 20);
            totals[i] = random.Next(1_000, 900_000);
        }
    }

    public List<MeterKey> Keys { get; } = [];

    public static uint Serial(int meter) => 0x90000000u + Bcd(meter + 1);

    /// <summary>The next round as bodies of so many lines of hexadecimal text.</summary>
    public IEnumerable<byte[]> NextBodies(int telegrams)
    {
        var order = Enumerable.Range(0, ciphers.Length).ToArray();
        random.Shuffle(order);
        round++;
        foreach (var some in order.Chunk(telegrams))
        {
            var body = new StringBuilder();
            foreach (var meter in some) body.Append(Next(meter)).Append('\n');
            yield return Encoding.ASCII.GetBytes(body.ToString());
        }
    }

    /// <summary>The next telegram of a meter, as hexadecimal text.</summary>
    public string Next(int meter)
    {
        Span<byte> values = stackalloc byte[Layout.ValueLength];
        Span<byte> application = stackalloc byte[128];
        Span<byte> frame = stackalloc byte[128];
        values.Clear();
        clocks[meter]++;
        totals[meter] += random.Next(3);
        BinaryPrimitives.WriteInt32LittleEndian(values[2..], totals[meter]);
        BinaryPrimitives.WriteInt32LittleEndian(values[6..], totals[meter] / 2);
        values[10] = 17;
        values[11] = 24;
        var length = (round + meter) % 8 == 7 ? Layout.WriteFullFrame(values, application) : Layout.WriteCompactFrame(values, application);
        length = TelegramEncoder.Encode(
            new(Maker, Serial(meter), 0x1F, 0x16), new(0x20, (byte)(round & 0xFF), SessionNumber.Create(clocks[meter], 0)), ciphers[meter], application[..length], FrameFormat.B, frame);
        return Convert.ToHexString(frame[..length]);
    }

    private static uint Bcd(int number)
    {
        uint bcd = 0;
        for (var shift = 0; number > 0; number /= 10, shift += 4) bcd |= (uint)(number % 10) << shift;
        return bcd;
    }
}
