using Sluice.Metering.Storage;

namespace Sluice.Storage.Sqlite;

/// <summary>The directory that holds everything of an installation, locked for this process until disposed (or the process ends, however it ends).</summary>
public sealed class DataDirectory : IDisposable
{
    private readonly FileStream held;

    private DataDirectory(string path, FileStream held)
    {
        Path = path;
        this.held = held;
    }

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>The database file.</summary>
    public string DatabasePath => System.IO.Path.Combine(Path, "sluice.db");

    /// <summary>The local key file.</summary>
    public string KeyFilePath => System.IO.Path.Combine(Path, "sluice.key");

    /// <summary>The key that signs access tokens.</summary>
    public string SigningKeyPath => SigningKeyIn(Path);

    /// <summary>The built-in issuer's people, of a directory that another process may hold.</summary>
    public static string PeopleIn(string directory) => System.IO.Path.Combine(directory, "people.db");

    /// <summary>The keys that seal log-in cookies.</summary>
    public static string CookieKeysIn(string directory) => System.IO.Path.Combine(directory, "cookie-keys");

    /// <summary>The folder of files handed up and exported.</summary>
    public string FilesPath => System.IO.Path.Combine(Path, "files");

    /// <summary>The signing key of a directory that another process may hold.</summary>
    public static string SigningKeyIn(string directory) => System.IO.Path.Combine(directory, "sluice-signing.pem");

    /// <summary>Makes the directory if needed (for this user only) and locks it.</summary>
    /// <exception cref="StorageException">It cannot be made or written, or another process holds it.</exception>
    public static DataDirectory Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        if (File.Exists(path)) throw new StorageException(StorageFault.Broken, $"'{path}' is a file; choose a directory with --data.");
        try
        {
            if (!Directory.Exists(path))
            {
                if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
                else Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
            return new(path, new FileStream(System.IO.Path.Combine(path, "sluice.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Faults.From(e, path);
        }
    }

    public void Dispose() => held.Dispose();
}
