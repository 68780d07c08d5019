using System.CommandLine;
using Sluice.Imports.Keys;

namespace Sluice.Cli.Keys;

/// <summary>The options that say where the password of a key file comes from; the same on every command that reads key files.</summary>
public sealed class KeyFileOptions
{
    private readonly Option<string?> passwordFile = new("--password-file")
    {
        Description = "File whose first line is the password of encrypted key files.",
        HelpName = "FILE",
    };

    private readonly Option<string?> passwordEnv = new("--password-env")
    {
        Description = $"Environment variable that holds the password; without this option {PasswordSource.DefaultVariable} is looked at.",
        HelpName = "NAME",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(passwordFile);
        command.Options.Add(passwordEnv);
    }

    /// <summary>The password source the person at the command line chose.</summary>
    public PasswordSource Source(ParseResult parsed) => new(parsed.GetValue(passwordFile), parsed.GetValue(passwordEnv), PasswordPrompt.Ask);

    /// <summary>What to do about an error, to stand behind its message; empty when there is nothing more to say.</summary>
    public static string Advice(KeyFileError error) => error.Code switch
    {
        KeyFileErrorCode.PasswordRequired => $"; use --password-file FILE, or set {PasswordSource.DefaultVariable}",
        KeyFileErrorCode.WrongPassword => "; it is the password chosen at the download, or the customer number of the meters' owner",
        KeyFileErrorCode.DamagedKeyFile => "; get the file again",
        _ => "",
    };
}
