using System.Runtime.Versioning;
using System.Security.Cryptography;
using Sluice.Metering.Keys;

namespace Sluice.Storage.Sqlite;

/// <summary>A 32-byte key in a file only this user can read; it wraps the data keys. Whoever has the database but not this file has no meter key.</summary>
[UnsupportedOSPlatform("browser")]
public sealed class LocalKeyFile : IKeyWrapper
{
    private readonly byte[] key;
    private readonly string path;

    private LocalKeyFile(byte[] key, string path)
    {
        this.key = key;
        this.path = path;
    }

    /// <summary>Reads the file, or makes it with a random key.</summary>
    /// <param name="path">Where it is; its directory exists.</param>
    /// <param name="mayCreate">False when wrapped keys exist already: then a missing file is an error, not a reason for a new key.</param>
    /// <exception cref="KeyUnreadableException">The file is missing, has not 32 bytes, or others may read it.</exception>
    /// <exception cref="Metering.Storage.StorageException">It cannot be read or written.</exception>
    public static LocalKeyFile Open(string path, bool mayCreate)
    {
        try
        {
            if (!File.Exists(path))
            {
                if (!mayCreate) throw new KeyUnreadableException($"The key file '{path}' is missing and the stored meter keys need it; bring it back from the backup.");
                Create(path);
            }
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ~(UnixFileMode.UserRead | UnixFileMode.UserWrite)) != UnixFileMode.None)
                throw new KeyUnreadableException($"Others may read the key file '{path}'; run 'chmod 600' on it.");
            var bytes = File.ReadAllBytes(path);
            if (bytes.Length != KeyEnvelope.KeyBytes) throw new KeyUnreadableException($"The key file '{path}' has {bytes.Length} bytes; a key has {KeyEnvelope.KeyBytes}.");
            return new(bytes, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Faults.From(e, path);
        }
    }

    public ValueTask<byte[]> WrapAsync(ReadOnlyMemory<byte> dataKey, string context, CancellationToken ct) => new(KeyEnvelope.Seal(key, dataKey.Span, context));

    public ValueTask<byte[]> UnwrapAsync(ReadOnlyMemory<byte> wrapped, string context, CancellationToken ct)
    {
        try
        {
            return new(KeyEnvelope.Open(key, wrapped.Span, context));
        }
        catch (KeyUnreadableException e)
        {
            throw new KeyUnreadableException($"The key file '{path}' is not the one the stored meter keys were wrapped with; bring that one back from the backup.", e);
        }
    }

    private static void Create(string path)
    {
        // Written whole under another name first: a crash leaves no half key.
        var temporary = path + ".new";
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(temporary, options))
        {
            file.Write(RandomNumberGenerator.GetBytes(KeyEnvelope.KeyBytes));
            file.Flush(flushToDisk: true);
        }
        File.Move(temporary, path);
    }
}
