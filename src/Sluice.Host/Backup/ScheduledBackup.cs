using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Metering.Storage;
using Sluice.Storage.Sqlite;
using Sluice.Storage.Sqlite.Backup;

namespace Sluice.Host.Backup;

/// <summary>Makes the daily backup. A failed one is logged, counted, and tried again an hour later; it never stops the server.</summary>
public sealed class ScheduledBackup(BackupSchedule schedule, DataDirectory directory, BackupStatus status, TimeProvider clock, ILogger<ScheduledBackup> log) : BackgroundService
{
    private static readonly TimeSpan AgainAfter = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var wait = schedule.Until(clock.GetUtcNow(), clock.LocalTimeZone);
        while (true)
        {
            await Task.Delay(wait, clock, stoppingToken);
            wait = await MakeAsync(stoppingToken) ? schedule.Until(clock.GetUtcNow(), clock.LocalTimeZone) : AgainAfter;
        }
    }

    private async Task<bool> MakeAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        try
        {
            Directory.CreateDirectory(schedule.Directory);
            await DataBackup.MakeAsync(directory.Path, Path.Combine(schedule.Directory, BackupSchedule.NameOf(now)), passphrase: null, clock, ct);
            foreach (var old in schedule.TooMany()) File.Delete(old);
            status.Succeeded(now);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)   // StorageException is an IOException
        {
            status.Failed();
            log.LogError("The daily backup failed: {Message} The next try is in an hour.", e.Message);
            return false;
        }
    }
}
