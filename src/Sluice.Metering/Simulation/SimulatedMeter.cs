using System.Buffers.Binary;
using Sluice.WMBus.Encoders;
using Sluice.WMBus.Frames;

namespace Sluice.Metering.Simulation;

/// <summary>One invented flowIQ 2101: where it hangs, its key, and what it sends when. Everything is a function of the seed and the time.</summary>
public sealed class SimulatedMeter : IDisposable
{
    /// <summary>Serial number of the first meter.</summary>
    public const int FirstSerial = 90_000_001;

    private const int IntervalMs = 16_000;
    private const int JitterMs = 500; // Either way, so that two telegrams are 15 to 17 seconds apart.
    private const int FlatsPerFloor = 4;
    private const int FloorsPerTower = 10;
    private const long DayMs = 86_400_000;
    private static readonly string[] Inlets = ["kitchen", "bath", "wash"];
    private static readonly RecordLayout Usual = RecordLayout.Parse("02FF20 0413 4413 A1015B 8101E7FF0F");
    private static readonly RecordLayout Older = RecordLayout.Parse("02FF20 0413 4413 615B 6167");

    // Degrees by month, January first: water in the pipe, and the air around it.
    private static readonly int[] WaterByMonth = [17, 19, 22, 25, 27, 27, 26, 26, 26, 24, 21, 18];
    private static readonly int[] AirByMonth = [19, 22, 26, 30, 32, 31, 29, 28, 28, 26, 23, 20];

    private readonly ulong seed;
    private readonly byte[] key = new byte[16];
    private readonly DateTime epoch;
    private readonly long ageMs;
    private readonly int accessOffset;
    private readonly int airOffset;
    private readonly RecordLayout layout;
    private readonly FaultPlan fault;
    private readonly WaterUse use;
    private TelegramCipher? cipher;

    /// <param name="societySeed">The society's seed.</param>
    /// <param name="index">0 for the first meter.</param>
    /// <param name="epoch">Local date that is time 0.</param>
    internal SimulatedMeter(long societySeed, int index, DateTime epoch)
    {
        this.epoch = epoch;
        var mixed = new SeededRandom(unchecked((ulong)societySeed));
        var random = new SeededRandom(mixed.NextBits() ^ unchecked((ulong)index * 0xD6E8_FEB8_6659_FD93));
        seed = random.NextBits();
        random.Fill(key);

        var flat = index / Inlets.Length;
        var floor = flat / FlatsPerFloor;
        var warm = index % Inlets.Length == 1 && random.Chance(0.2);
        Tower = TowerName(floor / FloorsPerTower);
        Floor = (floor % FloorsPerTower) + 1;
        Flat = $"{Floor}{(flat % FlatsPerFloor) + 1:D2}";
        Inlet = warm ? "bath warm" : Inlets[index % Inlets.Length];
        Serial = Invariant(FirstSerial + index);
        Address = new(new(0x2C2D), Convert.ToUInt32(Serial, 16), 0x1F, (byte)(warm ? 0x06 : 0x16));

        ageMs = (random.Between(420, 993) * DayMs) + random.Next((int)DayMs);
        accessOffset = random.Next(256);
        airOffset = random.Between(-2, 2);
        layout = random.Chance(0.015) ? Older : Usual;
        fault = FaultPlan.Invent(ref random);
        var mlPerDay = random.Chance(0.05) ? 0 : random.Between(40_000, 400_000);
        use = new(seed, random.Between(1_000_000, 400_000_000), mlPerDay, fault, epoch);
        RssiDbm = Math.Clamp(-107 + random.Between(0, 12) + random.Between(0, 12) + random.Between(0, 24), -95, -20);
        if (random.Chance(0.05)) RssiDbm = random.Between(-70, -25);
    }

    /// <summary>Manufacturer KAM, serial, version 1F, type 16 (cold) or 06 (warm).</summary>
    public MeterAddress Address { get; }

    /// <summary>Eight digits, 90000001 and up.</summary>
    public string Serial { get; }

    /// <summary>Letters of the tower.</summary>
    public string Tower { get; }

    /// <summary>Floor, 1 and up.</summary>
    public int Floor { get; }

    /// <summary>Number of the flat within the tower.</summary>
    public string Flat { get; }

    /// <summary>Which inlet of the flat the meter counts.</summary>
    public string Inlet { get; }

    /// <summary>For people, for example <c>A-302 kitchen</c>.</summary>
    public string Name => $"{Tower}-{Flat} {Inlet}";

    /// <summary>The invented key, 16 bytes.</summary>
    public ReadOnlySpan<byte> Key => key;

    /// <summary>Usual signal strength at the listener, dBm.</summary>
    public int RssiDbm { get; }

    /// <summary>False for the few meters configured with an older set of records (minimum ambient temperature of last month instead of yesterday's average).</summary>
    public bool HasUsualRecords => ReferenceEquals(layout, Usual);

    /// <inheritdoc/>
    public void Dispose() => cipher?.Dispose();

    /// <summary>Number of the first telegram sent at or after a time.</summary>
    internal long FirstTelegramAt(long time)
    {
        var number = Math.Max(0, ((time + ageMs) / IntervalMs) - 1);
        while (TimeOf(number) < time) number++;
        return number;
    }

    /// <summary>When a telegram is sent, milliseconds since the epoch.</summary>
    internal long TimeOf(long number) => MeterClock(number) - ageMs;

    /// <summary>What the meter reads at a time.</summary>
    internal SimulatedReading ReadingAt(long time)
    {
        var (total, target) = use.At(time);
        var day = time / DayMs;
        var month = epoch.AddDays(day).Month - 1;
        var dry = fault.Condition == FaultPlan.Dry && fault.IsActive(time);
        var info = fault.Condition == FaultPlan.None
            ? default
            : default(InfoCode16).With(fault.Condition, fault.IsActive(time), fault.HoursOfLast30Days(time));
        var water = (Address.DeviceType == 0x06 ? 28 : 0) + WaterByMonth[month] + SeededRandom.At(seed ^ 1, day, 3) - 1;
        var air = AirByMonth[month] + airOffset + SeededRandom.At(seed ^ 2, day, 3) - 1;
        return new(info, total, target, dry ? 127 : water, air);
    }

    /// <summary>Encodes telegram number <paramref name="number"/> in frame format B.</summary>
    /// <returns>Bytes written.</returns>
    internal int Encode(long number, in SimulatedReading reading, out byte accessNumber, out bool isFull, Span<byte> destination)
    {
        accessNumber = (byte)((number + accessOffset) & 0xFF);
        isFull = (number & 7) == 0; // The offset of the access number makes the phase differ from meter to meter.
        Span<byte> values = stackalloc byte[12];
        BinaryPrimitives.WriteUInt16LittleEndian(values, reading.Info.Raw);
        BinaryPrimitives.WriteUInt32LittleEndian(values[2..], reading.TotalLitres);
        BinaryPrimitives.WriteUInt32LittleEndian(values[6..], reading.TargetLitres);
        values[10] = (byte)reading.FlowTemperatureC;
        values[11] = (byte)reading.ExternalTemperatureC;
        Span<byte> application = stackalloc byte[64];
        var length = isFull ? layout.WriteFullFrame(values, application) : layout.WriteCompactFrame(values, application);
        cipher ??= new(key);
        var header = new ExtendedLinkHeader(0x20, accessNumber, SessionOf(number));
        return TelegramEncoder.Encode(Address, header, cipher, application[..length], FrameFormat.B, destination);
    }

    /// <summary>Session number of a telegram: the meter's minute, and the how manieth telegram in it.</summary>
    private SessionNumber SessionOf(long number)
    {
        var minute = MeterClock(number) / 60_000;
        var counter = 0;
        while (number > counter && MeterClock(number - 1 - counter) / 60_000 == minute) counter++;
        return SessionNumber.Create(minute, counter);
    }

    private long MeterClock(long number) => (number * IntervalMs) + SeededRandom.At(seed, number, (2 * JitterMs) + 1);

    private static string TowerName(int index) => index < 26 ? Letter(index) : TowerName((index / 26) - 1) + Letter(index % 26);

    private static string Letter(int index) => ((char)('A' + index)).ToString();

    private static string Invariant(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
