namespace Sluice.Host.Backup;

/// <summary>How the daily backups went since the start, for metrics.</summary>
public sealed class BackupStatus
{
    private long lastSuccess;
    private long failures;

    /// <summary>Unix time of the last success, s; 0: none since the start.</summary>
    public long LastSuccess => Volatile.Read(ref lastSuccess);

    /// <summary>Failures since the start.</summary>
    public long Failures => Volatile.Read(ref failures);

    public void Succeeded(DateTimeOffset at) => Volatile.Write(ref lastSuccess, at.ToUnixTimeSeconds());

    public void Failed() => Interlocked.Increment(ref failures);
}
