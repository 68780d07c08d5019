using Sluice.Metering.Validation;

namespace Sluice.Metering.Tests.Validation;

/// <summary>A meter whose readings are judged one after the other, as the intake does it.</summary>
internal sealed class JudgedMeter(RuleSet? rules = null)
{
    private ulong identity;

    public static DateTimeOffset Start { get; } = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    public MeterHistory History { get; set; }

    /// <summary>A reading so many hours after the start, with the session number the meter has then.</summary>
    public static Candidate At(double hours, decimal? total, InfoCodes codes = InfoCodes.None, ushort durations = 0) => new()
    {
        At = Start.AddHours(hours),
        TotalM3 = total,
        SessionNumber = 0x2000_0000 | ((uint)(500_000 + (hours * 60)) << 4),
        Info = new(codes, durations),
    };

    /// <summary>The same from a meter without session numbers.</summary>
    public static Candidate WithoutSession(double hours, decimal total, byte? access = null) => At(hours, total) with { SessionNumber = null, AccessNumber = access };

    /// <summary>A reading from the dial.</summary>
    public static Candidate Dial(double hours, decimal total) => At(hours, total) with { SessionNumber = null, Identity = 0 };

    public Judgement Hear(double hours, decimal? total, InfoCodes codes = InfoCodes.None, ushort durations = 0) => Hear(At(hours, total, codes, durations));

    public Judgement Hear(Candidate reading, Neighbours near = default) => Judge(reading.Identity == 0 ? reading with { Identity = ++identity } : reading, near);

    /// <summary>Judges a reading that no telegram brought.</summary>
    public Judgement Read(Candidate reading) => Judge(reading, default);

    /// <summary>Hears it once a day, with the same use every day.</summary>
    public JudgedMeter UseDaily(int days, decimal perDay, double fromHour = 0, decimal from = 0)
    {
        for (var day = 0; day <= days; day++) Hear(fromHour + (24 * day), from + (perDay * day));
        return this;
    }

    private Judgement Judge(in Candidate reading, in Neighbours near)
    {
        var set = rules ?? RuleSet.Default;
        var judgement = Validator.Judge(reading, History, set, near);
        History = History.Next(reading, judgement, set);
        return judgement;
    }
}
