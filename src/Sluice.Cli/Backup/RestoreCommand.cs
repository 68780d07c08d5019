using System.CommandLine;
using Sluice.Metering.Keys;
using Sluice.Metering.Storage;
using Sluice.Storage.Sqlite.Backup;

namespace Sluice.Cli.Backup;

/// <summary><c>sluice restore</c>: a new data directory of a backup.</summary>
public static class RestoreCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var from = new Option<string>("--from") { Description = "The backup.", HelpName = "FILE", Required = true };
        var data = new Option<string>("--data") { Description = "The directory to make; it must not exist, or be empty.", HelpName = "NEWDIR", Required = true };
        var passphrase = new PassphraseOption();
        var command = new Command("restore", """
            Makes a new data directory of a backup. Checks every byte first; overwrites nothing.

            Example:
              sluice restore --from /backups/sluice-monday.backup --data /var/lib/sluice-restored
            """) { from, data, passphrase.File };
        command.SetAction(async (parsed, ct) =>
        {
            try
            {
                var result = await DataRestore.RestoreAsync(parsed.GetValue(from)!, parsed.GetValue(data)!, passphrase.Get(parsed), ct);
                Console.WriteLine($"restored as of {result.Manifest.MadeAt:yyyy-MM-ddTHH:mm:ssZ}: {result.Manifest.Files.Sum(static f => f.Rows?.Values.Sum() ?? 0)} rows, all checked");
                Console.WriteLine(result.HasKeys
                    ? "key files: restored"
                    : $"key files: not restored; before you start the server, copy sluice.key (and the .pem files) into {parsed.GetValue(data)}");
                return 0;
            }
            catch (Exception e) when (e is StorageException or KeyUnreadableException)
            {
                await Console.Error.WriteLineAsync($"sluice: {e.Message}");
                return Program.InputError;
            }
        });
        return command;
    }
}
