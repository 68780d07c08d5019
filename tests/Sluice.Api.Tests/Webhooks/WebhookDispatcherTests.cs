using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sluice.Host.Http;
using Sluice.Host.Webhooks;
using Sluice.Metering.Webhooks;
using Sluice.Storage.Contract;
using Sluice.Storage.Sqlite;

namespace Sluice.Api.Tests.Webhooks;

/// <summary>The dispatcher on a real store and real receivers, with a clock of the test's own.</summary>
public sealed class WebhookDispatcherTests : IAsyncDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("sluice-hooks-").FullName;
    private readonly FakeTimeProvider clock = new(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private SqliteStore store;

    public WebhookDispatcherTests() => store = Open();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        await store.DisposeAsync();
        Directory.Delete(directory, recursive: true);
    }

    private SqliteStore Open() => SqliteStore.Open(Path.Combine(directory, "sluice.db"), LocalKeyFile.Open(Path.Combine(directory, "sluice.key"), mayCreate: true), clock);

    private async Task<WebhookEndpoint> AddAsync(Receiver receiver)
    {
        var endpoint = new WebhookEndpoint
        {
            Id = WebhookId.New(TimeProvider.System),
            Society = Scopes.GreenPark.Society,
            Url = receiver.Address.ToString(),
            Types = ["alert.raised"],
            CreatedAt = clock.GetUtcNow(),
            CreatedBy = "alice",
        };
        await store.Webhooks!.AddAsync(Scopes.GreenPark, endpoint, WebhookSecret.Make(), Cancel);
        return endpoint;
    }

    private async Task EnqueueAsync(int from, int count)
    {
        for (var i = from; i < from + count; i++)
            await store.Webhooks!.EnqueueAsync(Scopes.GreenPark, new($"evt_{i}", "alert.raised", clock.GetUtcNow(), $$"""{"n":{{i}}}"""), null, clock.GetUtcNow(), Cancel);
    }

    /// <summary>Runs a dispatcher while the action does.</summary>
    private async Task RunAsync(Func<WebhookDispatcher, Task> action)
    {
        var options = new WebhookOptions { AllowHttp = true, Networks = [IPNetwork.Parse("127.0.0.1/32")] };
        using var sender = new WebhookSender(options, new(options.Networks), clock);
        using var meters = new WebhookMeters(store.Webhooks!);
        using var dispatcher = new WebhookDispatcher(store.Webhooks!, sender, meters, options, clock, NullLogger<WebhookDispatcher>.Instance);
        await dispatcher.StartAsync(Cancel);
        await action(dispatcher);
        await dispatcher.StopAsync(CancellationToken.None);
    }

    private async Task<WebhookDelivery> WaitAsync(WebhookEndpoint endpoint, Func<WebhookDelivery, bool> until)
    {
        for (var i = 0; ; i++)
        {
            var last = (await store.Webhooks!.ListDeliveriesAsync(Scopes.GreenPark, endpoint.Id, null, null, 1, Cancel)).Items[0];
            if (until(last)) return last;
            Assert.True(i < 1_000, last.ToString());
            await Task.Delay(10, Cancel);
        }
    }

    /// <summary>Moves the clock to each next attempt until the delivery is as wanted.</summary>
    private async Task<WebhookDelivery> PassAsync(WebhookEndpoint endpoint, Func<WebhookDelivery, bool> until)
    {
        var last = await WaitAsync(endpoint, static d => d.Attempts > 0);
        while (!until(last))
        {
            var (seen, due) = (last.Attempts, last.NextAt!.Value);
            while (clock.GetUtcNow() < due)   // it sleeps a minute at most
            {
                clock.Advance(due - clock.GetUtcNow() < TimeSpan.FromHours(1) ? due - clock.GetUtcNow() : TimeSpan.FromHours(1));
                await Task.Delay(1, Cancel);
            }
            for (var i = 0; i < 200 && (last = await WaitAsync(endpoint, static _ => true)).Attempts == seen; i++)
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(5, Cancel);
            }
        }
        return last;
    }

    private static Func<HttpContext, Task> Status(int status) => http =>
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    [Fact]
    public async Task A_receiver_that_answers_500_for_a_day_gets_the_message_in_the_end()
    {
        await using var receiver = await Receiver.StartAsync();
        var start = clock.GetUtcNow();
        receiver.Answer = http => Status(clock.GetUtcNow() - start < TimeSpan.FromDays(1) ? 500 : 200)(http);
        var endpoint = await AddAsync(receiver);
        await EnqueueAsync(1, 1);
        await RunAsync(async _ =>
        {
            var delivery = await PassAsync(endpoint, static d => d.State != WebhookState.Pending);
            Assert.Equal(WebhookState.Delivered, delivery.State);
            Assert.Equal(9, delivery.Attempts);   // the eighth comes after some 18 hours, the ninth after some 32
            var record = (await store.Webhooks!.FindDeliveryAsync(Scopes.GreenPark, endpoint.Id, delivery.Id, Cancel))!;
            for (var i = 1; i < record.Attempts.Count; i++)
            {
                var (waited, planned) = (record.Attempts[i].At - record.Attempts[i - 1].At, WebhookSchedule.Delays[i - 1]);
                Assert.InRange(waited, planned, (planned * (1 + WebhookSchedule.Jitter)) + TimeSpan.FromSeconds(5));
            }
            Assert.All(receiver.All, r => Assert.Equal("evt_1", r.Id));
            Assert.Null((await store.Webhooks!.FindAsync(Scopes.GreenPark, endpoint.Id, Cancel))!.FailingSince);
        });
    }

    [Fact]
    public async Task What_fails_at_every_attempt_is_a_dead_letter_and_after_five_days_the_endpoint_is_switched_off()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = Status(500);
        var endpoint = await AddAsync(receiver);
        await EnqueueAsync(1, 1);
        WebhookEndpoint? told = null;
        await RunAsync(async dispatcher =>
        {
            dispatcher.SwitchedOff = (off, _, _) =>
            {
                told = off;
                return default;
            };
            var dead = await PassAsync(endpoint, static d => d.State != WebhookState.Pending);
            Assert.Equal((WebhookState.Dead, 11), (dead.State, dead.Attempts));
            Assert.True((await store.Webhooks!.FindAsync(Scopes.GreenPark, endpoint.Id, Cancel))!.Enabled);
            clock.Advance(TimeSpan.FromDays(2));
            await EnqueueAsync(2, 3);
            dispatcher.Wake();
            await WaitAsync(endpoint, static d => d.State == WebhookState.Dead);
            for (var i = 0; i < 500 && told is null; i++) await Task.Delay(10, Cancel);
            Assert.Equal((false, WebhookOff.Failing), (told!.Enabled, told.Off));
            Assert.Equal(12, receiver.All.Count);   // one more attempt was enough to know
        });
    }

    [Fact]
    public async Task A_stop_in_mid_flow_loses_nothing_and_repeats_at_most_what_was_under_way()
    {
        await using var receiver = await Receiver.StartAsync();
        receiver.Answer = async http =>
        {
            await Task.Delay(2, http.RequestAborted);
            http.Response.StatusCode = 204;
        };
        var endpoint = await AddAsync(receiver);
        await EnqueueAsync(1, 200);
        for (var stopAt = 50; stopAt <= 150; stopAt += 50)
        {
            await RunAsync(_ => receiver.WaitAsync(stopAt));
            await store.DisposeAsync();
            store = Open();
        }
        await RunAsync(async _ =>
        {
            await receiver.WaitAsync(200);
            await WaitAsync(endpoint, static d => d.State == WebhookState.Delivered);
        });
        Assert.Equal(200, receiver.All.Select(static r => r.Id).Distinct().Count());
        Assert.InRange(receiver.All.Count, 200, 203);
        Assert.Equal(200, (await store.Webhooks!.CountAsync(Scopes.Installation, Cancel))[WebhookState.Delivered]);
    }

    [Fact]
    public async Task Many_receivers_that_hang_hold_no_good_one()
    {
        var stuck = new List<Receiver>();
        await using var good = await Receiver.StartAsync();
        try
        {
            for (var i = 0; i < 10; i++)
            {
                stuck.Add(await Receiver.StartAsync());
                stuck[i].Answer = static http => Task.Delay(Timeout.Infinite, http.RequestAborted);
                await AddAsync(stuck[i]);
            }
            await AddAsync(good);
            await EnqueueAsync(1, 20);
            await RunAsync(async _ =>
            {
                // They hang until the clock says 10 s; those that failed once come last from then on.
                for (var i = 0; i < 100 && good.All.Count < 20; i++)
                {
                    clock.Advance(TimeSpan.FromSeconds(1));
                    await Task.Delay(20, Cancel);
                }
                await good.WaitAsync(20);
            });
            Assert.InRange(stuck.Sum(static s => s.All.Count), 8, 60);
        }
        finally
        {
            foreach (var one in stuck) await one.DisposeAsync();
        }
    }
}
