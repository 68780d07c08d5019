using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Sluice.Host.Backup;
using Sluice.Storage.Sqlite;
using Sluice.Storage.Sqlite.Backup;

namespace Sluice.Api.Tests.Operation;

public sealed class BackupScheduleTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("sluice-schedule-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Backups => Path.Combine(folder, "backups");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("2026-03-01T01:00:00Z", "02:30", 90)]
    [InlineData("2026-03-01T02:30:00Z", "02:30", 24 * 60)]
    [InlineData("2026-03-01T23:59:00Z", "00:00", 1)]
    public void The_next_backup_is_at_the_next_time_of_day(string now, string at, int minutes) => Assert.Equal(
        TimeSpan.FromMinutes(minutes), new BackupSchedule(Backups, TimeOnly.Parse(at), 1).Until(DateTimeOffset.Parse(now), TimeZoneInfo.Utc));

    [Fact]
    public async Task Every_day_a_backup_is_made_and_the_oldest_goes()
    {
        Directory.CreateDirectory(Backups);
        await File.WriteAllTextAsync(Path.Combine(Backups, "notes.txt"), "mine", Cancel);
        var clock = new WatchedClock(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        using var directory = DataDirectory.Open(Path.Combine(folder, "data"));
        await using var store = SqliteStore.Open(directory.DatabasePath, wrapper: null, clock);
        var status = new BackupStatus();
        using var service = new ScheduledBackup(new(Backups, new(2, 30), 2), directory, status, clock, NullLogger<ScheduledBackup>.Instance);
        await service.StartAsync(Cancel);
        for (var day = 2; day <= 5; day++)
        {
            await clock.WaitedForAsync(Cancel);
            clock.SetUtcNow(new(2026, 3, day, 2, 30, 0, TimeSpan.Zero));
        }
        await clock.WaitedForAsync(Cancel);   // the last one is made
        await service.StopAsync(Cancel);
        Assert.Equal(["notes.txt", "sluice-20260304T023000Z.backup", "sluice-20260305T023000Z.backup"], Directory.GetFiles(Backups).Select(Path.GetFileName).Order());
        Assert.Equal(new DateTimeOffset(2026, 3, 5, 2, 30, 0, TimeSpan.Zero).ToUnixTimeSeconds(), status.LastSuccess);
        await DataRestore.RestoreAsync(Path.Combine(Backups, "sluice-20260305T023000Z.backup"), Path.Combine(folder, "restored"), null, Cancel);
    }

    [Fact]
    public async Task A_backup_that_fails_is_counted_and_tried_again_an_hour_later()
    {
        await File.WriteAllTextAsync(Backups, "a file where the directory should be", Cancel);
        var clock = new WatchedClock(new(2026, 3, 1, 2, 0, 0, TimeSpan.Zero));
        using var directory = DataDirectory.Open(Path.Combine(folder, "data"));
        await using var store = SqliteStore.Open(directory.DatabasePath, wrapper: null, clock);
        var status = new BackupStatus();
        using var service = new ScheduledBackup(new(Backups, new(2, 30), 2), directory, status, clock, NullLogger<ScheduledBackup>.Instance);
        await service.StartAsync(Cancel);
        await clock.WaitedForAsync(Cancel);
        clock.Advance(TimeSpan.FromMinutes(30));
        await clock.WaitedForAsync(Cancel);
        Assert.Equal((1, 0), (status.Failures, status.LastSuccess));
        File.Delete(Backups);
        clock.Advance(TimeSpan.FromHours(1));
        await clock.WaitedForAsync(Cancel);
        await service.StopAsync(Cancel);
        Assert.Equal((1, new DateTimeOffset(2026, 3, 1, 3, 30, 0, TimeSpan.Zero).ToUnixTimeSeconds()), (status.Failures, status.LastSuccess));
    }

    /// <summary>A clock that tells when somebody begins to wait for it.</summary>
    private sealed class WatchedClock(DateTimeOffset start) : FakeTimeProvider(start)
    {
        private readonly SemaphoreSlim waits = new(0);

        public Task WaitedForAsync(CancellationToken ct) => waits.WaitAsync(ct);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = base.CreateTimer(callback, state, dueTime, period);
            waits.Release();
            return timer;
        }
    }
}
