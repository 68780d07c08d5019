using System.Buffers.Binary;
using System.Text;
using Sluice.WMBus.Frames;

namespace Sluice.WMBus.Tests.Receivers;

/// <summary>Writes what readers write. Invented meters (serials 9000xxxx) and payloads.</summary>
internal static class Wire
{
    /// <summary>A telegram without link CRCs: L, C, M, A, CI 8D and a payload that looks encrypted.</summary>
    public static byte[] Stripped(int number, int payload = 25)
    {
        var frame = new byte[11 + payload];
        new Random(number).NextBytes(frame.AsSpan(11));
        frame[0] = (byte)(frame.Length - 1);
        frame[1] = 0x44;
        frame[2] = 0x2D;
        frame[3] = 0x2C;
        BinaryPrimitives.WriteUInt32LittleEndian(frame.AsSpan(4), Convert.ToUInt32($"9000{number:0000}", 16));
        frame[8] = 0x1F;
        frame[9] = 0x16;
        frame[10] = 0x8D;
        return frame;
    }

    /// <summary>Format B: L counts the CRC at the end.</summary>
    public static byte[] FormatB(byte[] stripped)
    {
        var body = stripped.ToArray();
        body[0] += 2;
        return [.. body, .. BigEndian(Crc16.Compute(body))];
    }

    public static byte[] FormatA(byte[] stripped)
    {
        var frame = new List<byte>();
        for (int at = 0, block = 10; at < stripped.Length; at += block, block = at == 10 ? 16 : block)
        {
            block = at == 0 ? 10 : 16;
            var part = stripped.AsSpan(at, Math.Min(block, stripped.Length - at)).ToArray();
            frame.AddRange(part);
            frame.AddRange(BigEndian(Crc16.Compute(part)));
        }
        return [.. frame];
    }

    /// <summary>The envelope of a VW1871 with the serial number 990042.</summary>
    public static byte[] Envelope(byte[] formatB, uint clock = 1_653_727_000, sbyte rssi = -84)
    {
        var head = new byte[15];
        ((ReadOnlySpan<byte>)[0xFB, 0xFB, 0xFB, 0xF0, 0x42, 0x00, 0x99, 0x08]).CopyTo(head);
        BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(8), clock);
        head[12] = 0x61;
        head[13] = unchecked((byte)rssi);
        head[14] = 1;
        byte[] sealedPart = [.. head, .. formatB];
        return [.. sealedPart, .. BigEndian(Crc16.Compute(sealedPart)), 0xFE, 0xFE, 0x0E, 0x0F];
    }

    public static byte[] BatteryMessage(ushort millivolts) =>
        [.. Encoding.ASCII.GetBytes($"\r\nBattery Volt = {millivolts} mV\r\n"), 0xFB, 0xFC, 0xFC, 0xF0, (byte)(millivolts & 0xFF), (byte)(millivolts >> 8), 0xFE, 0xFE, 0x0E, 0x0F];

    /// <summary>HCI frame of an iM871A; control bits 2 time stamp, 4 RSSI, 8 CRC.</summary>
    public static byte[] Hci(byte[] stripped, int control, byte rssi = 91, int endpoint = 2, byte message = 3)
    {
        List<byte> frame = [(byte)((control << 4) | endpoint), message, (byte)(stripped.Length - 1), .. stripped[1..]];
        if ((control & 2) != 0) frame.AddRange([1, 2, 3, 4]);
        if ((control & 4) != 0) frame.Add(rssi);
        if ((control & 8) != 0) frame.AddRange(LittleEndian(CrcCcitt([.. frame])));
        return [0xA5, .. frame];
    }

    /// <summary>SLIP frame of an iU891A.</summary>
    public static byte[] Slip(byte[] stripped, sbyte rssi = -71)
    {
        byte[] plain = [0x09, 0x20, 0x00, 1, 2, 3, 4, 0, 0, 0, unchecked((byte)rssi), .. stripped];
        plain = [.. plain, .. LittleEndian(CrcCcitt(plain))];
        var frame = new List<byte> { 0xC0 };
        foreach (var b in plain)
        {
            if (b == 0xC0) frame.AddRange([0xDB, 0xDC]);
            else if (b == 0xDB) frame.AddRange([0xDB, 0xDD]);
            else frame.Add(b);
        }
        return [.. frame, 0xC0];
    }

    /// <summary>Command mode frame of an AMB8465.</summary>
    public static byte[] Amber(byte[] stripped, byte? rssi = 0xE0)
    {
        byte[] payload = rssi is { } value ? [.. stripped[1..], value] : stripped[1..];
        byte[] frame = [0xFF, 0x03, (byte)payload.Length, .. payload];
        return [.. frame, frame.Aggregate((byte)0, (a, b) => (byte)(a ^ b))];
    }

    /// <summary>A wired long frame around a variable data answer.</summary>
    public static byte[] Wired(byte[] userData)
    {
        var sum = userData.Aggregate(0, (a, b) => (a + b) & 0xFF);
        return [0x68, (byte)userData.Length, (byte)userData.Length, 0x68, .. userData, (byte)sum, 0x16];
    }

    public static byte[] Text(string text) => Encoding.UTF8.GetBytes(text);

    public static string Hex(byte[] bytes) => Convert.ToHexString(bytes);

    private static byte[] BigEndian(ushort value) => [(byte)(value >> 8), (byte)(value & 0xFF)];

    private static byte[] LittleEndian(ushort value) => [(byte)(value & 0xFF), (byte)(value >> 8)];

    /// <summary>The maker's CRC, written here a second time and by table, so that test and product do not share a mistake.</summary>
    private static ushort CrcCcitt(byte[] bytes)
    {
        uint crc = 0xFFFF;
        foreach (var b in bytes)
        {
            var index = (crc ^ b) & 0xFF;
            for (var bit = 0; bit < 8; bit++) index = (index >> 1) ^ (0x8408u * (index & 1));
            crc = (crc >> 8) ^ index;
        }
        return (ushort)(crc ^ 0xFFFF);
    }
}
