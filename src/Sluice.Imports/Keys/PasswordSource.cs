using System.Diagnostics.CodeAnalysis;

namespace Sluice.Imports.Keys;

/// <summary>Where the password of a key file comes from: a file, an environment variable, or a person; never an argument, which others can see.</summary>
/// <param name="passwordFile">Its first line is the password; null: none.</param>
/// <param name="environmentVariable">Looked at when there is no password file; null: <see cref="DefaultVariable"/>.</param>
/// <param name="prompt">Asks a person when neither gives one; gets the file's name, returns null when nothing is entered. Null: nobody to ask.</param>
public sealed class PasswordSource(string? passwordFile = null, string? environmentVariable = null, Func<string, string?>? prompt = null)
{
    /// <summary>The environment variable that is looked at when no other is named.</summary>
    public const string DefaultVariable = "SLUICE_KEM_PASSWORD";

    private const int MaxLength = 4096;

    /// <summary>Gets the password, asking for it only now.</summary>
    /// <param name="keyFile">Name of the file that needs it.</param>
    /// <param name="password">Null when there is none.</param>
    /// <param name="error">Set when the password file cannot be read or the named variable is not set; null otherwise.</param>
    /// <returns>True when there is a password.</returns>
    public bool TryGet(string keyFile, [NotNullWhen(true)] out string? password, out KeyFileError? error)
    {
        error = null;
        if (passwordFile is not null) return TryReadFile(passwordFile, out password, out error);
        var variable = environmentVariable ?? DefaultVariable;
        password = Environment.GetEnvironmentVariable(variable);
        if (!string.IsNullOrEmpty(password)) return true;
        if (environmentVariable is not null)
        {
            password = null;
            error = new(KeyFileErrorCode.PasswordRequired, $"the environment variable {variable} is not set");
            return false;
        }
        password = prompt?.Invoke(keyFile);
        return !string.IsNullOrEmpty(password);
    }

    private static bool TryReadFile(string path, [NotNullWhen(true)] out string? password, out KeyFileError? error)
    {
        password = null;
        error = null;
        try
        {
            using var text = new StreamReader(path);
            var buffer = new char[MaxLength];
            var line = buffer.AsSpan(0, text.ReadBlock(buffer));
            var end = line.IndexOfAny('\r', '\n');
            if (end >= 0) line = line[..end];
            password = line.ToString();
            if (password.Length is > 0 and < MaxLength) return true;
            password = null;
            error = new(KeyFileErrorCode.Unreadable, $"the password file {path} has no password in its first line");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            error = new(KeyFileErrorCode.Unreadable, $"the password file {path} cannot be read: {Reason(e)}");
        }
        return false;
    }

    internal static string Reason(Exception error) => error switch
    {
        FileNotFoundException or DirectoryNotFoundException => "no such file",
        UnauthorizedAccessException => "no permission, or it is a folder",
        _ => "the system refuses it",
    };
}
