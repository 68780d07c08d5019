using System.Buffers.Binary;
using Sluice.WMBus.Encoders;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Receivers;
using Sluice.WMBus.Security;

namespace Sluice.Storage.Contract;

/// <summary>An invented flowIQ 2101 that sends what a test asks for.</summary>
public sealed class InventedMeter(uint serial = 0x90000001, byte keyEnd = 15)
{
    /// <summary>Records the decoder knows from the start.</summary>
    public static RecordLayout Known { get; } = RecordLayout.Parse("02FF20 0413 4413 A1015B 8101E7FF0F");

    /// <summary>Records no decoder knows before a full frame taught them.</summary>
    public static RecordLayout Unknown { get; } = RecordLayout.Parse("02FF20 0413 4413 81025B 6167");

    private readonly byte[] key = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, keyEnd];

    public MeterAddress Address { get; } = new(new(0x2C2D), serial, 0x1F, 0x16);

    public MeterKey Key => new(Address.Serial, key, Address.Manufacturer, "A-101");

    public string KeyHex => Convert.ToHexString(key);

    /// <summary>Telegram number <paramref name="number"/>, frame format B with its CRC: total is the number in litres.</summary>
    public byte[] Telegram(int number, bool full = false, RecordLayout? layout = null)
    {
        layout ??= Known;
        Span<byte> values = stackalloc byte[layout.ValueLength];
        values.Clear();
        BinaryPrimitives.WriteInt32LittleEndian(values[2..], number);
        BinaryPrimitives.WriteInt32LittleEndian(values[6..], number / 2);
        Span<byte> application = stackalloc byte[96];
        var length = full ? layout.WriteFullFrame(values, application) : layout.WriteCompactFrame(values, application);
        using var cipher = new TelegramCipher(key);
        Span<byte> frame = stackalloc byte[256];
        length = TelegramEncoder.Encode(Address, new(0x20, (byte)(number & 0xFF), SessionNumber.Create(500_000 + number, 0)), cipher, application[..length], FrameFormat.B, frame);
        return frame[..length].ToArray();
    }

    /// <summary>The telegram as a receiver hands it over.</summary>
    public ReceivedTelegram Heard(int number, bool full = false, RecordLayout? layout = null, string device = "reader-1", int rssi = -70) =>
        new() { Bytes = Telegram(number, full, layout), Format = FrameFormat.B, Device = device, RssiDbm = rssi };
}
