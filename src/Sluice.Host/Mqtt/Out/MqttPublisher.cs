using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Metering.Events;
using Sluice.Metering.Identity;
using Sluice.Metering.Readings;
using Sluice.Metering.Societies;
using Sluice.Metering.Storage;

namespace Sluice.Host.Mqtt.Out;

/// <summary>Lets the readings of societies that want it out to every broker there is. How far it got with each is kept: after a restart, or when a broker was gone, it goes on where it was.</summary>
internal sealed partial class MqttPublisher : BackgroundService
{
    /// <summary>New readings are gathered so long, so that many of them are one look.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(100);

    private readonly InstallationScope worker = Authorizer.ForWorker("mqtt");
    private readonly IReadOnlyList<Lane> lanes;
    private readonly MeterStates states;
    private readonly SocietyDirectory societies;
    private readonly IReadingStore readings;
    private readonly IFollowerStore followers;
    private readonly LiveHub live;
    private readonly MqttOutOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger<MqttPublisher> log;

    public MqttPublisher(
        IEnumerable<IMqttOutlet> outlets, MeterStates states, SocietyDirectory societies, IReadingStore readings, IFollowerStore followers, LiveHub live, MqttOutOptions options, TimeProvider clock, ILogger<MqttPublisher> log)
    {
        (this.states, this.societies, this.readings, this.followers, this.live, this.options, this.clock, this.log) = (states, societies, readings, followers, live, options, clock, log);
        lanes = [.. outlets.Select(o => new Lane(o, new(o, states, clock)))];
        foreach (var lane in lanes) lane.Outlet.Connected += lane.Begin;
        societies.Changed += LookAgain;
    }

    public override void Dispose()
    {
        societies.Changed -= LookAgain;
        foreach (var lane in lanes) lane.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(lanes.SelectMany(l => (Task[])
    [
        Task.Run(() => UntilStoppedAsync(() => FollowAsync(l, stoppingToken), stoppingToken), CancellationToken.None),
        Task.Run(() => UntilStoppedAsync(() => CompareAsync(l, stoppingToken), stoppingToken), CancellationToken.None),
    ]));

    private void LookAgain()
    {
        foreach (var lane in lanes) lane.LookAgain();
    }

    private static async Task UntilStoppedAsync(Func<Task> work, CancellationToken ct)
    {
        try
        {
            await work();
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    /// <summary>Follows while any society lets something out. What came while none did is not told later.</summary>
    private async Task FollowAsync(Lane lane, CancellationToken ct)
    {
        var name = $"mqtt/{lane.Outlet.Name}";
        for (var wasOff = false; ;)
        {
            try
            {
                if (!await states.AnyAsync(ct)) wasOff = true;
                else
                {
                    if (wasOff) await followers.SaveAsync(worker, name, await readings.LastAsync(worker, ct), ct);
                    wasOff = false;
                    await FollowWhileOnAsync(lane, name, ct);
                    continue;
                }
            }
            catch (StorageException e)
            {
                Failed(e.Message);
            }
            await lane.Following.WaitAsync(options.CompareEvery, ct);
        }
    }

    private async Task FollowWhileOnAsync(Lane lane, string name, CancellationToken ct)
    {
        using var on = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var follower = new Follower<Reading>(name, followers, worker, FollowerSources.Readings(readings, worker), async (page, token) =>
        {
            await lane.Publisher.DeliverAsync(page, token);
            if (page.Count < Follower<Reading>.MaxPage) await Task.Delay(Gather, clock, token);
        }, clock);
        follower.Faulted += e => Failed(e.Message);
        var running = follower.RunAsync(live, on.Token);
        try
        {
            do await Task.WhenAny(running, lane.Following.WaitAsync(options.CompareEvery, on.Token));
            while (!running.IsCompleted && await states.AnyAsync(ct));
        }
        finally
        {
            await on.CancelAsync();
            await UntilStoppedAsync(() => running, on.Token);
        }
    }

    private async Task CompareAsync(Lane lane, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                await lane.Publisher.CompareAsync(ct);
            }
            catch (StorageException e)
            {
                Failed(e.Message);
                lane.Publisher.StartAnew();
            }
            await lane.Comparing.WaitAsync(options.CompareEvery, ct);
        }
    }

    [LoggerMessage(LogLevel.Error, "MQTT: readings could not be looked up to publish them: {Why} Trying again.")]
    private partial void Failed(string why);

    /// <summary>One broker.</summary>
    private sealed record Lane(IMqttOutlet Outlet, OutletPublisher Publisher) : IDisposable
    {
        public SemaphoreSlim Comparing { get; } = new(0, 1);

        public SemaphoreSlim Following { get; } = new(0, 1);

        public void Begin()
        {
            Publisher.StartAnew();
            Wake(Comparing);
        }

        public void LookAgain()
        {
            Wake(Comparing);
            Wake(Following);
        }

        public void Dispose()
        {
            Outlet.Connected -= Begin;
            Publisher.Dispose();
            Comparing.Dispose();
            Following.Dispose();
        }

        private static void Wake(SemaphoreSlim one)
        {
            try
            {
                one.Release();
            }
            catch (SemaphoreFullException)
            {
                // It looks again already.
            }
        }
    }
}

/// <summary>How readings go out.</summary>
/// <param name="CompareEvery">How often what is retained is compared with what should be: after so long a removed meter is gone, a changed setting in force.</param>
internal sealed record MqttOutOptions(TimeSpan CompareEvery);
