namespace Sluice.Metering.Simulation;

/// <summary>The volume registers of one meter as a function of time: total, and total at the first of the month.</summary>
/// <remarks>Remembers the day it was last asked about; asking forwards is cheap, asking backwards counts again from the beginning.</remarks>
internal sealed class WaterUse
{
    private const long DayMs = 86_400_000;
    private readonly ulong seed;
    private readonly long initialMl;
    private readonly long mlPerDay;
    private readonly FaultPlan fault;
    private readonly DateTime epoch;
    private long day;
    private long mlAtDay;
    private long mlToday;
    private long mlAtMonth;

    /// <param name="seed">Decides how much is drawn on which day.</param>
    /// <param name="initialMl">What the meter showed at the epoch, millilitres.</param>
    /// <param name="mlPerDay">Average daily use, millilitres; 0: an empty flat.</param>
    /// <param name="fault">Leaks add to the total; a dry pipe draws nothing.</param>
    /// <param name="epoch">Local date that is time 0.</param>
    public WaterUse(ulong seed, long initialMl, long mlPerDay, FaultPlan fault, DateTime epoch)
    {
        this.seed = seed;
        this.initialMl = initialMl;
        this.mlPerDay = mlPerDay;
        this.fault = fault;
        this.epoch = epoch;
        Rewind();
    }

    /// <summary>Both registers in whole litres.</summary>
    /// <param name="time">Milliseconds since the epoch, local; 0 or more.</param>
    public (uint Total, uint Target) At(long time)
    {
        MoveTo(time / DayMs);
        var second = time % DayMs / 1000;
        var total = mlAtDay + (mlToday * DailyProfile.Drawn(second) / DailyProfile.Whole) + fault.LostUntil(time);
        return (Litres(total), Litres(mlAtMonth));
    }

    // The register has 32 bits; a meter that reached their end would begin again.
    private static uint Litres(long ml) => (uint)(ml / 1000 & 0xFFFF_FFFF);

    private void MoveTo(long wanted)
    {
        if (wanted < day) Rewind();
        while (day < wanted)
        {
            mlAtDay += mlToday;
            day++;
            mlToday = UseOf(day);
            if (epoch.AddDays(day).Day == 1) mlAtMonth = mlAtDay + fault.LostUntil(day * DayMs);
        }
    }

    private void Rewind()
    {
        day = 0;
        mlAtDay = mlAtMonth = initialMl;
        mlToday = UseOf(0);
    }

    private long UseOf(long someDay)
    {
        if (fault.Condition == FaultPlan.Dry && fault.Touches(someDay * DayMs, (someDay + 1) * DayMs)) return 0;
        return mlPerDay * (500 + SeededRandom.At(seed, someDay, 1001)) / 1000;
    }
}
