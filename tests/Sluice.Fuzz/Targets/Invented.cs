using Sluice.WMBus.Drivers;
using Sluice.WMBus.Encoders;
using Sluice.WMBus.Frames;
using Sluice.WMBus.Security;

namespace Sluice.Fuzz.Targets;

/// <summary>Invented meters with their keys, and telegrams known to be good.</summary>
internal static class Invented
{
    public const uint Serial = 0x90000001;

    public static byte[] Key { get; } = Convert.FromHexString("000102030405060708090A0B0C0D0E0F");

    public static TelegramCipher Cipher { get; } = new(Key);

    public static DriverCatalog Drivers { get; } = BuiltInDrivers.Load();

    public static MeterAddress Water { get; } = new(Manufacturer.Parse("KAM"), Serial, 0x1F, 0x16);

    public static MeterAddress Heat { get; } = new(Manufacturer.Parse("KAM"), Serial, 0x30, 0x04);

    public static MeterAddress Other { get; } = new(Manufacturer.Parse("ZZZ"), Serial, 0x01, 0x07);

    /// <summary>One meter with a key, one with two keys, and those of the golden telegrams.</summary>
    public static KeyRing Keys()
    {
        var ring = new KeyRing();
        foreach (var (golden, address) in Goldens)
        {
            if (golden.Key is { Length: 32 } key) ring.Add(new(address.Serial, Convert.FromHexString(key)));
        }
        ring.Add(new(0x90000777, new byte[16]));
        ring.Add(new(0x90000777, Key, name: "second \"key\""));
        return ring;
    }

    public static IReadOnlyList<(GoldenTelegram Golden, MeterAddress Address)> Goldens { get; } =
        [.. Drivers.Drivers.SelectMany(static d => d.Goldens).Select(static g => (g, MeterAddress.FromLinkLayer(Convert.FromHexString(g.Telegram).AsSpan(2))))];

    /// <summary>Record headers as meters send them, and the corners of the record model.</summary>
    public static byte[][] RecordWords { get; } =
    [
        .. new[]
        {
            "02FF20", "0413", "4413", "A1015B", "8101E7FF0F", "0406", "040E", "0C13", "0B3B", "0A5B", "426C", "046D", "066D", "0E06", "0F", "1F", "2F2F", "0D",
            "0DFD11", "8D40", "07", "05", "FD17", "FB00", "7C03612E62", "FC03616263", "CF8F8F8F0F", "81808080808080808040", "04FF80808080808080807F",
            "0DFD0FC5", "0DFD0FD5", "0DFD0FE5", "0DFD0FF5", "0DFD0FBF", "0DFD0F0A", "0DE3", "047E", "0413BD7F", "8C0104", "0779FFFFFFFFFFFFFFFF",
            "0E13FFFFFFFFFFFF", "0413FFFFFF7F", "0413000080", "07130000000000000080", "0506FFFF7F7F", "0506000080FF", "0506010000000000", "8D04931E3CFE", "8D04931E3AFB05",
            "046DFFFFFFFF", "0400000000FF", "0C06FFFFFFFF", "0C0612345FF9", "037470", "0474", "04FD40", "04FDCF7D", "0413EF7F",
        }.Select(Convert.FromHexString),
    ];
}
