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
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            return TryRead(stream, path, passwords, out import, out error, limits);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            import = null;
            error = new(KeyFileErrorCode.Unreadable, $"{path}: {PasswordSource.Reason(e)}");
            return false;
        }
    }

    /// <summary>As the form with a path, from a stream: a pipe, or standard input.</summary>
    /// <param name="stream">From its current position to its end; stays open.</param>
    /// <param name="fileName">For messages, and for the person asked for the password.</param>
    public static bool TryRead(
        Stream stream,
        string fileName,
        PasswordSource passwords,
        [NotNullWhen(true)] out KeyImport? import,
        [NotNullWhen(false)] out KeyFileError? error,
        KeyFileLimits? limits = null)
    {
        import = null;
        if (!stream.CanSeek || stream.Position != 0)
        {
            try
            {
                using var buffered = KeyFileReader.Buffer(stream, limits ?? KeyFileLimits.Default);   // read twice below
                return TryRead(buffered, fileName, passwords, out import, out error, limits);
            }
            catch (KeyFileException e)
            {
                error = e.Error with { Message = $"{Path.GetFileName(fileName)}: {e.Error.Message}" };
                return false;
            }
            catch (IOException)
            {
                error = new(KeyFileErrorCode.Unreadable, $"{Path.GetFileName(fileName)}: cannot be read to its end");
                return false;
            }
        }
        if (KeyFileReader.TryRead(stream, fileName, null, out import, out error, limits)) return true;
        if (error.Code != KeyFileErrorCode.PasswordRequired) return false;
        if (!passwords.TryGet(Path.GetFileName(fileName), out var password, out var passwordError))
        {
            error = passwordError ?? error;
            return false;
        }
        stream.Position = 0;
        return KeyFileReader.TryRead(stream, fileName, password, out import, out error, limits);
    }

    /// <summary>The keys of several files, for decoding. Rows that are not usable are left out; see <c>TryRead</c> to learn about them.</summary>
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

    /// <summary>Adds the keys of one file to a ring; nothing is added when the file cannot be read.</summary>
    /// <param name="import">What the file held, with the rows that were not usable, when true is returned.</param>
    /// <param name="error">Why the file cannot be read, when false is returned.</param>
    public static bool TryLoadInto(
        KeyRing ring,
        string path,
        PasswordSource passwords,
        [NotNullWhen(true)] out KeyImport? import,
        [NotNullWhen(false)] out KeyFileError? error)
    {
        if (!TryRead(path, passwords, out import, out error)) return false;
        foreach (var entry in import.Keys) ring.Add(entry.Key);
        return true;
    }
}
