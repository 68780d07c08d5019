using System.Buffers;
using System.Text.Json;
using Sluice.Metering.Simulation;
using Sluice.WMBus;
using Sluice.WMBus.Drivers;
using Sluice.WMBus.Encoders;
using Sluice.WMBus.Receivers;
using Sluice.WMBus.Security;

namespace Sluice.Metering.Tests.Simulation;

/// <summary>What is simulated for a reader is read back through that reader's receiver and the decoder.</summary>
public class DecodedSimulationTests
{
    public static TheoryData<string, double, bool> Runs()
    {
        var runs = new TheoryData<string, double, bool>();
        foreach (var reader in ReaderFraming.Names)
        {
            runs.Add(reader, 0, false);
            runs.Add(reader, 0, true);
            runs.Add(reader, 0.3, false);
            runs.Add(reader, 1, false);
        }
        return runs;
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void Every_undamaged_telegram_reads_as_expected_and_no_damaged_one_reads(string reader, double noise, bool auto)
    {
        var framing = ReaderFraming.Create(reader);
        var options = new SimulationOptions { Seed = 11, Meters = 400, Noise = noise, DamageAnywhere = framing.KeepsFrameCrc };
        using var simulator = new SocietySimulator(options);
        var stream = new ReaderStream(simulator, framing);
        var bytes = new ArrayBufferWriter<byte>();
        var lines = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(lines);
        var expected = new List<JsonElement>();
        for (var i = 0; i < 6000; i++)
        {
            Assert.NotNull(stream.TryWriteNext(bytes, DateTimeOffset.MaxValue) is { } r ? Expect(r) : null);
        }

        var decoded = Decode(simulator, auto ? ReceiverKind.Auto : KindOf(reader), bytes.WrittenSpan, hasRssi: reader is not ("hex" or "rtl-wmbus"));
        var undamaged = expected.Where(e => !e.TryGetProperty("damaged", out _)).ToList();
        Assert.Equal(undamaged.Count, decoded.Count);
        for (var i = 0; i < undamaged.Count; i++) AssertSame(undamaged[i], decoded[i].Telegram, decoded[i].Rssi);
        if (noise > 0) Assert.True(undamaged.Count < expected.Count);

        object Expect(SimulatedReception reception)
        {
            ExpectedReadingJson.Write(json, reception);
            json.Flush();
            using var document = JsonDocument.Parse(lines.WrittenMemory);
            expected.Add(document.RootElement.Clone());
            lines.ResetWrittenCount();
            json.Reset();
            return reception;
        }
    }

    private static ReceiverKind KindOf(string reader) =>
        ReceiverKinds.TryParse(reader, out var kind) ? kind : throw new ArgumentException($"No receiver '{reader}'.", nameof(reader));

    private static List<(DecodedTelegram Telegram, int? Rssi)> Decode(SocietySimulator simulator, ReceiverKind kind, ReadOnlySpan<byte> bytes, bool hasRssi)
    {
        var keys = new KeyRing(simulator.Meters.Select(m => new MeterKey(m.Address.Serial, m.Key, m.Address.Manufacturer, m.Name)));
        var drivers = BuiltInDrivers.Load();
        var decoder = new TelegramDecoder(keys, BuiltInDrivers.NewFormats(drivers), drivers);
        var decoded = new List<(DecodedTelegram, int?)>();
        var receiver = StreamReceiver.Create(kind);
        for (var at = 0; at < bytes.Length; at += OnAir.NotificationLength)
        {
            receiver.Push(bytes[at..Math.Min(at + OnAir.NotificationLength, bytes.Length)], Take);
        }
        receiver.Complete(Take);
        return decoded;

        void Take(ReceivedTelegram received)
        {
            if (!received.Error.IsNone) return;
            var telegram = decoder.Decode(received.Bytes.Span, received.Format);
            if (telegram.IsDecoded) decoded.Add((telegram, hasRssi ? received.RssiDbm : null));
        }
    }

    private static void AssertSame(JsonElement expected, DecodedTelegram telegram, int? rssi)
    {
        Assert.Equal(expected.GetProperty("id").GetString(), telegram.Id);
        Assert.Equal(expected.GetProperty("name").GetString(), telegram.Name);
        Assert.Equal(expected.GetProperty("access_number").GetByte(), telegram.AccessNumber);
        if (rssi is not null) Assert.Equal(expected.GetProperty("rssi_dbm").GetInt32(), rssi);
        Assert.Empty(telegram.Warnings);
        foreach (var field in expected.EnumerateObject())
        {
            if (field.Name is "id" or "name" or "access_number" or "full" or "rssi_dbm" or "timestamp" or "duplicate") continue;
            if (field.Value.ValueKind == JsonValueKind.String)
            {
                Assert.Equal(field.Value.GetString(), telegram.GetText(field.Name));
            }
            else if (field.Name == "flow_temperature_c" && field.Value.GetInt32() == 127)
            {
                Assert.False(telegram.TryGetDecimal(field.Name, out _)); // A dry pipe: no temperature.
            }
            else
            {
                Assert.True(telegram.TryGetDecimal(field.Name, out var value), $"{telegram.Id} has no {field.Name}.");
                Assert.Equal(field.Value.GetDecimal(), value);
            }
        }
    }
}
