namespace Sluice.Metering.Simulation;

/// <summary>When a meter reports a fault: for a while, again and again. A function of time, so that a restarted simulation goes on where it was.</summary>
internal sealed class FaultPlan
{
    /// <summary>No fault, ever.</summary>
    public const int None = -1;

    public const int Dry = 0;
    public const int Reverse = 1;
    public const int Leak = 2;
    public const int Burst = 3;

    private const long Hour = 3_600_000;
    private const long Day = 24 * Hour;
    private readonly long period;
    private readonly long active;
    private readonly long offset;
    private readonly long mlPerHour;

    private FaultPlan(int condition, long period = Day, long active = 0, long offset = 0, long mlPerHour = 0)
    {
        Condition = condition;
        this.period = period;
        this.active = active;
        this.offset = offset;
        this.mlPerHour = mlPerHour;
    }

    /// <summary>Bit number of the info code; <see cref="None"/> for a healthy meter.</summary>
    public int Condition { get; }

    /// <summary>Invents a plan: about one meter in nine has faults.</summary>
    public static FaultPlan Invent(ref SeededRandom random)
    {
        // Everything is drawn always, so that meters differ in nothing but what the draw says.
        var roll = random.Next(1000);
        var days = random.Between(3, 40);
        var hours = random.Between(2, 60);
        var rate = random.Between(5, 40);
        var start = random.Next(1 << 30);
        return roll switch
        {
            < 15 => new(Dry, Day, Day),
            < 30 => Make(Dry, 60 * Day, days * Day, start, 0),
            < 80 => Make(Leak, 60 * Day, days * Day, start, rate * 1000L),
            < 95 => Make(Burst, 20 * Day, hours * Hour / 2, start, rate * 10_000L),
            < 110 => Make(Reverse, 25 * Day, hours * Hour, start, 0),
            _ => new(None),
        };
    }

    /// <summary>Whether the fault is there at a time.</summary>
    /// <param name="time">Milliseconds of the simulation.</param>
    public bool IsActive(long time) => Shifted(time) % period < active;

    /// <summary>Hours of the last 30 days with the fault, a begun one counts.</summary>
    public int HoursOfLast30Days(long time) => (int)((ActiveUntil(time) - ActiveUntil(time - (30 * Day)) + Hour - 1) / Hour);

    /// <summary>Whether the fault was there at any moment of a span.</summary>
    public bool Touches(long from, long to) => Condition != None && ActiveUntil(to) > ActiveUntil(from);

    /// <summary>Millilitres that ran away because of the fault, from a beginning long ago to a time.</summary>
    public long LostUntil(long time) => mlPerHour == 0 ? 0 : ActiveUntil(time) / 1000 * mlPerHour / 3600;

    private static FaultPlan Make(int condition, long period, long active, int start, long mlPerHour) =>
        new(condition, period, active, start * (period / 1000) / (1 << 30) * 1000, mlPerHour);

    private long ActiveUntil(long time)
    {
        var x = Shifted(time);
        return (x / period * active) + Math.Min(x % period, active);
    }

    // 120 days are two of the longest periods: the 30 days before the beginning are there too.
    private long Shifted(long time) => time + offset + (120 * Day);
}
