namespace Sluice.Metering.Validation;

/// <summary>What the rules remember of a meter: the last accepted reading, its average, what it said about itself. Default: nothing yet.</summary>
public readonly partial record struct MeterHistory
{
    /// <summary>Periods that make up the average; older ones fade.</summary>
    private const int MostPeriods = 12;

    private const decimal MsPerDay = 86_400_000m;

    /// <summary>True when a reading was accepted.</summary>
    public bool HasReading { get; init; }

    /// <summary>Unix time of the last accepted reading, ms.</summary>
    public long LastAtMs { get; init; }

    /// <summary>Its volume, m³.</summary>
    public decimal LastM3 { get; init; }

    /// <summary>Its session number; null when it had none.</summary>
    public uint? LastSession { get; init; }

    /// <summary>Its access number; null when it had none.</summary>
    public byte? LastAccess { get; init; }

    /// <summary>The greatest session number heard; null when none.</summary>
    public uint? TopSession { get; init; }

    /// <summary>Unix time it was heard, ms.</summary>
    public long TopSessionAtMs { get; init; }

    /// <summary>Identity of the telegram judged last.</summary>
    public ulong LastIdentity { get; init; }

    /// <summary>Unix time the volume last changed, ms.</summary>
    public long ChangedAtMs { get; init; }

    /// <summary>Unix time the running period began, ms.</summary>
    public long PeriodAtMs { get; init; }

    /// <summary>Volume then, m³.</summary>
    public decimal PeriodM3 { get; init; }

    /// <summary>Average use of the complete periods, m³ per day.</summary>
    public decimal PerDayM3 { get; init; }

    /// <summary>Complete periods, up to 255.</summary>
    public byte Periods { get; init; }

    /// <summary>What the meter said about itself last.</summary>
    public InfoState Info { get; init; }

    /// <summary>Its use hour by hour.</summary>
    public HourlyUse Hourly { get; init; }

    /// <summary>What the meter is after a reading was judged.</summary>
    /// <param name="reading">The reading.</param>
    /// <param name="judgement">The judgement on it, made with this history and <paramref name="rules"/>.</param>
    /// <param name="rules">The rules.</param>
    /// <remarks>A late reading or one of quality POOR leaves the accepted volume as it is.</remarks>
    public MeterHistory Next(in Candidate reading, in Judgement judgement, RuleSet rules)
    {
        if (judgement.IsDuplicate) return this;
        var isDial = reading.Identity == 0;
        var next = isDial ? this : this with { LastIdentity = reading.Identity };
        var at = reading.At.ToUnixTimeMilliseconds();
        if (judgement.Order == MeterOrder.Earlier) return next;
        if (reading.SessionNumber is { } session && (TopSession is not { } top || Sessions.Distance(top, session) > 0)) next = next with { TopSession = session, TopSessionAtMs = at };
        if (judgement.Reasons.Contains(RuleId.Replay)) return next;
        if (!isDial) next = next with { Info = reading.Info };   // a dial has no info codes
        if (judgement.Quality == Readings.ReadingQuality.Poor || reading.TotalM3 is not { } total) return next;
        if (!HasReading) return next.StartAt(at, total, reading.SessionNumber, reading.AccessNumber);
        return next.PeriodTo(at, total, rules) with
        {
            LastAtMs = at,
            LastM3 = total,
            LastSession = reading.SessionNumber,
            LastAccess = reading.AccessNumber,
            ChangedAtMs = total == LastM3 ? ChangedAtMs : at,
            Hourly = isDial ? Hourly : Hourly.Add(at, total),
        };
    }

    /// <summary>What the meter is after a person accepted or entered a reading: whatever was before, later ones are compared with this one.</summary>
    /// <param name="at">When the meter showed it.</param>
    /// <param name="totalM3">What it showed, m³.</param>
    /// <param name="session">Session number of the accepted telegram; null for a reading from the dial.</param>
    public MeterHistory Rebase(DateTimeOffset at, decimal totalM3, uint? session = null) => this with
    {
        HasReading = true,
        LastAtMs = at.ToUnixTimeMilliseconds(),
        LastM3 = totalM3,
        LastSession = session,
        LastAccess = null,
        TopSession = session ?? TopSession,
        TopSessionAtMs = session is null ? TopSessionAtMs : at.ToUnixTimeMilliseconds(),
        ChangedAtMs = at.ToUnixTimeMilliseconds(),
        PeriodAtMs = at.ToUnixTimeMilliseconds(),
        PeriodM3 = totalM3,
        Hourly = default,
    };

    private MeterHistory StartAt(long at, decimal total, uint? session, byte? access) => this with
    {
        HasReading = true,
        LastAtMs = at,
        LastM3 = total,
        LastSession = session,
        LastAccess = access,
        ChangedAtMs = at,
        PeriodAtMs = at,
        PeriodM3 = total,
        Hourly = new HourlyUse().Add(at, total),
    };

    /// <summary>Closes the running period when it is long enough.</summary>
    private MeterHistory PeriodTo(long at, decimal total, RuleSet rules)
    {
        if (at - PeriodAtMs < rules.PeriodMs) return this;
        if (total < PeriodM3) return this with { PeriodAtMs = at, PeriodM3 = total };   // the register wrapped: this period says nothing
        var perDay = UsePerDay(at, total);
        var weight = Math.Min(Periods + 1, MostPeriods);
        return this with
        {
            PeriodAtMs = at,
            PeriodM3 = total,
            PerDayM3 = PerDayM3 + ((perDay - PerDayM3) / weight),
            Periods = (byte)Math.Min(Periods + 1, byte.MaxValue),
        };
    }

    /// <summary>Use of the running period up to a reading, m³ per day. The reading is later than the period's start.</summary>
    internal decimal UsePerDay(long at, decimal total) => (total - PeriodM3) * MsPerDay / (at - PeriodAtMs);
}
