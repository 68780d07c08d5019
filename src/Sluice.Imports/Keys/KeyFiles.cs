using System.Diagnostics.CodeAnalysis;
using Sluice.WMBus.Security;

namespace Sluice.Imports.Keys;

/// <summary>Key files on disk.</summary>
public static class KeyFiles
{
    /// <summary>Reads one file; asks for a password only when the file turns out to be encrypted.</summary>
    /// <returns>False when the file cannot be read; <paramref name="error"/> says why.</returns>
    public static bool TryRead(
        string path,
        PasswordSource passwords,
        [NotNullWhen(true)] out KeyImport? import,
        [NotNullWhen(false)] out KeyFileError? error,
        KeyFileLimits? limits = null)
    {
        import = null;
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            if (!stream.CanSeek)
            {
                // A pipe gives its bytes once: the password is needed before.
                _ = passwords.TryGet(Path.GetFileName(path), out var given, out _);
                return KeyFileReader.TryRead(stream, path, given, out import, out error, limits);
            }
            if (KeyFileReader.TryRead(stream, path, null, out import, out error, limits)) return true;
            if (error.Code != KeyFileErrorCode.PasswordRequired) return false;
            if (!passwords.TryGet(Path.GetFileName(path), out var password, out var passwordError))
            {
                error = passwordError ?? error;
                return false;
            }
            stream.Position = 0;
            return KeyFileReader.TryRead(stream, path, password, out import, out error, limits);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            error = new(KeyFileErrorCode.Unreadable, $"{path}: {PasswordSource.Reason(e)}");
            return false;
        }
    }

    /// <summary>The keys of several files, for decoding. Rows that are not usable are left out; see <see cref="TryRead"/> to learn about them.</summary>
    /// <exception cref="KeyFileException">One of the files cannot be read.</exception>
    public static IReadOnlyList<MeterKey> Load(IEnumerable<string> paths, PasswordSource passwords)
    {
        var keys = new List<MeterKey>();
        foreach (var path in paths)
        {
            if (!TryRead(path, passwords, out var import, out var error)) throw new KeyFileException(error);
            keys.AddRange(import.Keys.Select(static entry => entry.Key));
        }
        return keys;
    }
}
