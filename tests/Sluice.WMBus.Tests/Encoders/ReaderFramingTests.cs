using System.Buffers;
using System.Text;
using System.Text.Json;
using Sluice.WMBus.Encoders;

namespace Sluice.WMBus.Tests.Encoders;

public class ReaderFramingTests
{
    // An invented telegram of meter 90000007, made and enveloped with an independent program; frame format B, and the same stripped.
    private const string Frame = "25442D2C070000901F168D2042230100201E52080A37B2B1833AED088386D9804F61D40696E8";
    private const string Stripped = "23442D2C070000901F168D2042230100201E52080A37B2B1833AED088386D9804F61D406";
    private static readonly DateTimeOffset At = new(2026, 3, 14, 7, 30, 15, 250, TimeSpan.FromHours(5.5));

    private static byte[] Write(ReaderFraming framing, bool damaged = false)
    {
        var output = new ArrayBufferWriter<byte>();
        framing.Write(new RadioReception(Convert.FromHexString(Frame), At, -90, damaged), output);
        return output.WrittenSpan.ToArray();
    }

    private static string Text(string reader, bool damaged = false) => Encoding.ASCII.GetString(Write(ReaderFraming.Create(reader), damaged));

    [Fact]
    public void Hex_is_the_stripped_telegram_on_a_line() => Assert.Equal(Stripped + "\n", Text("hex"));

    [Fact]
    public void Rtl_wmbus_line_has_eight_fields() =>
        Assert.Equal($"C1;1;1;2026-03-14 02:00:15.250;91;93;90000007;0x{Stripped}\n", Text("rtl-wmbus"));

    [Fact]
    public void Rtl_wmbus_line_says_when_the_crc_failed() => Assert.StartsWith("C1;0;1;", Text("rtl-wmbus", damaged: true), StringComparison.Ordinal);

    [Fact]
    public void Cul_line_has_the_frame_with_its_crc_and_two_bytes_more() => Assert.Equal($"bY{Frame}30E0\r\n", Text("cul"));

    [Fact]
    public void Json_line_has_telegram_rssi_and_time()
    {
        using var json = JsonDocument.Parse(Text("jsonl"));
        Assert.Equal(Stripped, json.RootElement.GetProperty("telegram").GetString());
        Assert.Equal(-90, json.RootElement.GetProperty("rssi").GetInt32());
        Assert.Equal(At, json.RootElement.GetProperty("timestamp").GetDateTimeOffset());
    }

    [Fact]
    public void Amb8465_frame_counts_rssi_and_ends_in_the_exclusive_or()
    {
        var record = Write(ReaderFraming.Create("amb8465"));
        Assert.Equal("FF0324" + Stripped[2..] + "E0", Convert.ToHexString(record, 0, record.Length - 1));
        Assert.Equal(0, record.Aggregate(0, (sum, b) => sum ^ b));
    }

    [Fact]
    public void Im871a_frame_has_time_rssi_and_crc()
    {
        var record = Write(ReaderFraming.Create("im871a"));
        Assert.Equal("A5E20323" + Stripped[2..], Convert.ToHexString(record, 0, record.Length - 7));
        Assert.Equal((uint)At.ToUnixTimeSeconds(), BitConverter.ToUInt32(record, record.Length - 7));
        Assert.Equal(65, record[^3]); // -100 + (65 - 45) / 2 = -90 dBm
        // The CRC of X.25 leaves this residue over data and CRC.
        var crc = 0xFFFF;
        foreach (var b in record.AsSpan(1))
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? (crc >> 1) ^ 0x8408 : crc >> 1;
        }
        Assert.Equal(0xF0B8, crc);
    }

    [Fact]
    public void Vw1871_envelope_is_the_measured_one()
    {
        var record = Write(new ReaderFramingVw1871([0x99, 0x99, 0x99, 0x08], 1_653_727_000));
        Assert.Equal($"FBFBFBF09999990818DF916261A601{Frame}54DDFEFE0E0F", Convert.ToHexString(record));
    }

    [Fact]
    public void Vw1871_battery_message_says_it_twice()
    {
        var output = new ArrayBufferWriter<byte>();
        new ReaderFramingVw1871().WriteBattery(3858, output);
        Assert.Equal("\r\nBattery Volt = 3858 mV\r\n", Encoding.ASCII.GetString(output.WrittenSpan[..^10]));
        Assert.Equal("FBFCFCF0120FFEFE0E0F", Convert.ToHexString(output.WrittenSpan[^10..]));
    }

    [Fact]
    public void Long_frames_lose_both_crcs()
    {
        var content = new byte[200];
        Random.Shared.NextBytes(content);
        var frame = new byte[LinkLayerEncoder.MaxLength];
        var length = LinkLayerEncoder.Encode(content, Frames.FrameFormat.B, frame);
        var stripped = new byte[256];
        var strippedLength = new RadioReception(frame.AsSpan(0, length), At, -60, false).CopyStripped(stripped);
        Assert.Equal(201, strippedLength);
        Assert.Equal(200, stripped[0]);
        Assert.Equal(content, stripped[1..201]);
    }

    [Fact]
    public void An_unknown_reader_is_refused_with_the_names_there_are() =>
        Assert.Contains("hex, vw1871, rtl-wmbus", Assert.Throws<ArgumentException>(() => ReaderFraming.Create("abacus")).Message, StringComparison.Ordinal);

    [Fact]
    public void Recorded_stream_of_the_corpus_is_framed_byte_for_byte()
    {
        var stream = File.ReadAllBytes(Corpus.Require("vw1871/stream.bin"));
        using var expected = JsonDocument.Parse(File.ReadAllBytes(Corpus.Require("vw1871/expected.json")));
        foreach (var record in expected.RootElement.GetProperty("records").EnumerateArray())
        {
            var offset = record.GetProperty("offset").GetInt32();
            var framing = new ReaderFramingVw1871(stream.AsSpan(offset + 4, 4), record.GetProperty("device_time").GetInt64());
            var output = new ArrayBufferWriter<byte>();
            framing.Write(new RadioReception(Convert.FromHexString(record.GetProperty("frame").GetString()!), At, record.GetProperty("rssi_dbm").GetInt32(), false), output);
            Assert.Equal(Convert.ToHexString(stream, offset, Math.Min(output.WrittenCount, stream.Length - offset)), Convert.ToHexString(output.WrittenSpan));
        }
        var battery = new ArrayBufferWriter<byte>();
        new ReaderFramingVw1871().WriteBattery(expected.RootElement.GetProperty("battery_mv").GetInt32(), battery);
        Assert.True(stream.AsSpan().IndexOf(battery.WrittenSpan) > 0);
    }
}
