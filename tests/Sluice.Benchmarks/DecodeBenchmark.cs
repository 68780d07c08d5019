using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Security.Cryptography;
using Sluice.WMBus;
using Sluice.WMBus.Drivers;
using Sluice.WMBus.FastPath;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Security;
using Sluice.WMBus.Transport;

namespace Sluice.Benchmarks;

/// <summary>Goals D1 and D2: bytes in, typed reading out, against the bare cryptography of the same run; then the whole command.</summary>
internal static class DecodeBenchmark
{
    private const int Meters = 10_000, Telegrams = 40_000, Rounds = 15;

    public static async Task<int> RunAsync(string[] args)
    {
        Machine.Print();
        var traffic = new Traffic(Meters, Telegrams);
        var ring = new KeyRing(traffic.Keys);
        var drivers = BuiltInDrivers.Load();
        var formats = BuiltInDrivers.NewFormats(drivers);
        var fast = new VolumeDecoder(ring, formats);
        var general = new TelegramDecoder(ring, formats, drivers);
        var readings = new VolumeReading[Telegrams];
        var decoded = new bool[Telegrams];
        var sink = 0L;

        var single = new Arm("single call", Telegrams, () =>
        {
            byte[] bytes = traffic.Bytes;
            var sum = 0L;
            foreach (var start in traffic.Starts)
            {
                if (fast.TryDecode(bytes.AsSpan(start, bytes[start] + 1), out var reading)) sum += reading.Total;
            }
            sink += sum;
        });
        var batch = new Arm("batch call", Telegrams, () => sink += fast.Decode(traffic.Bytes, traffic.Starts, readings, decoded));
        var floor = new Arm("bare AES and CRCs", Telegrams, () => sink += Floor(Telegrams));
        var table = new Arm("general decoder, result object", Telegrams, () =>
        {
            for (var i = 0; i < Telegrams; i++) sink += general.Decode(traffic.Telegram(i), FrameFormat.B).Records.Length;
        });
        var platform = PlatformArm(traffic);
        Arm.Measure(Rounds, floor, single, batch, table, platform);
        var count = fast.Decode(traffic.Bytes, traffic.Starts, readings, decoded);
        if (count != Telegrams) throw new InvalidOperationException($"only {count} of {Telegrams} telegrams decoded");

        Console.WriteLine($"decode:  {Meters} meters with random keys, 7 compact frames to 1 full frame, key look-up and all CRCs; nanoseconds and bytes allocated per telegram");
        foreach (var arm in new[] { floor, single, batch, table, platform }) Console.WriteLine($"  {arm.Name,-46} {arm.Nanoseconds,8:F1} ns {arm.Bytes,8:F1} B");
        Print("D1 allocation of single and batch call", single.Bytes + batch.Bytes, 0, "B");
        Print("D1 single call / platform's cached Aes", single.Nanoseconds / platform.Nanoseconds, 1 / 10.0, "x");
        Print("D2 single call / bare AES and CRCs", single.Nanoseconds / floor.Nanoseconds, 3, "x");
        Print("D2 batch call / bare AES and CRCs", batch.Nanoseconds / floor.Nanoseconds, 2, "x");
        GC.KeepAlive(sink);
        return await CommandBenchmark.RunAsync(args);
    }

    internal static void Print(string what, double figure, double goal, string unit) =>
        Console.WriteLine($"  {what,-46} {figure,8:0.###} {unit}  goal {goal:0.###}: {(figure <= goal ? "met" : "MISSED")}");

    /// <summary>Key expansion, two AES blocks and three CRCs (36, 17 and 27 bytes) on data that lies in registers.</summary>
    private static long Floor(int count)
    {
        var key = Vector128.Create((byte)1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16);
        var sum = 0L;
        for (var i = 0; i < count; i++)
        {
            var a = Vector128.Create(i).AsByte();
            var b = Vector128.Create(~i).AsByte();
            VectorMath.EncryptPair(key, ref a, ref b);
            sum += VectorMath.Crc(key, a, b) + VectorMath.Crc(a, b) + VectorMath.Crc(b, a);
        }
        return sum;
    }

    /// <summary>What anybody would write first: an Aes object for each meter, kept; byte-table CRCs.</summary>
    private static Arm PlatformArm(Traffic traffic)
    {
        var aes = new Dictionary<uint, Aes>();
        foreach (var key in traffic.Keys)
        {
            var a = Aes.Create();
            a.Key = key.Bytes.ToArray();
            aes[key.Serial!.Value] = a;
        }
        var sum = 0;
        return new("platform's Aes object, cached, one-shot", Telegrams, () =>
        {
            for (var i = 0; i < Telegrams; i++) sum += PlatformDecode(traffic.Telegram(i), aes);
        });
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int PlatformDecode(ReadOnlySpan<byte> telegram, Dictionary<uint, Aes> aes)
    {
        if (!LinkLayer.BlockHolds(telegram)) return 0;
        Span<byte> counters = stackalloc byte[48];
        Span<byte> stream = stackalloc byte[48];
        var payload = telegram[17..^2];
        ExtendedLinkLayer.WriteVector(MeterAddress.FromLinkLayer(telegram[2..]), telegram[11], BinaryPrimitives.ReadUInt32LittleEndian(telegram[13..]), counters);
        counters[..16].CopyTo(counters[16..]);
        counters[31] = 1;
        var cipher = aes[BinaryPrimitives.ReadUInt32LittleEndian(telegram[4..])];
        cipher.EncryptEcb(counters[..32], stream, PaddingMode.None);
        for (var i = 0; i < payload.Length; i++) stream[i] ^= payload[i];
        return BinaryPrimitives.ReadUInt16LittleEndian(stream) == Crc16.Compute(stream[2..payload.Length]) ? BinaryPrimitives.ReadInt32LittleEndian(stream[9..]) & 1 : 0;
    }
}
