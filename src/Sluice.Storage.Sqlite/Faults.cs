using Microsoft.Data.Sqlite;
using Sluice.Metering.Storage;

namespace Sluice.Storage.Sqlite;

/// <summary>SQLite's and the operating system's errors as storage faults with something to do about them.</summary>
internal static class Faults
{
    private const int Busy = 5, ReadOnly = 8, IoError = 10, Corrupt = 11, Full = 13, CannotOpen = 14, NotADatabase = 26;
    private const int Again = 11, NoSpace = 28, ReadOnlyFileSystem = 30;

    public static StorageException From(SqliteException e, string path) => e.SqliteErrorCode switch
    {
        Full => new(StorageFault.Full, $"The disk of '{path}' is full; free some space and send again what was not acknowledged.", e),
        ReadOnly => new(StorageFault.ReadOnly, $"'{path}' cannot be written; check its owner and that the file system is not mounted read-only.", e),
        CannotOpen => new(StorageFault.ReadOnly, $"'{path}' cannot be opened; check that the directory exists and belongs to this user.", e),
        Busy => new(StorageFault.InUse, $"'{path}' is locked by another program; close it.", e),
        Corrupt or NotADatabase => new(StorageFault.Broken, $"'{path}' is damaged or no database of Sluice; restore a backup.", e),
        IoError => new(StorageFault.Broken, $"The disk of '{path}' reports an error ({e.SqliteExtendedErrorCode}); check it.", e),
        _ => new(StorageFault.Broken, $"'{path}': {e.Message}", e),
    };

    public static StorageException From(Exception e, string path) => e switch
    {
        UnauthorizedAccessException => new(StorageFault.ReadOnly, $"'{path}' cannot be written by this user; check its owner and mode.", e),
        IOException { HResult: Again } => new(StorageFault.InUse, $"The data directory '{path}' is in use by another sluice; stop it, or choose another --data.", e),
        IOException { HResult: NoSpace } => new(StorageFault.Full, $"The disk of '{path}' is full; free some space.", e),
        IOException { HResult: ReadOnlyFileSystem } => new(StorageFault.ReadOnly, $"'{path}' is on a read-only file system; choose another --data.", e),
        DirectoryNotFoundException or FileNotFoundException => new(StorageFault.ReadOnly, $"'{path}' cannot be made there; choose another --data.", e),
        _ => new(StorageFault.Broken, $"'{path}': {e.Message}", e),
    };
}
