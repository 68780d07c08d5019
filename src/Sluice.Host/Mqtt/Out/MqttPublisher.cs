using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Metering.Readings;
using Sluice.Metering.Storage;
using Sluice.Metering.Telegrams;

namespace Sluice.Host.Mqtt.Out;

/// <summary>Lets the readings of societies that want it out to every broker there is.</summary>
internal sealed partial class MqttPublisher : BackgroundService
{
    private const int MaxWaiting = 10_000, MaxPage = 500;

    private readonly IReadOnlyList<Lane> lanes;
    private readonly Intake intake;
    private readonly MqttOutOptions options;
    private readonly TimeProvider clock;
    private readonly ILogger<MqttPublisher> log;

    public MqttPublisher(IEnumerable<IMqttOutlet> outlets, MeterStates states, Intake intake, MqttOutOptions options, TimeProvider clock, ILogger<MqttPublisher> log)
    {
        (this.intake, this.options, this.clock, this.log) = (intake, options, clock, log);
        lanes = [.. outlets.Select(o => new Lane(o, new(o, states, clock)))];
        foreach (var lane in lanes) lane.Outlet.Connected += lane.Begin;
        intake.Kept += OnKept;
    }

    public override void Dispose()
    {
        intake.Kept -= OnKept;
        foreach (var lane in lanes) lane.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(lanes.SelectMany(l => (Task[])[Task.Run(() => FollowAsync(l, stoppingToken), CancellationToken.None), Task.Run(() => CompareAsync(l, stoppingToken), CancellationToken.None)]));

    private void OnKept(IntakeResult result)
    {
        foreach (var outcome in result.Outcomes)
            if (outcome is { IsNew: true, Reading: { } reading })
                foreach (var lane in lanes)
                    if (!lane.News.Writer.TryWrite(reading)) lane.Begin();
    }

    private async Task FollowAsync(Lane lane, CancellationToken ct)
    {
        var page = new List<Reading>();
        try
        {
            while (await lane.News.Reader.WaitToReadAsync(ct))
            {
                page.Clear();
                while (page.Count < MaxPage && lane.News.Reader.TryRead(out var reading)) page.Add(reading);
                try
                {
                    await lane.Publisher.DeliverAsync(page, ct);
                }
                catch (StorageException e)
                {
                    Failed(e.Message);
                    lane.Begin();
                }
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    private async Task CompareAsync(Lane lane, CancellationToken ct)
    {
        try
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
                await lane.Signal.WaitAsync(options.CompareEvery, ct);
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The server stops.
        }
    }

    [LoggerMessage(LogLevel.Error, "MQTT: readings could not be looked up to publish them: {Why} Trying again.")]
    private partial void Failed(string why);

    /// <summary>One broker.</summary>
    private sealed record Lane(IMqttOutlet Outlet, OutletPublisher Publisher) : IDisposable
    {
        public Channel<Reading> News { get; } = Channel.CreateBounded<Reading>(MaxWaiting);

        public SemaphoreSlim Signal { get; } = new(0, 1);

        public void Begin()
        {
            Publisher.StartAnew();
            try
            {
                Signal.Release();
            }
            catch (SemaphoreFullException)
            {
                // It will look already.
            }
        }

        public void Dispose()
        {
            Outlet.Connected -= Begin;
            Publisher.Dispose();
            Signal.Dispose();
        }
    }
}

/// <summary>How readings go out.</summary>
/// <param name="CompareEvery">How often what is retained is compared with what should be: after so long a removed meter is gone, a changed setting in force.</param>
internal sealed record MqttOutOptions(TimeSpan CompareEvery);
