using Sluice.Metering.Identity;

namespace Sluice.Metering.Notifications;

/// <summary>Who is told what, and when.</summary>
public static class NotificationRules
{
    /// <summary>Delays after failures to send; the last one repeats until <see cref="GiveUpAfter"/>.</summary>
    public static IReadOnlyList<TimeSpan> Delays { get; } = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(15), TimeSpan.FromHours(1)];

    /// <summary>What could not be sent for so long is not sent any more: it is no news.</summary>
    public static readonly TimeSpan GiveUpAfter = TimeSpan.FromDays(3);

    /// <summary>How long it is remembered who was told what, so that nobody is told twice.</summary>
    public static readonly TimeSpan Keep = TimeSpan.FromDays(30);

    /// <summary>What a person gets of a type.</summary>
    public static NotificationChoice ChoiceOf(NotificationType type, Role role, NotificationPreferences? preferences) =>
        preferences?.Choices.GetValueOrDefault(type.Name) ?? type.DefaultFor(role);

    /// <summary>When news is due for somebody; null: never.</summary>
    /// <param name="choice">What they chose for its type.</param>
    /// <param name="preferences">The rest they chose.</param>
    /// <param name="isUrgent">True: water is running.</param>
    /// <param name="now">The time.</param>
    /// <param name="zone">The society's time zone.</param>
    public static DateTimeOffset? DueAt(NotificationChoice choice, NotificationPreferences preferences, bool isUrgent, DateTimeOffset now, TimeZoneInfo zone)
    {
        if (choice.When == NotificationTiming.Off || choice.Channels.Count == 0) return null;
        var due = choice.When == NotificationTiming.Daily && !(isUrgent && preferences.UrgentAtOnce) ? Next(preferences.DigestAt, now, zone) : now;
        return isUrgent && preferences.UrgentBreaksQuiet ? due : AfterQuiet(preferences, due, zone);
    }

    /// <summary>The moment itself, or the end of the quiet hours it falls into.</summary>
    public static DateTimeOffset AfterQuiet(NotificationPreferences preferences, DateTimeOffset at, TimeZoneInfo zone)
    {
        if (preferences is not { QuietFrom: { } from, QuietTo: { } to } || from == to) return at;
        return TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime).IsBetween(from, to) ? Next(to, at, zone) : at;
    }

    /// <summary>When somebody who could not be told is told again; null: not any more.</summary>
    /// <param name="attempts">Failures so far, at least 1.</param>
    /// <param name="firstDue">When it was due first.</param>
    /// <param name="now">The time.</param>
    public static DateTimeOffset? RetryAt(int attempts, DateTimeOffset firstDue, DateTimeOffset now) =>
        now - firstDue >= GiveUpAfter ? null : now + Delays[Math.Min(attempts, Delays.Count) - 1];

    /// <summary>The next time the clock on the wall shows a time, later than now. A time that a day leaves out comes an hour later.</summary>
    private static DateTimeOffset Next(TimeOnly time, DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        return On(today, time, zone) is var due && due > now ? due : On(today.AddDays(1), time, zone);
    }

    private static DateTimeOffset On(DateOnly day, TimeOnly time, TimeZoneInfo zone)
    {
        var local = day.ToDateTime(time);
        if (zone.IsInvalidTime(local)) local = local.AddHours(1);
        return new DateTimeOffset(local, zone.GetUtcOffset(local)).ToUniversalTime();
    }
}
