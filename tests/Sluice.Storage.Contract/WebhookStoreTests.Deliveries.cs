using Sluice.Metering.Webhooks;

namespace Sluice.Storage.Contract;

public abstract partial class WebhookStoreTests
{
    private static readonly WebhookId First = Endpoint(1).Id, Second = Endpoint(2).Id;

    private static WebhookMessage Message(int number = 1, string type = "session.completed") => new($"evt_{number}", type, Hour(0), $$"""{"type":"{{type}}","data":{"text":"Straße","n":{{number}} } }""");

    private static WebhookAttempt Failed(double hours, int? status = 500) => new(1, Hour(hours), 12, status, WebhookFailure.Status, "The answer was 500.", "oops");

    private static WebhookAttempt Good(double hours) => new(1, Hour(hours), 8, 204);

    private async ValueTask<IWebhookStore> WithEndpointsAsync()
    {
        var store = await NewWebhooksAsync();
        await store.AddAsync(Scope, Endpoint(1), [1], Cancel);
        await store.AddAsync(Scope, Endpoint(2, "export.ready"), [2], Cancel);
        return store;
    }

    [Fact]
    public async Task A_message_is_queued_once_for_every_endpoint_that_wants_it()
    {
        var store = await WithEndpointsAsync();
        Assert.Equal(1, await store.EnqueueAsync(Scope, Message(), null, Hour(1), Cancel));
        Assert.Equal(0, await store.EnqueueAsync(Scope, Message(), null, Hour(2), Cancel));
        Assert.Equal(1, await store.EnqueueAsync(Scope, Message(), Second, Hour(2), Cancel));   // whatever it wants
        var (delivery, message) = Assert.NotNull(await store.FirstDueAsync(Scope, First, Hour(1), Cancel));
        Assert.Equal(Message(), message);
        Assert.Equal((First, "evt_1", "session.completed", Hour(1), Hour(1), WebhookState.Pending, 0), (delivery.Endpoint, delivery.Message, delivery.Type, delivery.CreatedAt, delivery.NextAt, delivery.State, delivery.Attempts));
        Assert.Null(await store.FirstDueAsync(Scope, First, Hour(0.9), Cancel));
        Assert.Null(await store.FirstDueAsync(Scopes.LakeView, First, Hour(1), Cancel));
        Assert.Equal([First], (await store.ListDueAsync(Scopes.Installation, Hour(1), Cancel)).Select(static e => e.Id));
        Assert.Equal(Hour(1), await store.NextDueAsync(Scopes.Installation, Hour(0.9), Cancel));
        Assert.Equal(Hour(2), await store.NextDueAsync(Scopes.Installation, Hour(1), Cancel));   // the other endpoint's
        Assert.Null(await store.NextDueAsync(Scopes.Installation, Hour(2), Cancel));
    }

    [Fact]
    public async Task A_failed_attempt_is_kept_and_the_next_one_comes_later()
    {
        var store = await WithEndpointsAsync();
        await store.EnqueueAsync(Scope, Message(), null, Hour(0), Cancel);
        var id = (await store.FirstDueAsync(Scope, First, Hour(0), Cancel))!.Value.Delivery.Id;
        var noted = Assert.NotNull(await store.NoteAsync(Scope, id, Failed(0), 0.5, Cancel));
        Assert.Equal((WebhookState.Pending, 1, Hour(0).AddSeconds(5.5), false), (noted.Delivery.State, noted.Delivery.Attempts, noted.Delivery.NextAt, noted.SwitchedOff));
        Assert.Equal(Hour(0), noted.Endpoint.FailingSince);
        Assert.Null(await store.FirstDueAsync(Scope, First, Hour(0), Cancel));
        Assert.Equal(Hour(0).AddSeconds(5.5), await store.NextDueAsync(Scopes.Installation, Hour(-1), Cancel));
        Assert.Equal(WebhookState.Delivered, (await store.NoteAsync(Scope, id, Good(1) with { Number = 2 }, 0, Cancel))!.Value.Delivery.State);
        Assert.Null(await store.NoteAsync(Scope, id, Good(1), 0, Cancel));   // finished already
        var record = (await store.FindDeliveryAsync(Scope, First, id, Cancel))!;
        Assert.Equal([Failed(0), Good(1) with { Number = 2 }], record.Attempts);
        Assert.Equal((Message(), Hour(1), (DateTimeOffset?)null), (record.Message, record.Delivery.FinishedAt, record.Delivery.NextAt));
        Assert.Equal(record.Attempts[1], record.Delivery.Last);
        Assert.Null((await store.FindAsync(Scope, First, Cancel))!.FailingSince);
        Assert.Null(await store.FindDeliveryAsync(Scope, Second, id, Cancel));
        Assert.Null(await store.FindDeliveryAsync(Scopes.LakeView, First, id, Cancel));
        Assert.Null(await store.NoteAsync(Scopes.LakeView, id, Good(1), 0, Cancel));
    }

    [Fact]
    public async Task Gone_switches_the_endpoint_off_and_what_waits_for_it_is_dead()
    {
        var store = await WithEndpointsAsync();
        for (var i = 1; i <= 3; i++) await store.EnqueueAsync(Scope, Message(i), null, Hour(0), Cancel);
        var id = (await store.FirstDueAsync(Scope, First, Hour(0), Cancel))!.Value.Delivery.Id;
        var noted = Assert.NotNull(await store.NoteAsync(Scope, id, Failed(1, WebhookRules.Gone), 0, Cancel));
        Assert.Equal((false, WebhookOff.Gone, true), (noted.Endpoint.Enabled, noted.Endpoint.Off, noted.SwitchedOff));
        Assert.Equal(3, (await store.ListDeliveriesAsync(Scope, First, WebhookState.Dead, null, 10, Cancel)).Items.Count);
        Assert.Equal(3, (await store.CountAsync(Scopes.Installation, Cancel))[WebhookState.Dead]);
        Assert.Null(await store.NextDueAsync(Scopes.Installation, Hour(-1), Cancel));
        Assert.Equal(0, await store.EnqueueAsync(Scope, Message(4), null, Hour(2), Cancel));
    }

    [Fact]
    public async Task Switched_off_by_hand_what_waits_is_dead_and_can_be_replayed_by_time()
    {
        var store = await WithEndpointsAsync();
        for (var i = 1; i <= 4; i++) await store.EnqueueAsync(Scope, Message(i), null, Hour(i), Cancel);
        await store.NoteAsync(Scope, (await store.FirstDueAsync(Scope, First, Hour(9), Cancel))!.Value.Delivery.Id, Good(1), 0, Cancel);
        await store.UpdateAsync(Scope, First, static e => e with { Enabled = false, Off = WebhookOff.Person }, Hour(5), Cancel);
        Assert.Empty(await store.ListDueAsync(Scopes.Installation, Hour(9), Cancel));
        await store.UpdateAsync(Scope, First, static e => e with { Enabled = true, Off = WebhookOff.None }, Hour(6), Cancel);
        Assert.Equal(0, await store.ReplayAsync(Scopes.LakeView, First, new(), Hour(7), Cancel));
        Assert.Equal(2, await store.ReplayAsync(Scope, First, new(From: Hour(1), To: Hour(4), DeadOnly: true), Hour(7), Cancel));
        Assert.Equal(["evt_4", "evt_3", "evt_2", "evt_1"], (await store.ListDeliveriesAsync(Scope, First, null, null, 10, Cancel)).Items.Select(static d => d.Message));
        Assert.Equal(["evt_3", "evt_2"], (await store.ListDeliveriesAsync(Scope, First, WebhookState.Pending, null, 10, Cancel)).Items.Select(static d => d.Message));
        Assert.Equal((Hour(7), 0), (await store.FirstDueAsync(Scope, First, Hour(7), Cancel)) is var (d, _) ? (d.NextAt, d.Tries) : default);
        var one = (await store.ListDeliveriesAsync(Scope, First, WebhookState.Delivered, null, 10, Cancel)).Items[0];
        Assert.Equal(1, await store.ReplayAsync(Scope, First, new(one.Id), Hour(8), Cancel));
        Assert.Equal(0, await store.ReplayAsync(Scope, First, new(one.Id), Hour(8), Cancel));   // it waits already
    }

    [Fact]
    public async Task Deliveries_come_in_pages_last_first()
    {
        var store = await WithEndpointsAsync();
        for (var i = 1; i <= 5; i++) await store.EnqueueAsync(Scope, Message(i), null, Hour(i), Cancel);
        var (seen, next) = (new List<string>(), (string?)null);
        do
        {
            var page = await store.ListDeliveriesAsync(Scope, First, null, next, 2, Cancel);
            seen.AddRange(page.Items.Select(static d => d.Message));
            next = page.Next;
        }
        while (next is not null);
        Assert.Equal(["evt_5", "evt_4", "evt_3", "evt_2", "evt_1"], seen);
        await Assert.ThrowsAsync<FormatException>(async () => await store.ListDeliveriesAsync(Scope, First, null, "x1", 2, Cancel));
        Assert.Empty((await store.ListDeliveriesAsync(Scopes.LakeView, First, null, null, 2, Cancel)).Items);
    }

    [Fact]
    public async Task Old_deliveries_are_forgotten_dead_ones_later()
    {
        var store = await WithEndpointsAsync();
        for (var i = 1; i <= 3; i++) await store.EnqueueAsync(Scope, Message(i), null, Hour(0), Cancel);
        await store.NoteAsync(Scope, (await store.FirstDueAsync(Scope, First, Hour(0), Cancel))!.Value.Delivery.Id, Good(1), 0, Cancel);
        await store.UpdateAsync(Scope, First, static e => e with { Enabled = false }, Hour(1), Cancel);
        Assert.Equal(1, await store.TrimAsync(Scopes.Installation, Hour(2), Hour(0.5), 100, Cancel));
        Assert.Equal(2, (await store.ListDeliveriesAsync(Scope, First, null, null, 10, Cancel)).Items.Count);
        Assert.Equal(2, await store.TrimAsync(Scopes.Installation, Hour(2), Hour(2), 100, Cancel));
        Assert.Empty((await store.ListDeliveriesAsync(Scope, First, null, null, 10, Cancel)).Items);
    }

    [Fact]
    public async Task Endpoints_that_fail_come_after_those_that_do_not()
    {
        var store = await WithEndpointsAsync();
        await store.EnqueueAsync(Scope, Message(1), First, Hour(0), Cancel);
        await store.EnqueueAsync(Scope, Message(2), First, Hour(0), Cancel);
        await store.EnqueueAsync(Scope, Message(1), Second, Hour(0), Cancel);
        await store.NoteAsync(Scope, (await store.FirstDueAsync(Scope, First, Hour(0), Cancel))!.Value.Delivery.Id, Failed(0), 0, Cancel);
        Assert.Equal([Second, First], (await store.ListDueAsync(Scopes.Installation, Hour(0), Cancel)).Select(static e => e.Id));
    }

    [Fact]
    public async Task A_removed_endpoint_takes_its_deliveries_with_it()
    {
        var store = await WithEndpointsAsync();
        await store.EnqueueAsync(Scope, Message(), null, Hour(0), Cancel);
        var id = (await store.FirstDueAsync(Scope, First, Hour(0), Cancel))!.Value.Delivery.Id;
        Assert.True(await store.RemoveAsync(Scope, First, Cancel));
        Assert.Null(await store.NoteAsync(Scope, id, Good(1), 0, Cancel));
        Assert.Null(await store.FindSecretsAsync(Scope, First, Cancel));
        Assert.Empty(await store.CountAsync(Scopes.Installation, Cancel));
        Assert.Equal(Second, Assert.Single(await store.ListAsync(Scope, Cancel)).Id);
    }
}
