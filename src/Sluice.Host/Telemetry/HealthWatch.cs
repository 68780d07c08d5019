using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Api.Health;
using Sluice.Metering.Events;
using Sluice.Metering.Identity;
using Sluice.Metering.Storage;
using Sluice.Metering.Telegrams;
using Sluice.Storage.Sqlite;

namespace Sluice.Host.Telemetry;

/// <summary>Watches what can go wrong slowly: the disk filling up, the clock jumping, work piling up. Warns once when it begins and says when it is over.</summary>
public sealed class HealthWatch(SqliteStore store, DataDirectory directory, IDiskSpace disk, ServerMeters meters, TimeProvider clock, ILogger<HealthWatch> log) : BackgroundService, IHealthChecks
{
    /// <summary>Free space that is little: less than this, and less than a tenth of the disk.</summary>
    public const long LittleSpace = 1L << 30;

    /// <summary>Telegrams without verdict that are many.</summary>
    public const long ManyPending = 100_000;

    /// <summary>A difference between the clock and the time that passed which is no drift.</summary>
    public static readonly TimeSpan Jump = TimeSpan.FromSeconds(30);

    /// <summary>How often it looks.</summary>
    public static readonly TimeSpan Every = TimeSpan.FromSeconds(15);

    private readonly Lock gate = new();
    private DateTimeOffset lastTime = clock.GetUtcNow();
    private long lastTick = clock.GetTimestamp();
    private (DateTimeOffset At, TimeSpan By)? jumped;
    private bool littleSpace;
    private NewEvent? untold;

    public async ValueTask<IReadOnlyList<HealthCheck>> CheckAsync(CancellationToken ct)
    {
        Look();
        await TellAsync(ct);
        var pending = (await store.Telegrams.CountAsync(ct)).GetValueOrDefault(DecodeState.Pending);
        return
        [
            await WritableAsync(ct),
            new("disk", IsCritical: false, !littleSpace, $"{disk.Free(directory.Path) >> 20} MiB free"),
            new("backlog", IsCritical: false, pending < ManyPending, $"{pending} telegrams without verdict"),
            new("clock", IsCritical: false, jumped is null, jumped is { } jump ? $"jumped by {jump.By.TotalSeconds:0} s at {jump.At:O}" : "steady since the start"),
        ];
    }

    /// <summary>Looks at the disk and the clock now.</summary>
    public void Look()
    {
        lock (gate)
        {
            LookAtClock();
            LookAtDisk();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            Look();
            await TellAsync(stoppingToken);
        }
    }

    /// <summary>Appends what happened to the disk; a store that cannot take it now is asked again at the next look.</summary>
    private async ValueTask TellAsync(CancellationToken ct)
    {
        NewEvent? happened;
        lock (gate) happened = untold;
        if (happened is null) return;
        try
        {
            await store.Events.AppendAsync(Authorizer.ForWorker("health"), happened, ct);
        }
        catch (StorageException)
        {
            return;   // the check "store" says what is wrong with it
        }
        lock (gate)
            if (ReferenceEquals(untold, happened)) untold = null;
    }

    private async ValueTask<HealthCheck> WritableAsync(CancellationToken ct)
    {
        try
        {
            await store.ProbeAsync(ct);
            return new("store", IsCritical: true, IsFine: true, "can be written");
        }
        catch (StorageException e)
        {
            return new("store", IsCritical: true, IsFine: false, $"cannot be written: {e.Fault}");
        }
    }

    /// <summary>The time of day should move as the monotonic clock does.</summary>
    private void LookAtClock()
    {
        var (now, tick) = (clock.GetUtcNow(), clock.GetTimestamp());
        var by = now - lastTime - clock.GetElapsedTime(lastTick, tick);
        (lastTime, lastTick) = (now, tick);
        if (by.Duration() < Jump) return;
        jumped = (now, by);
        meters.ClockJumped();
        log.LogWarning("The clock jumped by {Seconds:0} s. Readings keep the time of their arrival; check the time service.", by.TotalSeconds);
    }

    private void LookAtDisk()
    {
        var (free, total) = (disk.Free(directory.Path), disk.Total(directory.Path));
        var little = free < LittleSpace && free < total / 10;
        if (little == littleSpace) return;
        littleSpace = little;
        untold = EventFacts.Disk(little, free);
        if (little) log.LogWarning("Only {Free} MiB are free on the disk of '{Path}'; see docs/runbooks/disk-filling.md.", free >> 20, directory.Path);
        else log.LogWarning("There is room again on the disk of '{Path}': {Free} MiB.", directory.Path, free >> 20);
    }
}
