namespace Sluice.Host.Telemetry;

/// <summary>The room on a disk.</summary>
public interface IDiskSpace
{
    /// <summary>Bytes this user may still write where the path is.</summary>
    long Free(string path);

    /// <summary>Bytes of the whole disk.</summary>
    long Total(string path);
}

/// <summary>The operating system's word.</summary>
public sealed class DiskSpace : IDiskSpace
{
    public long Free(string path) => new DriveInfo(path).AvailableFreeSpace;

    public long Total(string path) => new DriveInfo(path).TotalSize;
}
