using System.CommandLine;
using Sluice.Imports.Keys;

namespace Sluice.Cli.Keys;

/// <summary><c>sluice keys</c>: what key files hold.</summary>
public static class KeysCommand
{
    private const string InspectDescription =
        """
        Shows what would be imported from key files, and changes nothing: KEM, KEM2, CSV or Excel, found out by content.
        Keys are never shown, only their fingerprints. Exit code: 0 fine, 1 a file or row is not usable, 2 wrong usage.

        Examples:
          sluice keys inspect meters.zip.kem --password-file password.txt
          SLUICE_KEM_PASSWORD=... sluice keys inspect *.kem
          sluice keys inspect keys.csv --format json
          unzip -p all.zip keys.csv | sluice keys inspect -
        """;

    public static Command Create() => new("keys", "Key files: what is in them.") { Inspect() };

    private static Command Inspect()
    {
        var files = new Argument<string[]>("FILE") { Description = "Key files; - reads standard input.", Arity = ArgumentArity.OneOrMore };
        files.Validators.Add(static result =>
        {
            // What is not an option would count as a file: name the option, not what follows, which may be a password.
            if (result.Tokens.FirstOrDefault(static t => t.Value is ['-', _, ..]) is { } token)
                result.AddError($"Unrecognized option '{token.Value.Split('=')[0]}'. A file of that name is given as ./NAME.");
        });
        var format = new Option<string>("--format") { Description = "text, or json: one object per file and line.", DefaultValueFactory = static _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var passwords = new KeyFileOptions();
        var command = new Command("inspect", InspectDescription) { files, format };
        passwords.AddTo(command);
        command.SetAction((parsed, _) => Task.FromResult(Run(parsed.GetValue(files)!, parsed.GetValue(format) == "json", passwords.Source(parsed))));
        return command;
    }

    private static int Run(string[] files, bool json, PasswordSource passwords)
    {
        var fine = true;
        foreach (var file in files)
        {
            var read = TryRead(file, passwords, out var import, out var error);
            if (json) KeyImportJson.Write(file, import, error);
            else if (read) KeyImportText.Write(file, import!);
            if (!read) Console.Error.WriteLine($"sluice: {error!.Message}{KeyFileOptions.Advice(error)}");
            fine &= read && !import!.HasProblems;
        }
        return fine ? 0 : 1;
    }

    private static bool TryRead(string file, PasswordSource passwords, out KeyImport? import, out KeyFileError? error)
    {
        if (file != "-") return KeyFiles.TryRead(file, passwords, out import, out error);
        using var input = Console.OpenStandardInput();
        return KeyFiles.TryRead(input, "standard input", passwords, out import, out error);
    }
}
