using System.CommandLine;
using Sluice.Metering.Storage;
using Sluice.Storage.Sqlite.Backup;

namespace Sluice.Cli.Backup;

/// <summary><c>sluice backup</c>: one file with everything, also while a server runs.</summary>
public static class BackupCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var data = new Option<string>("--data") { Description = "The server's data directory.", HelpName = "DIR", DefaultValueFactory = static _ => "./data" };
        var to = new Option<string>("--to") { Description = "The file to make; it must not exist.", HelpName = "FILE", Required = true };
        var withKeys = new Option<bool>("--with-keys") { Description = "Put the key files in as well, sealed with a passphrase." };
        var passphrase = new PassphraseOption();
        var command = new Command("backup", """
            Backs up the databases into one file, also while a server runs. Without --with-keys the key files stay out:
            keep them elsewhere, the meter keys in the backup cannot be read without them.

            Example:
              sluice backup --data /var/lib/sluice --to /backups/sluice-monday.backup
            """) { data, to, withKeys, passphrase.File };
        command.SetAction(async (parsed, ct) =>
        {
            var secret = parsed.GetValue(withKeys) ? passphrase.Get(parsed) ?? throw new UsageException($"--with-keys {PassphraseOption.Needed}") : null;
            try
            {
                var manifest = await DataBackup.MakeAsync(parsed.GetValue(data)!, parsed.GetValue(to)!, secret, TimeProvider.System, ct);
                foreach (var file in manifest.Files)
                    Console.WriteLine(file.Rows is null ? $"{file.Name}: {file.Bytes} bytes, sealed" : $"{file.Name}: {file.Bytes} bytes, schema {file.Schema}, {file.Rows.Values.Sum()} rows in {file.Rows.Count} tables");
                return 0;
            }
            catch (StorageException e)
            {
                await Console.Error.WriteLineAsync($"sluice: {e.Message}");
                return Program.InputError;
            }
        });
        return command;
    }
}
