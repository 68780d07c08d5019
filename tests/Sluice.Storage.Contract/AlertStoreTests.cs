using Sluice.Metering.Alerts;
using Sluice.Metering.Identity;
using Sluice.Metering.Validation;

namespace Sluice.Storage.Contract;

/// <summary>What every <see cref="IAlertStore"/> promises.</summary>
public abstract class AlertStoreTests
{
    private const string Meter = "KAM.90000001";
    private static readonly SocietyScope Scope = Scopes.Of("green-park");

    protected abstract ValueTask<IAlertStore> NewAlertsAsync();

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static DateTimeOffset Hour(double hours) => Invented.Noon.AddHours(hours);

    private static AlertSighting Leak(double hours, string meter = Meter) => new(meter, RuleId.LeakMeter, Hour(hours));

    private static async Task<Alert> OnlyAsync(IAlertStore store) => Assert.Single((await store.ListAsync(Scope, new(), null, 10, Cancel)).Items);

    [Fact]
    public async Task A_first_sighting_opens_an_alert_with_its_reason_in_words()
    {
        var store = await NewAlertsAsync();
        await store.NoteAsync(Scope, [Leak(0)], Cancel);
        var alert = await OnlyAsync(store);
        Assert.Equal((AlertState.Open, AlertSeverity.Alert, 1L, Hour(0), Hour(0)), (alert.State, alert.Severity, alert.Count, alert.FirstSeen, alert.LastSeen));
        Assert.StartsWith("The meter says: water has been flowing", alert.Reason, StringComparison.Ordinal);
        Assert.Equal([new AlertEvent(Hour(0), AlertAction.Opened)], alert.History);
        Assert.Equivalent(alert, await store.FindAsync(Scope, alert.Id, Cancel));
        Assert.Equal(Scope.Society, await store.FindSocietyAsync(alert.Id, Cancel));
        Assert.Null(await store.FindSocietyAsync(alert.Id + 1, Cancel));
    }

    [Fact]
    public async Task Further_sightings_count_and_a_late_one_only_widens_the_time()
    {
        var store = await NewAlertsAsync();
        await store.NoteAsync(Scope, [Leak(5), Leak(9)], Cancel);
        await store.NoteAsync(Scope, [Leak(2)], Cancel);
        var alert = await OnlyAsync(store);
        Assert.Equal((3L, Hour(2), Hour(9)), (alert.Count, alert.FirstSeen, alert.LastSeen));
    }

    [Fact]
    public async Task It_closes_by_itself_when_the_condition_was_gone_for_the_rules_time_and_opens_again()
    {
        var store = await NewAlertsAsync();
        await store.NoteAsync(Scope, [Leak(0)], Cancel);
        await store.ClearAsync(Scope, [Leak(23.9)], Cancel);
        Assert.Equal(AlertState.Open, (await OnlyAsync(store)).State);
        await store.ClearAsync(Scope, [Leak(24)], Cancel);
        Assert.Equal(AlertState.Closed, (await OnlyAsync(store)).State);
        await store.NoteAsync(Scope, [Leak(-3)], Cancel);   // late news of what is over
        Assert.Equal(AlertState.Closed, (await OnlyAsync(store)).State);
        await store.NoteAsync(Scope, [Leak(30)], Cancel);
        var alert = await OnlyAsync(store);
        Assert.Equal((AlertState.Open, 1L, Hour(30)), (alert.State, alert.Count, alert.FirstSeen));
        Assert.Equal([AlertAction.Opened, AlertAction.ClosedByItself, AlertAction.Reopened], alert.History.Select(static e => e.What));
    }

    [Fact]
    public async Task An_acknowledged_alert_stays_acknowledged_while_the_condition_lasts()
    {
        var store = await NewAlertsAsync();
        await store.NoteAsync(Scope, [Leak(0)], Cancel);
        var id = (await OnlyAsync(store)).Id;
        var changed = await store.ChangeAsync(Scope, id, AlertAction.Acknowledged, "plumber comes on Monday", Hour(1), Cancel);
        Assert.Equal(AlertState.Acknowledged, changed!.State);
        await store.NoteAsync(Scope, [Leak(2)], Cancel);
        var alert = await OnlyAsync(store);
        Assert.Equal((AlertState.Acknowledged, 2L), (alert.State, alert.Count));
        Assert.Equal(new AlertEvent(Hour(1), AlertAction.Acknowledged, Scope.Caller.Subject, "plumber comes on Monday"), alert.History[^1]);
    }

    [Fact]
    public async Task An_alert_closed_by_a_person_opens_again_only_after_the_rules_time()
    {
        var store = await NewAlertsAsync();
        await store.NoteAsync(Scope, [Leak(0)], Cancel);
        var id = (await OnlyAsync(store)).Id;
        await store.ChangeAsync(Scope, id, AlertAction.Closed, "", Hour(1), Cancel);
        await store.NoteAsync(Scope, [Leak(20)], Cancel);
        Assert.Equal(AlertState.Closed, (await OnlyAsync(store)).State);
        await store.NoteAsync(Scope, [Leak(26)], Cancel);
        Assert.Equal(AlertState.Open, (await OnlyAsync(store)).State);
    }

    [Fact]
    public async Task What_is_closed_cannot_be_closed_or_acknowledged_again()
    {
        var store = await NewAlertsAsync();
        await store.NoteAsync(Scope, [Leak(0)], Cancel);
        var id = (await OnlyAsync(store)).Id;
        await store.ChangeAsync(Scope, id, AlertAction.Closed, "done", Hour(1), Cancel);
        var again = await store.ChangeAsync(Scope, id, AlertAction.Acknowledged, "late", Hour(2), Cancel);
        Assert.Equal((AlertState.Closed, 2), (again!.State, again.History.Count));
        await Assert.ThrowsAsync<ArgumentException>(() => store.ChangeAsync(Scope, id, AlertAction.Closed, new string('x', Alert.MaxNote + 1), Hour(3), Cancel).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => store.ChangeAsync(Scope, id, AlertAction.Opened, "", Hour(3), Cancel).AsTask());
    }

    [Fact]
    public async Task Other_societies_see_nothing_of_it()
    {
        var store = await NewAlertsAsync();
        await store.NoteAsync(Scope, [Leak(0)], Cancel);
        var id = (await OnlyAsync(store)).Id;
        var other = Scopes.Of("lake-view");
        Assert.Empty((await store.ListAsync(other, new(), null, 10, Cancel)).Items);
        Assert.Null(await store.FindAsync(other, id, Cancel));
        Assert.Null(await store.ChangeAsync(other, id, AlertAction.Closed, "", Hour(1), Cancel));
        Assert.Empty(await store.CountAsync(other, Cancel));
        await store.ClearAsync(other, [Leak(100)], Cancel);
        Assert.Equal(AlertState.Open, (await OnlyAsync(store)).State);
    }

    [Fact]
    public async Task Lists_come_in_pages_last_made_first_and_by_what_is_asked()
    {
        var store = await NewAlertsAsync();
        await store.NoteAsync(Scope, [.. Enumerable.Range(1, 5).Select(i => Leak(0, $"KAM.9000000{i}")), new(Meter, RuleId.Burst, Hour(0))], Cancel);
        var first = await store.ListAsync(Scope, new(), null, 4, Cancel);
        var second = await store.ListAsync(Scope, new(), first.Next, 4, Cancel);
        Assert.Null(second.Next);
        var all = first.Items.Concat(second.Items).ToList();
        Assert.Equal(6, all.Count);
        Assert.Equal(all.OrderByDescending(static a => a.Id).Select(static a => a.Id), all.Select(static a => a.Id));
        Assert.Equal(2, (await store.ListAsync(Scope, new(Subject: Meter), null, 10, Cancel)).Items.Count);
        Assert.Single((await store.ListAsync(Scope, new(Rule: RuleId.Burst), null, 10, Cancel)).Items);
        await store.ChangeAsync(Scope, all[0].Id, AlertAction.Acknowledged, "", Hour(1), Cancel);
        Assert.Equal(all[0].Id, Assert.Single((await store.ListAsync(Scope, new(State: AlertState.Acknowledged), null, 10, Cancel)).Items).Id);
        await store.ChangeAsync(Scope, all[1].Id, AlertAction.Closed, "", Hour(1), Cancel);
        Assert.Equal([new(RuleId.LeakMeter, AlertState.Open, 4), new(RuleId.Burst, AlertState.Acknowledged, 1)], await store.CountAsync(Scope, Cancel));
        await Assert.ThrowsAsync<FormatException>(() => store.ListAsync(Scope, new(), "x9", 4, Cancel).AsTask());
    }

    [Fact]
    public async Task The_history_of_an_alert_does_not_grow_without_end()
    {
        var store = await NewAlertsAsync();
        for (var i = 0; i < Alert.MaxEvents; i++)
        {
            await store.NoteAsync(Scope, [Leak(100 * i)], Cancel);
            await store.ClearAsync(Scope, [Leak((100 * i) + 50)], Cancel);
        }
        Assert.Equal(Alert.MaxEvents, (await OnlyAsync(store)).History.Count);
    }
}
