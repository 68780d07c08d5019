using Sluice.Metering.Identity;
using Sluice.Metering.Notifications;

namespace Sluice.Storage.Contract;

/// <summary>What every <see cref="INotificationStore"/> promises.</summary>
public abstract class NotificationStoreTests
{
    private static readonly Caller Alice = new("alice", Role.SocietyAdmin, new HashSet<SocietyId> { Scopes.GreenPark.Society }), Bob = new("bob", Role.SuperAdmin, new HashSet<SocietyId>());

    protected abstract ValueTask<INotificationStore> NewNotificationsAsync();

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static DateTimeOffset Hour(double hours) => Invented.Noon.AddHours(hours);

    private static Notification News(string id, string subject, double due, string channel = "mail") => new()
    {
        Event = id,
        Society = Scopes.GreenPark.Society,
        Subject = subject,
        Channel = channel,
        News = new("alert.raised", Hour(-1), "Water is running", "Look at once.", [new("Meter", "KAM.90000001")], "alerts", "Look", IsUrgent: true, For: "alice"),
        DueAt = Hour(due),
    };

    [Fact]
    public async Task What_somebody_chose_is_kept_by_person_and_society()
    {
        var store = await NewNotificationsAsync();
        Assert.Null(await store.FindPreferencesAsync(Alice, Scopes.GreenPark.Society, Cancel));
        var chosen = new NotificationPreferences
        {
            Subject = "somebody else",
            Society = Scopes.GreenPark.Society,
            Choices = new Dictionary<string, NotificationChoice> { ["alert.raised"] = new(NotificationTiming.Immediate, ["mail", "mqtt"]) },
            QuietFrom = new(22, 0),
            QuietTo = new(6, 30),
            UrgentAtOnce = false,
            UrgentBreaksQuiet = true,
            DigestAt = new(18, 0),
        };
        await store.PutPreferencesAsync(Alice, chosen, Cancel);
        await store.PutPreferencesAsync(Bob, new() { Subject = "", Society = null }, Cancel);
        Assert.Equivalent(chosen with { Subject = "alice" }, await store.FindPreferencesAsync(Alice, Scopes.GreenPark.Society, Cancel), strict: true);
        Assert.Null(await store.FindPreferencesAsync(Alice, Scopes.LakeView.Society, Cancel));
        Assert.Null(await store.FindPreferencesAsync(Bob, Scopes.GreenPark.Society, Cancel));
        Assert.Equal("alice", Assert.Single(await store.ListPreferencesAsync(Scopes.Installation, Scopes.GreenPark.Society, Cancel)).Subject);
        Assert.Equal("bob", Assert.Single(await store.ListPreferencesAsync(Scopes.Installation, null, Cancel)).Subject);
        await store.PutPreferencesAsync(Alice, chosen with { QuietFrom = null, QuietTo = null, Choices = new Dictionary<string, NotificationChoice>() }, Cancel);
        Assert.Null((await store.FindPreferencesAsync(Alice, Scopes.GreenPark.Society, Cancel))!.QuietFrom);
    }

    [Fact]
    public async Task The_same_event_is_queued_once_for_a_person_and_channel_also_after_it_was_told()
    {
        var store = await NewNotificationsAsync();
        Assert.Equal(3, await store.AddAsync(Scopes.Installation, [News("e1", "alice", 0), News("e1", "alice", 0, "mqtt"), News("e1", "bob", 1)], Hour(0), Cancel));
        Assert.Equal(0, await store.AddAsync(Scopes.Installation, [News("e1", "alice", 5)], Hour(0), Cancel));
        var due = await store.ListDueAsync(Scopes.Installation, Hour(0), 10, Cancel);
        Assert.Equal([("alice", "mail"), ("alice", "mqtt")], due.Select(static n => (n.Subject, n.Channel)));
        Assert.Equivalent(News("e1", "alice", 0) with { Id = due[0].Id }, due[0], strict: true);
        await store.FinishAsync(Scopes.Installation, [.. due.Select(static n => n.Id)], Hour(0), Cancel);
        Assert.Empty(await store.ListDueAsync(Scopes.Installation, Hour(0), 10, Cancel));
        Assert.Equal(0, await store.AddAsync(Scopes.Installation, [News("e1", "alice", 5)], Hour(0), Cancel));
        Assert.Equal(Hour(1), await store.NextDueAsync(Scopes.Installation, Cancel));
    }

    [Fact]
    public async Task What_could_not_be_told_is_due_again_later()
    {
        var store = await NewNotificationsAsync();
        await store.AddAsync(Scopes.Installation, [News("e1", "alice", 0), News("e2", "alice", 0)], Hour(0), Cancel);
        var due = await store.ListDueAsync(Scopes.Installation, Hour(0), 1, Cancel);
        Assert.Equal("e1", Assert.Single(due).Event);
        await store.PostponeAsync(Scopes.Installation, [due[0].Id], Hour(2), Cancel);
        Assert.Equal("e2", Assert.Single(await store.ListDueAsync(Scopes.Installation, Hour(1), 10, Cancel)).Event);
        Assert.Equal((Hour(2), 1), (await store.ListDueAsync(Scopes.Installation, Hour(2), 10, Cancel)).Where(static n => n.Event == "e1").Select(static n => (n.DueAt, n.Attempts)).Single());
    }

    [Fact]
    public async Task What_was_told_is_forgotten_in_the_end()
    {
        var store = await NewNotificationsAsync();
        await store.AddAsync(Scopes.Installation, [News("e1", "alice", 0), News("e2", "alice", 0)], Hour(0), Cancel);
        await store.FinishAsync(Scopes.Installation, [(await store.ListDueAsync(Scopes.Installation, Hour(0), 1, Cancel))[0].Id], Hour(1), Cancel);
        Assert.Equal(0, await store.TrimAsync(Scopes.Installation, Hour(1), Cancel));
        Assert.Equal(1, await store.TrimAsync(Scopes.Installation, Hour(2), Cancel));
        Assert.Equal("e2", Assert.Single(await store.ListDueAsync(Scopes.Installation, Hour(2), 10, Cancel)).Event);
    }
}
