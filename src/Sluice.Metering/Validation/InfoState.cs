using Sluice.WMBus;

namespace Sluice.Metering.Validation;

/// <summary>What a meter says about itself: info codes, and how long each held in the last 30 days.</summary>
/// <param name="Codes">What holds now.</param>
/// <param name="Durations">Duration classes 0 to 7, three bits each: dry, reverse, leak, burst, tamper from the lowest bits up.</param>
public readonly record struct InfoState(InfoCodes Codes, ushort Durations = 0)
{
    private const int Groups = 5;
    private static readonly string[] DurationFields = ["time_dry", "time_reversed", "time_leaking", "time_bursting", "time_tampered"];

    /// <summary>The duration class of a code: 0 not at all, 1 to 8 h, 9-24 h, 2-3 days, 4-7, 8-14, 15-21, 22-31 days; 0 for codes without.</summary>
    public int DurationOf(InfoCodes code) => Group(code) is var group and >= 0 ? Durations >> (3 * group) & 7 : 0;

    /// <summary>True when the code holds now.</summary>
    public bool Has(InfoCodes code) => (Codes & code) != InfoCodes.None;

    /// <summary>The words of Kamstrup's 16-bit info code (record 02FF20). Kamstrup 5512-897, 11.4.</summary>
    public static InfoState FromKamstrup16(uint code) => new((InfoCodes)(code & 0xF), (ushort)(code >> 4 & 0xFFF));

    /// <summary>The words of Kamstrup's 32-bit info code (record 04FF23), as in docs/meters/kamwater.md.</summary>
    public static InfoState FromKamstrup32(uint code)
    {
        var codes = (InfoCodes)(code & 0xFF);
        if ((code & 1 << 9) != 0) codes |= InfoCodes.NoConsumption;
        if ((code & (1 << 8 | 1 << 10)) != 0) codes |= InfoCodes.Other;
        return new(codes, (ushort)(code >> 11 & 0x7FFF));
    }

    /// <summary>The state a decoded telegram tells, whatever the meter.</summary>
    /// <param name="status">Its status words, as in <see cref="Readings.Reading.Status"/>.</param>
    /// <param name="telegram">The telegram, for the durations.</param>
    public static InfoState Of(ReadOnlySpan<char> status, DecodedTelegram telegram)
    {
        var durations = 0;
        if (telegram.Driver.Statuses.Length > 0)
            for (var group = 0; group < Groups; group++)
                durations |= ClassOf(telegram.GetText(DurationFields[group])) << (3 * group);
        return new(Parse(status), (ushort)durations);
    }

    /// <summary>The codes of status words separated by spaces; words without a code of their own give <see cref="InfoCodes.Other"/>.</summary>
    public static InfoCodes Parse(ReadOnlySpan<char> status)
    {
        if (status is "OK" or "") return InfoCodes.None;
        var codes = InfoCodes.None;
        foreach (var range in status.Split(' '))
            codes |= status[range] switch
            {
                "DRY" => InfoCodes.Dry,
                "REVERSE" => InfoCodes.Reverse,
                "LEAK" => InfoCodes.Leak,
                "BURST" => InfoCodes.Burst,
                "TAMPER" => InfoCodes.Tamper,
                "LOW_BATTERY" or "POWER_LOW" => InfoCodes.LowBattery,
                "LOW_AMBIENT_TEMPERATURE" => InfoCodes.LowAmbientTemperature,
                "FLOW_ABOVE_Q4" => InfoCodes.FlowAboveQ4,
                "NO_CONSUMPTION" => InfoCodes.NoConsumption,
                "OK" or "" => InfoCodes.None,
                _ => InfoCodes.Other,
            };
        return codes;
    }

    private static int ClassOf(string? text) => text switch
    {
        "1-8 hours" => 1,
        "9-24 hours" => 2,
        "2-3 days" => 3,
        "4-7 days" => 4,
        "8-14 days" => 5,
        "15-21 days" => 6,
        "22-31 days" => 7,
        _ => 0,
    };

    private static int Group(InfoCodes code) => code switch
    {
        InfoCodes.Dry => 0,
        InfoCodes.Reverse => 1,
        InfoCodes.Leak => 2,
        InfoCodes.Burst => 3,
        InfoCodes.Tamper => 4,
        _ => -1,
    };
}

/// <summary>What a meter says about itself now.</summary>
[Flags]
public enum InfoCodes : ushort
{
    /// <summary>Nothing to say.</summary>
    None = 0,

    /// <summary>No water in the pipe.</summary>
    Dry = 1,

    /// <summary>Water flows backwards.</summary>
    Reverse = 2,

    /// <summary>No hour without flow in a day.</summary>
    Leak = 4,

    /// <summary>A very high flow for 30 minutes.</summary>
    Burst = 8,

    /// <summary>Opened or disturbed.</summary>
    Tamper = 16,

    /// <summary>The battery is nearly empty.</summary>
    LowBattery = 32,

    /// <summary>It may freeze.</summary>
    LowAmbientTemperature = 64,

    /// <summary>More flow than the meter is made for.</summary>
    FlowAboveQ4 = 128,

    /// <summary>Nothing used.</summary>
    NoConsumption = 256,

    /// <summary>Something this list has no name for.</summary>
    Other = 1 << 15,
}
