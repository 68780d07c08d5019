using System.Buffers;
using Microsoft.Extensions.Logging;
using Sluice.Metering.Identity;
using Sluice.Host.Registry;
using Sluice.Metering.Simulation;
using Sluice.Metering.Storage;
using Sluice.Metering.Telegrams;
using Sluice.WMBus.Encoders;
using Sluice.WMBus.Receivers;

namespace Sluice.Host;

/// <summary>A simulated society on air: its telegrams come in as from a VW1871 reader, in real time, through the same intake as everything else.</summary>
internal sealed class DemoSociety : IAsyncDisposable
{
    private const long Seed = 2101;
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(250);

    private readonly CancellationTokenSource stopping = new();
    private readonly Task running;

    private DemoSociety(Intake intake, TimeProvider clock, int meters, ILogger log) => running = Task.Run(() => RunAsync(intake, clock, meters, log, stopping.Token));

    /// <summary>Registers the society; always the same one.</summary>
    public static async Task RegisterAsync(DemoRegistration registration, int meters, CancellationToken ct)
    {
        using var simulator = new SocietySimulator(new() { Seed = Seed, Meters = meters });
        await registration.RegisterAsync(simulator.Meters, ct);
    }

    /// <summary>Goes on air.</summary>
    public static DemoSociety Start(Intake intake, TimeProvider clock, int meters, ILogger log) => new(intake, clock, meters, log);

    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync();
        await running;
        stopping.Dispose();
    }

    private static async Task RunAsync(Intake intake, TimeProvider clock, int meters, ILogger log, CancellationToken ct)
    {
        using var simulator = new SocietySimulator(new() { Seed = Seed, Meters = meters, Noise = 0.2, Start = clock.GetUtcNow() });
        var reader = new ReaderStream(simulator, new ReaderFramingVw1871());
        var receiver = new Vw1871Receiver();
        var bytes = new ArrayBufferWriter<byte>(16 * 1024);
        var heard = new List<ReceivedTelegram>();
        try
        {
            using var timer = new PeriodicTimer(Step, clock);
            while (await timer.WaitForNextTickAsync(ct))
            {
                // After a pause (a sleeping laptop) at most so much at once; the rest follows.
                while (heard.Count < IntakeOptions.MaxBatch / 2)
                {
                    bytes.ResetWrittenCount();
                    if (reader.TryWriteNext(bytes, clock.GetUtcNow()) is null) break;
                    receiver.Push(bytes.WrittenSpan, heard.Add);
                }
                if (heard.Count == 0) continue;
                await ReceiveAsync(intake, heard, log, ct);
                heard.Clear();
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Off air.
        }
    }

    private static async Task ReceiveAsync(Intake intake, List<ReceivedTelegram> heard, ILogger log, CancellationToken ct)
    {
        try
        {
            await intake.ReceiveAsync(heard, ArrivalContext.Of(Authorizer.ForWorker(DemoRegistration.Demo, "simulation").Caller), ct);
        }
        catch (StorageException e)
        {
            // As a radio would: what cannot be stored while the disk is full is gone, and the next telegram is 16 seconds away.
            log.LogError("{Message}", e.Message);
        }
    }
}
