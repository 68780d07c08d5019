namespace Sluice.Metering.Validation;

/// <summary>A reading with everything a rule may compare it with.</summary>
internal readonly ref struct Situation
{
    private readonly ref readonly Candidate reading;
    private readonly ref readonly MeterHistory history;

    public Situation(in Candidate reading, in MeterHistory history, in Neighbours near, RuleSet rules)
    {
        this.reading = ref reading;
        this.history = ref history;
        Near = near;
        Rules = rules;
        AtMs = reading.At.ToUnixTimeMilliseconds();
        Order = OrderOf(reading, history, AtMs, rules.ToleranceMs);
    }

    public ref readonly Candidate Reading => ref reading;

    public ref readonly MeterHistory History => ref history;

    public Neighbours Near { get; }

    public RuleSet Rules { get; }

    public long AtMs { get; }

    public MeterOrder Order { get; }

    /// <summary>True when the reading follows an accepted one and both have a volume.</summary>
    public bool Follows => Order == MeterOrder.Later && reading.TotalM3 is not null;

    /// <summary>True when the meter says so now, or when it says that it held since it was heard last.</summary>
    public bool Says(InfoCodes code) =>
        reading.Info.Has(code) || (Order != MeterOrder.Earlier && reading.Info.DurationOf(code) > history.Info.DurationOf(code));

    /// <summary>The meter's own count of time decides where both have one, else the time heard.</summary>
    private static MeterOrder OrderOf(in Candidate reading, in MeterHistory history, long at, long tolerance)
    {
        if (!history.HasReading) return MeterOrder.First;
        if (reading.SessionNumber is { } session && history.LastSession is { } last && Sessions.Distance(last, session) is var distance and not 0)
            return distance > 0 ? MeterOrder.Later : MeterOrder.Earlier;
        if (at < history.LastAtMs) return MeterOrder.Earlier;
        // Two receivers' clocks: a lower volume a moment later was sent a moment before.
        var isWithinTolerance = at - history.LastAtMs <= tolerance && reading.SessionNumber is null && reading.Identity != 0;
        return isWithinTolerance && reading.TotalM3 < history.LastM3 ? MeterOrder.Earlier : MeterOrder.Later;
    }
}
