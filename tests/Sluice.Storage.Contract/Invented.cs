using Sluice.Metering.Identity;
using Sluice.Metering.Readings;
using Sluice.Metering.Telegrams;
using Sluice.WMBus.Frames;

namespace Sluice.Storage.Contract;

/// <summary>Invented meters, telegrams and readings.</summary>
public static class Invented
{
    public static DateTimeOffset Noon { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static SocietyId Society { get; } = SocietyId.Parse("green-park");

    public static SocietyScope Scope { get; } = Authorizer.ForWorker(Society, "tests");

    public static SocietyScope OtherScope { get; } = Authorizer.ForWorker(SocietyId.Parse("blue-lake"), "tests");

    public static InstallationScope Installation { get; } = Authorizer.ForWorker("tests");

    public static MeterAddress Meter(uint serial = 0x90000001, byte type = 0x16) => new(new(0x2C2D), serial, 0x1F, type);

    public static TelegramArrival Telegram(int number = 1) =>
        new(new byte[] { 3, 0x44, (byte)(number >> 8), (byte)number }, Noon.AddMilliseconds(number), FrameFormat.B, -70 - (number % 10), "reader-1", Noon.AddSeconds(-1));

    public static Reading Reading(int number = 1, MeterAddress? meter = null) => new()
    {
        TelegramId = number,
        Meter = meter ?? Meter(),
        Society = Society,
        Day = DateOnly.FromDateTime(Noon.AddSeconds(16 * number).UtcDateTime),
        Identity = 0xF000_0000_0000_0000 + (ulong)number,
        SessionNumber = 0x2000_0000 + (uint)number,
        At = Noon.AddSeconds(16 * number),
        Media = "cold water",
        Driver = "kamwater",
        Name = "A-101",
        TotalM3 = 8.900m + (number / 1000m),
        TargetM3 = 8.533m,
        RssiDbm = -70,
        Receiver = "reader-1",
    };
}
