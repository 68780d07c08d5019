using Sluice.Metering.Identity;
using Sluice.Metering.Notifications;
using Sluice.Storage.Contract;

namespace Sluice.Metering.Tests;

public sealed class InMemoryNotificationStoreTests : NotificationStoreTests
{
    protected override ValueTask<INotificationStore> NewNotificationsAsync() => new(new InMemoryNotificationStore());
}

public sealed class NotificationRulesTests
{
    private static readonly TimeZoneInfo Kolkata = TimeZoneInfo.FindSystemTimeZoneById("Asia/Kolkata"), Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    private static readonly NotificationPreferences Quiet = new() { Subject = "a", Society = null, QuietFrom = new(22, 0), QuietTo = new(6, 0) };

    private static NotificationChoice Choose(NotificationTiming when) => new(when, ["mail"]);

    /// <summary>Times in UTC; Kolkata is 5:30 ahead.</summary>
    [Theory]
    [InlineData(NotificationTiming.Immediate, false, "2026-03-01T10:00Z", "2026-03-01T10:00Z")]
    [InlineData(NotificationTiming.Immediate, false, "2026-03-01T17:00Z", "2026-03-02T00:30Z")]   // 22:30: quiet until 6:00
    [InlineData(NotificationTiming.Immediate, false, "2026-03-01T16:29Z", "2026-03-01T16:29Z")]   // 21:59
    [InlineData(NotificationTiming.Immediate, false, "2026-03-01T00:30Z", "2026-03-01T00:30Z")]   // 6:00: over
    [InlineData(NotificationTiming.Immediate, true, "2026-03-01T17:00Z", "2026-03-02T00:30Z")]   // urgent, but not chosen to break
    [InlineData(NotificationTiming.Daily, false, "2026-03-01T10:00Z", "2026-03-02T02:00Z")]   // 7:30 tomorrow
    [InlineData(NotificationTiming.Daily, false, "2026-03-01T01:00Z", "2026-03-01T02:00Z")]   // 7:30 today
    [InlineData(NotificationTiming.Daily, true, "2026-03-01T10:00Z", "2026-03-01T10:00Z")]   // urgent at once
    public void News_is_due_when_the_person_chose(NotificationTiming when, bool urgent, string now, string due) =>
        Assert.Equal(DateTimeOffset.Parse(due), NotificationRules.DueAt(Choose(when), Quiet, urgent, DateTimeOffset.Parse(now), Kolkata));

    [Fact]
    public void Urgent_news_breaks_quiet_hours_only_where_chosen()
    {
        var night = DateTimeOffset.Parse("2026-03-01T17:00Z");
        Assert.Equal(night, NotificationRules.DueAt(Choose(NotificationTiming.Daily), Quiet with { UrgentBreaksQuiet = true }, true, night, Kolkata));
        Assert.NotEqual(night, NotificationRules.DueAt(Choose(NotificationTiming.Immediate), Quiet with { UrgentBreaksQuiet = true }, false, night, Kolkata));
        Assert.Null(NotificationRules.DueAt(Choose(NotificationTiming.Off), Quiet, true, night, Kolkata));
    }

    [Theory]
    [InlineData("2026-03-29T00:30Z", "2026-03-29T01:30Z")]   // 2:30 is left out that night: 3:30 summer time
    [InlineData("2026-10-25T00:00Z", "2026-10-25T01:30Z")]   // 2:30 comes twice: the second one, winter time
    public void A_digest_comes_once_also_when_the_clocks_change(string now, string due) =>
        Assert.Equal(DateTimeOffset.Parse(due), NotificationRules.DueAt(Choose(NotificationTiming.Daily), new() { Subject = "a", Society = null, DigestAt = new(2, 30) }, false, DateTimeOffset.Parse(now), Berlin));

    [Fact]
    public void Administrators_are_told_of_their_society_others_of_what_they_asked_for()
    {
        var round = NotificationCatalog.Find("session.completed")!;
        Assert.Equal(NotificationTiming.Immediate, NotificationRules.ChoiceOf(round, Role.SocietyAdmin, null).When);
        Assert.Equal(NotificationTiming.Off, NotificationRules.ChoiceOf(round, Role.SuperAdmin, null).When);
        Assert.False(round.IsFor(Role.Scanner));
        var disk = NotificationCatalog.Find("disk.filling")!;
        Assert.Equal((true, false), (disk.IsFor(Role.SuperAdmin), disk.IsFor(Role.SocietyAdmin)));
        var off = new NotificationPreferences { Subject = "a", Society = null, Choices = new Dictionary<string, NotificationChoice> { ["disk.filling"] = new(NotificationTiming.Off, []) } };
        Assert.Equal(NotificationTiming.Off, NotificationRules.ChoiceOf(disk, Role.SuperAdmin, off).When);
    }

    [Fact]
    public void What_cannot_be_sent_is_tried_for_three_days()
    {
        var start = DateTimeOffset.UnixEpoch;
        Assert.Equal(start.AddMinutes(1), NotificationRules.RetryAt(1, start, start));
        Assert.Equal(start.AddHours(71), NotificationRules.RetryAt(99, start, start.AddHours(70)));
        Assert.Null(NotificationRules.RetryAt(99, start, start.AddDays(3)));
    }
}
