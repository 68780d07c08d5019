using System.Text.Json.Serialization;

namespace Sluice.Metering.Exports;

/// <summary>When a scheduled export is made. Numbers are stored: never renumber.</summary>
public enum ScheduleEvery
{
    /// <summary>Once a month, of the month before.</summary>
    Month = 0,

    /// <summary>Once a week, of the seven days before.</summary>
    Week = 1,

    /// <summary>After each round that is completed, of the round.</summary>
    Round = 2,
}

/// <summary>An export that is made again and again.</summary>
public sealed record ExportSchedule
{
    /// <summary>The most of a society.</summary>
    public const int Max = 20;

    /// <summary>The longest name.</summary>
    public const int MaxName = 100;

    /// <summary>Rounds that ended longer ago are not exported any more: somebody has looked at them meanwhile.</summary>
    public static readonly TimeSpan LateRound = TimeSpan.FromDays(14);

    /// <summary>Its id: a UUID version 7.</summary>
    public required Guid Id { get; init; }

    /// <summary>What people call it.</summary>
    public string Name { get; init; } = "";

    /// <summary>When.</summary>
    public ScheduleEvery Every { get; init; }

    /// <summary>The day of the month, 1 to 28; for <see cref="ScheduleEvery.Month"/>.</summary>
    public int Day { get; init; } = 2;

    /// <summary>The day of the week; for <see cref="ScheduleEvery.Week"/>.</summary>
    public DayOfWeek Weekday { get; init; } = DayOfWeek.Monday;

    /// <summary>The time of the day in the society's time zone; not for rounds.</summary>
    public TimeOnly Time { get; init; } = new(6, 0);

    /// <summary>What is made; without round and days, which come with the time.</summary>
    public required ExportRequest Export { get; init; }

    /// <summary>False: it rests.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Subject of who made it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>Since when it holds, UTC: made, or changed last. Nothing is made up for before.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>The time it was last made for, UTC: when it was due, or when the round ended.</summary>
    [JsonIgnore]
    public DateTimeOffset? LastDue { get; init; }

    /// <summary>The export made last.</summary>
    [JsonIgnore]
    public Guid? LastExport { get; init; }

    /// <summary>The first time after a moment that it is due; null: it waits for rounds.</summary>
    public DateTimeOffset? NextAfter(DateTimeOffset moment, TimeZoneInfo zone)
    {
        if (Every == ScheduleEvery.Round) return null;
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(moment, zone).DateTime).AddDays(-1);
        while (true)
        {
            if (IsDay(day) && At(day, zone) is var due && due > moment) return due;
            day = day.AddDays(1);
        }
    }

    /// <summary>The last time it was due up to now and has not been made for; null: none. Of several that were missed only the last one is made up for.</summary>
    public DateTimeOffset? MissedAt(DateTimeOffset now, TimeZoneInfo zone)
    {
        DateTimeOffset? missed = null;
        var from = LastDue > Since ? LastDue.Value : Since;
        var start = now.AddDays(-32) > from ? now.AddDays(-32) : from;   // each kind is due at least once in between
        for (var next = NextAfter(start, zone); next <= now; next = NextAfter(next.Value, zone)) missed = next;
        return missed;
    }

    /// <summary>The days a time is about.</summary>
    public (DateOnly From, DateOnly To) DaysOf(DateTimeOffset due, TimeZoneInfo zone)
    {
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(due, zone).DateTime);
        var first = new DateOnly(day.Year, day.Month, 1);
        return Every == ScheduleEvery.Month ? (first.AddMonths(-1), first) : (day.AddDays(-7), day);
    }

    private bool IsDay(DateOnly day) => Every == ScheduleEvery.Month ? day.Day == Day : day.DayOfWeek == Weekday;

    private DateTimeOffset At(DateOnly day, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(Time);
        while (zone.IsInvalidTime(local)) local = local.AddMinutes(15);   // the hour that is left out in spring
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
