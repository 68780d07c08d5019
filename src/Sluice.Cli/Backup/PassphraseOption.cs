using System.CommandLine;

namespace Sluice.Cli.Backup;

/// <summary>Where the passphrase of a backup's key files comes from: a file or the environment, never the command line, where others could see it.</summary>
internal sealed class PassphraseOption
{
    private const string Variable = "SLUICE_BACKUP_PASSPHRASE";
    private const int MinLength = 12;

    public Option<string?> File { get; } = new("--passphrase-file") { Description = $"File whose first line is the passphrase for the key files; without it, {Variable} of the environment.", HelpName = "FILE" };

    /// <summary>The passphrase; null when there is none.</summary>
    /// <exception cref="UsageException">The file cannot be read, or the passphrase is short.</exception>
    public string? Get(ParseResult parsed)
    {
        string? passphrase;
        try
        {
            passphrase = parsed.GetValue(File) is { } file ? System.IO.File.ReadLines(file).FirstOrDefault() : Environment.GetEnvironmentVariable(Variable);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--passphrase-file: {e.Message}");
        }
        if (string.IsNullOrEmpty(passphrase)) return null;
        return passphrase.Length >= MinLength ? passphrase : throw new UsageException($"The passphrase has at least {MinLength} characters.");
    }

    /// <summary>What to say when one is needed.</summary>
    public static string Needed => $"needs a passphrase: --passphrase-file FILE, or {Variable} in the environment.";
}
